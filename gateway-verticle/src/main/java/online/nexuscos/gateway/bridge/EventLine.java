package online.nexuscos.gateway.bridge;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import online.nexuscos.gateway.bridge.RouteTree.Target;
import online.nexuscos.gateway.http.RequestId;
import online.nexuscos.gateway.http.Responses;
import online.nexuscos.platform.bus.ServiceBus;
import online.nexuscos.platform.problem.Problem;
import online.nexuscos.platform.service.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Tells one topic to one client as <a
 * href="https://html.spec.whatwg.org/multipage/server-sent-events.html">server-sent events</a>: the
 * event {@code snapshot}, then {@code change} after {@code change}. The id of each is {@code
 * epoch:number}. Lives on the connection's event loop.
 */
final class EventLine implements TopicMember.Receiver {
    static final String MEDIA_TYPE = "text/event-stream";

    /** Shorter than proxies and the idle time of a connection. */
    private static final long HEARTBEAT_MS = 15_000;

    /** How often it is looked whether the client may still see it. */
    private static final long RECHECK_MS = 5_000;

    /** Bytes that wait for a client that reads too slowly. */
    private static final int MAX_QUEUE_BYTES = 1 << 20;

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final boolean secret;
    private final Runnable closed;
    private final Context context;
    private @Nullable TopicMember member;
    private int queuedBytes;
    private State state = State.JOINING;
    private long heartbeat;
    private long recheck;
    private long end;

    private enum State {
        /** A problem can still be told. */
        JOINING,
        OPEN,
        CLOSED
    }

    /** Where a client was when it lost the line. */
    private record Place(String epoch, long number) {
        static final Place NONE = new Place("", 0);

        /** What is no id of ours is no place. */
        static Place of(@Nullable String id) {
            int colon = id == null ? -1 : id.lastIndexOf(':');
            if (id == null || colon < 0 || id.length() - colon > 19) {
                return NONE;
            }
            try {
                return new Place(id.substring(0, colon), Long.parseLong(id.substring(colon + 1)));
            } catch (NumberFormatException e) {
                return NONE;
            }
        }
    }

    /**
     * @param secret whether the client may lose the right to see it
     * @param closed told once, at the end
     */
    EventLine(Vertx vertx, HttpServerRequest request, boolean secret, Runnable closed) {
        this.vertx = vertx;
        this.request = request;
        this.secret = secret;
        this.closed = closed;
        response = request.response();
        context = vertx.getOrCreateContext();
    }

    /** Joins the topic, and answers when that has worked, or not. */
    void follow(
            ServiceBus bus, Target target, String topic, Supplier<Future<Principal>> principal) {
        Place last = Place.of(request.getHeader("last-event-id"));
        response.closeHandler(gone -> close());
        response.exceptionHandler(gone -> close());
        TopicMember joining =
                new TopicMember(
                        vertx,
                        bus,
                        target.service(),
                        topic,
                        principal,
                        RequestId.of(request),
                        this,
                        last.epoch(),
                        last.number());
        member = joining;
        Duration patience = target.route().patience();
        heartbeat = vertx.setPeriodic(HEARTBEAT_MS, timer -> write(":\n\n"));
        end = vertx.setTimer(patience.toMillis(), timer -> close());
        recheck =
                vertx.setPeriodic(
                        RECHECK_MS,
                        timer -> {
                            joining.checkNode();
                            if (secret) {
                                joining.checkPermission();
                            }
                        });
    }

    @Override
    public void snapshot(String epoch, long number, JsonObject data) {
        tell("snapshot", epoch, number, data.encode());
    }

    @Override
    public void resumed(String epoch, long number) {
        open();
    }

    @Override
    public void change(String epoch, long number, Object data) {
        String text = data instanceof JsonObject json ? json.encode() : String.valueOf(data);
        tell("change", epoch, number, text);
    }

    /** JSON has no line breaks outside of its texts, and those are escaped. */
    private void tell(String event, String epoch, long number, String data) {
        open();
        write("event: " + event + "\nid: " + epoch + ':' + number + "\ndata: " + data + "\n\n");
    }

    private void open() {
        if (state != State.JOINING) {
            return;
        }
        state = State.OPEN;
        response.setStatusCode(200).setChunked(true);
        response.headers()
                .set(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
                .set(HttpHeaders.CACHE_CONTROL, Responses.NO_STORE)
                .set(HttpHeaderNames.DATE, Responses.date())
                // nginx would keep events back until its buffer is full.
                .set("x-accel-buffering", "no");
        write("retry: 2000\n\n");
    }

    private void write(String text) {
        if (state != State.OPEN) {
            return;
        }
        if (queuedBytes + text.length() > MAX_QUEUE_BYTES) {
            tooSlow();
            return;
        }
        queuedBytes += text.length();
        response.write(text)
                .onComplete(written -> context.runOnContext(ready -> queuedBytes -= text.length()));
    }

    @Override
    public void left(int status, String reason) {
        if (state == State.JOINING) {
            state = State.CLOSED;
            release();
            Responses.problem(request, Problem.of(status, reason));
        } else {
            // A client that comes back gets the problem.
            close();
        }
    }

    @Override
    public void tooSlow() {
        State before = state;
        close();
        if (before == State.OPEN) {
            // What waits would still go out.
            var _ = request.connection().close();
        }
    }

    private void close() {
        if (state == State.CLOSED) {
            return;
        }
        State before = state;
        state = State.CLOSED;
        release();
        if (response.ended() || response.closed()) {
            return;
        }
        if (before == State.OPEN) {
            var _ = response.end();
        } else {
            Responses.problem(request, Problem.of(503, "This topic changes too fast."));
        }
    }

    private void release() {
        Optional.ofNullable(member).ifPresent(TopicMember::leave);
        vertx.cancelTimer(heartbeat);
        vertx.cancelTimer(recheck);
        vertx.cancelTimer(end);
        closed.run();
    }
}
