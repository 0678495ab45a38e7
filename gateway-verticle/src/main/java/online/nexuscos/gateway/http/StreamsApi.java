package online.nexuscos.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import online.nexuscos.platform.config.ChannelConfig;
import online.nexuscos.platform.problem.Problem;
import online.nexuscos.streamcore.hub.StreamStatus;
import online.nexuscos.streamcore.hub.StreamStatus.State;
import org.jspecify.annotations.Nullable;

/** {@code /api/streams}: what is live, for pages and programs. Absent values are left out. */
public final class StreamsApi {
    private final StreamDirectory directory;
    private final Map<String, ChannelConfig> channels;

    public StreamsApi(StreamDirectory directory, Map<String, ChannelConfig> channels) {
        this.directory = directory;
        this.channels = channels;
    }

    void list(HttpServerRequest request) {
        boolean local = isLocal(request);
        JsonArray streams = new JsonArray();
        for (StreamStatus status : directory.statuses()) {
            if (status.state() != State.ENDED) {
                streams.add(stream(status, local));
            }
        }
        Responses.json(request, new JsonObject().put("streams", streams));
    }

    void one(HttpServerRequest request, String name) {
        Optional<StreamStatus> status =
                directory.status(name).filter(found -> found.state() != State.ENDED);
        if (status.isPresent()) {
            Responses.json(request, stream(status.get(), isLocal(request)));
        } else if (channels.containsKey(name)) {
            Responses.json(request, described(name, "offline").put("viewers", 0));
        } else {
            Responses.problem(request, Problem.notFound("There is no stream of this name."));
        }
    }

    private JsonObject stream(StreamStatus status, boolean local) {
        JsonObject json = described(status.name(), state(status.state()));
        json.put("since", status.since().truncatedTo(ChronoUnit.MILLIS).toString());
        if (status.protocol() != null) {
            JsonObject publisher = new JsonObject().put("protocol", status.protocol());
            if (local) {
                putIfPresent(publisher, "address", status.address());
            }
            putIfPresent(publisher, "agent", status.agent());
            json.put("publisher", publisher);
        }
        if (status.video() != null) {
            json.put("video", video(status.video()));
        }
        if (status.audio() != null) {
            json.put("audio", audio(status.audio()));
        }
        return json.put("bitrate", status.bitrate())
                .put("viewers", directory.viewers(status.name()))
                .put("drops", status.drops())
                .put("warnings", new JsonArray(status.warnings()));
    }

    private JsonObject described(String name, String state) {
        ChannelConfig channel = channels.get(name);
        String title = channel == null || channel.title().isEmpty() ? name : channel.title();
        JsonObject json = new JsonObject().put("name", name).put("title", title);
        if (channel != null) {
            putIfPresent(json, "description", channel.description());
        }
        return json.put("state", state);
    }

    private static String state(State state) {
        return switch (state) {
            case LIVE -> "live";
            case WAITING -> "waiting";
            case ENDED -> "offline";
        };
    }

    private static JsonObject video(StreamStatus.VideoStatus video) {
        JsonObject json =
                new JsonObject()
                        .put("codec", video.codec())
                        .put("width", video.width())
                        .put("height", video.height());
        if (video.frameRate() > 0) {
            json.put("frameRate", Math.round(video.frameRate() * 1000) / 1000.0);
        }
        json.put("bitrate", video.bitrate());
        if (video.keyframeDistanceMs() > 0) {
            json.put("keyframeDistanceMs", video.keyframeDistanceMs());
        }
        return json;
    }

    private static JsonObject audio(StreamStatus.AudioStatus audio) {
        return new JsonObject()
                .put("codec", audio.codec())
                .put("sampleRate", audio.sampleRate())
                .put("channels", audio.channels())
                .put("bitrate", audio.bitrate());
    }

    private static void putIfPresent(JsonObject json, String key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            json.put(key, value);
        }
    }

    /**
     * The caller is on this machine. One who comes through a proxy is not, wherever the proxy is: a
     * publisher's address is nobody else's business.
     */
    private static boolean isLocal(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        if (remote == null
                || request.headers().contains("forwarded")
                || request.headers().contains("x-forwarded-for")
                || request.headers().contains("via")) {
            return false;
        }
        String address = remote.hostAddress();
        return address != null && InetAddress.ofLiteral(address).isLoopbackAddress();
    }
}
