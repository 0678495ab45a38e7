package online.nexuscos.streamcore.hls;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.function.Function;
import online.nexuscos.streamcore.media.VideoConfiguration;
import online.nexuscos.streamcore.packaging.Rendition;
import online.nexuscos.streamcore.packaging.WindowSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Serves streams over HTTP as Low-Latency HLS (draft-pantos-hls-rfc8216bis, 6.2): {@code
 * /live/<name>/index.m3u8}, and the playlists and media that it leads to; and as DASH: {@code
 * /live/<name>/manifest.mpd}, with the same media. Safe for all event loops.
 */
public final class HlsOrigin {
    private static final String ROOT = "/live/";
    private static final int MAX_NAME_LENGTH = 64;
    private static final char PASS = '~';

    private final Function<String, @Nullable HlsStream> streams;
    private final Viewing viewing;
    private final Summons summons;
    private final HttpDate date = new HttpDate();
    private final Gzip gzip = new Gzip();

    /**
     * Serves some streams.
     *
     * @param streams a live stream by its name, or null; asked once for each request
     */
    public HlsOrigin(Function<String, @Nullable HlsStream> streams, Viewing viewing) {
        this(streams, viewing, _ -> null);
    }

    /**
     * As above.
     *
     * @param summons fetches a stream that is not live because somebody wants to watch
     */
    public HlsOrigin(
            Function<String, @Nullable HlsStream> streams, Viewing viewing, Summons summons) {
        this.streams = streams;
        this.viewing = viewing;
        this.summons = summons;
    }

    /**
     * Answers the request, now or later, if its path is {@code /live/<name>/<file>} or {@code
     * /live/~<pass>/<name>/<file>}, and the file is one of a kind that HLS has: {@code .m3u8},
     * {@code .m4s}, {@code .mp4}, or of DASH: the manifest and {@code time}. On the request's event
     * loop.
     *
     * @return false if it is not; then nothing was done
     */
    public boolean handle(HttpServerRequest request) {
        String uri = request.uri();
        int start = pathStart(uri);
        if (!uri.startsWith(ROOT, start)) {
            return false;
        }
        int query = uri.indexOf('?', start);
        int end = query < 0 ? uri.length() : query;
        int passStart = start + ROOT.length();
        int nameStart = nameStart(uri, passStart, end);
        int slash = uri.indexOf('/', nameStart);
        if (slash < 0 || slash >= end || !isOurs(uri, slash + 1, end)) {
            return false;
        }
        boolean named = isName(uri, nameStart, slash);
        HlsStream stream = named ? streams.apply(uri.substring(nameStart, slash)) : null;
        Exchange exchange = new Exchange(request, stream, date);
        if (stream != null) {
            stream.countRequest();
        }
        HttpMethod method = request.method();
        if (method.equals(HttpMethod.OPTIONS)) {
            exchange.preflight();
        } else if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            exchange.refuse(Problem.METHOD);
        } else if (stream == null) {
            boolean playlist = named && uri.startsWith(MediaPlaylist.SUFFIX, end - 5);
            String name = uri.substring(nameStart, slash);
            Future<Void> coming =
                    playlist && viewing.admits(name, pass(uri, passStart, nameStart))
                            ? summons.summon(name)
                            : null;
            if (coming == null) {
                exchange.refuse(Problem.NO_STREAM);
            } else {
                await(coming, request, exchange);
            }
        } else if (!viewing.admits(
                uri.substring(nameStart, slash), pass(uri, passStart, nameStart))) {
            exchange.refuse(Problem.FORBIDDEN);
        } else {
            serve(exchange, stream, uri.substring(slash + 1, end), uri, end + 1);
        }
        return true;
    }

    private static String pass(String uri, int passStart, int nameStart) {
        return nameStart == passStart ? "" : uri.substring(passStart + 1, nameStart - 1);
    }

    /** The first viewer of a stream waits until it has begun. */
    private void await(Future<Void> coming, HttpServerRequest request, Exchange exchange) {
        Context context = Vertx.currentContext();
        if (context == null) {
            throw new IllegalStateException("not on the event loop of a request");
        }
        coming.onComplete(begun ->
                context.runOnContext(_ -> {
                    if (begun.failed()) {
                        exchange.refuse(Problem.NO_STREAM);
                    } else {
                        handle(request);
                    }
                }));
    }

    /** Where the path begins: at once, or after the authority (RFC 9112, 3.2.2). */
    private static int pathStart(String uri) {
        if (uri.startsWith("/")) {
            return 0;
        }
        int authority = uri.indexOf("://");
        int path = authority < 0 ? -1 : uri.indexOf('/', authority + 3);
        return path < 0 ? uri.length() : path;
    }

    /**
     * Behind a pass, {@code ~<pass>/}, where there is one: it stands in the path, so that the
     * relative addresses in a playlist keep it.
     */
    private static int nameStart(String uri, int start, int end) {
        if (start >= end || uri.charAt(start) != PASS) {
            return start;
        }
        int slash = uri.indexOf('/', start);
        return slash < 0 || slash >= end ? start : slash + 1;
    }

    private static boolean isOurs(String uri, int start, int end) {
        return (uri.startsWith(".m4s", end - 4)
                        || uri.startsWith(MediaPlaylist.SUFFIX, end - 5)
                        || uri.startsWith(".mp4", end - 4)
                        || isFile(uri, start, end, DashManifest.NAME)
                        || isFile(uri, start, end, DashManifest.TIME))
                && uri.indexOf('/', start, end) < 0;
    }

    private static boolean isFile(String uri, int start, int end, String name) {
        return end - start == name.length() && uri.startsWith(name, start);
    }

    private static boolean isName(String uri, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = uri.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && (c < '0' || c > '9') && c != '-' && c != '_') {
                return false;
            }
        }
        return end > start && end - start <= MAX_NAME_LENGTH;
    }

    private void serve(
            Exchange exchange, HlsStream stream, String file, String uri, int queryStart) {
        if (file.equals(DashManifest.TIME)) {
            exchange.text(new PlaylistText(24).addTime(System.currentTimeMillis()).toString());
        } else if (file.equals(MultivariantPlaylist.NAME)) {
            multivariant(exchange, stream);
        } else if (file.equals(DashManifest.NAME)) {
            ifAdmitted(exchange, stream, () -> manifest(exchange, stream));
        } else if (file.endsWith(MediaPlaylist.SUFFIX)) {
            Directives directives = Directives.of(uri, queryStart);
            ifAdmitted(exchange, stream, () -> mediaPlaylist(exchange, stream, file, directives));
        } else {
            media(exchange, stream, file);
        }
    }

    /** A viewer is counted by its playlists and manifests, and is let in or not. */
    private static void ifAdmitted(Exchange exchange, HlsStream stream, Runnable answer) {
        Problem refusal = stream.refusal(exchange.address(), exchange.agent());
        if (refusal != null) {
            exchange.refuse(refusal);
        } else {
            answer.run();
        }
    }

    private void manifest(Exchange exchange, HlsStream stream) {
        boolean compressed = exchange.acceptsGzip();
        Buffer body = stream.dash().manifest(gzip, compressed);
        if (body != null) {
            exchange.manifest(body, compressed);
        } else if (stream.playlists().isEmpty()) {
            awaitStart(exchange, stream, () -> manifest(exchange, stream));
        } else {
            exchange.refuse(Problem.NOT_STARTED);
        }
    }

    private void multivariant(Exchange exchange, HlsStream stream) {
        Playlists playlists = stream.playlists();
        if (playlists.isEmpty()) {
            awaitStart(exchange, stream, () -> multivariant(exchange, stream));
            return;
        }
        Gzip coding = exchange.acceptsGzip() ? gzip : null;
        exchange.playlist(playlists.multivariant(coding), coding != null, Exchange.MOMENT);
    }

    private void mediaPlaylist(
            Exchange exchange, HlsStream stream, String file, Directives directives) {
        Playlists playlists = stream.playlists();
        int index = playlists.indexOf(file);
        if (index < 0) {
            if (!playlists.isEmpty()) {
                exchange.refuse(Problem.NO_FILE);
            } else if (!directives.valid()) {
                exchange.refuse(Problem.BAD_DIRECTIVES);
            } else {
                awaitStart(
                        exchange, stream, () -> mediaPlaylist(exchange, stream, file, directives));
            }
            return;
        }
        WindowSnapshot snapshot = playlists.snapshot(index);
        Directives heeded = snapshot.ended() ? Directives.ABSENT : directives;
        if (!heeded.valid()) {
            exchange.refuse(Problem.BAD_DIRECTIVES);
        } else if (heeded.blocks() && heeded.isTooFar(snapshot)) {
            exchange.refuse(Problem.TOO_FAR);
        } else if (!heeded.isSatisfied(snapshot)) {
            Rendition rendition = playlists.renditions().get(index);
            exchange.await(
                    stream,
                    () -> heeded.isSatisfied(rendition.snapshot()),
                    () -> mediaPlaylist(exchange, stream, file, directives),
                    Problem.LATE);
        } else {
            Gzip coding = exchange.acceptsGzip() ? gzip : null;
            exchange.playlist(
                    playlists.media(index, heeded.skip(), coding),
                    coding != null,
                    directives.blocks() ? Exchange.BLOCKED : Exchange.MOMENT);
        }
    }

    /** A player that comes right at the start need not try again. */
    private static void awaitStart(Exchange exchange, HlsStream stream, Runnable answer) {
        exchange.await(stream, () -> !stream.renditions().isEmpty(), answer, Problem.NOT_STARTED);
    }

    private static void media(Exchange exchange, HlsStream stream, String file) {
        List<Rendition> renditions = stream.renditions();
        for (Rendition rendition : renditions) {
            MediaName name = MediaName.of(file, rendition);
            if (name != null) {
                media(exchange, stream, rendition, name);
                return;
            }
        }
        exchange.refuse(Problem.NO_FILE);
    }

    private static void media(
            Exchange exchange, HlsStream stream, Rendition rendition, MediaName name) {
        // Asked before the media: what is not there and was not next will not come.
        WindowSnapshot snapshot = rendition.snapshot();
        ByteBuf media =
                switch (name.kind()) {
                    case INITIALIZATION -> MediaStore.initialization(rendition, name.number());
                    case SEGMENT -> MediaStore.segment(rendition, name.number());
                    case PART -> MediaStore.part(rendition, name.number(), name.part());
                };
        if (media != null) {
            exchange.media(media, rendition.configuration() instanceof VideoConfiguration);
        } else if (name.kind() == MediaName.Kind.PART && isHinted(snapshot, name)) {
            exchange.await(
                    stream,
                    () -> !isHinted(rendition.snapshot(), name),
                    () -> media(exchange, stream, rendition, name),
                    Problem.LATE);
        } else if (name.kind() == MediaName.Kind.SEGMENT
                && GrowingSegment.isGrowing(snapshot, name.number())) {
            GrowingSegment.send(exchange, stream, rendition, name.number());
        } else {
            exchange.refuse(Problem.NO_FILE);
        }
    }

    private static boolean isHinted(WindowSnapshot snapshot, MediaName name) {
        return !snapshot.ended()
                && name.number() == snapshot.nextSequence()
                && name.part() == snapshot.nextPart();
    }
}
