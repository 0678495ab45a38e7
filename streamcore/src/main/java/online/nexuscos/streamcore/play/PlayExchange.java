package online.nexuscos.streamcore.play;

import static io.vertx.core.http.HttpHeaders.createOptimized;

import io.netty.buffer.ByteBuf;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.buffer.BufferInternal;
import online.nexuscos.platform.problem.Problem;
import online.nexuscos.streamcore.hub.Introduction;
import online.nexuscos.streamcore.media.Epoch;
import org.jspecify.annotations.Nullable;

/** One request for a stream as it comes, whose answer does not end before the stream does. */
final class PlayExchange implements ViewerSink {
    /** Media that waits in the connection for the socket; the rest waits with the viewer. */
    static final int MAX_UNWRITTEN_BYTES = 512 * 1024;

    /** Of what a client says of itself. */
    private static final int MAX_TEXT_LENGTH = 1024;

    private static final CharSequence ALLOWED = createOptimized("GET, HEAD, OPTIONS");
    private static final CharSequence NO_STORE = createOptimized("no-store");
    private static final CharSequence ANY = createOptimized("*");
    private static final CharSequence PROBLEM = createOptimized(Problem.MEDIA_TYPE);
    private static final CharSequence DAY = createOptimized("86400");
    private static final CharSequence ALLOWED_HEADERS = createOptimized("Range, *");

    private static final CharSequence RETRY_SECONDS = createOptimized("5");
    private static final int UNAVAILABLE = 503;

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final PlayForm form;

    PlayExchange(HttpServerRequest request, PlayForm form) {
        this.request = request;
        this.form = form;
        response = request.response();
    }

    /** Who was let in with this answer to go to. */
    void seat(Viewer viewer) {
        response.setWriteQueueMaxSize(MAX_UNWRITTEN_BYTES);
        response.drainHandler(_ -> viewer.drain());
        response.closeHandler(_ -> viewer.leave());
        response.exceptionHandler(_ -> viewer.leave());
    }

    /** Answers a CORS preflight. */
    void preflight() {
        MultiMap headers = headers();
        headers.add(HttpHeaders.ALLOW, ALLOWED);
        headers.add(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, ALLOWED);
        headers.add(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED_HEADERS);
        headers.add(HttpHeaders.ACCESS_CONTROL_MAX_AGE, DAY);
        response.setStatusCode(204).end();
    }

    /** What kind of thing is here, whether or not the stream is live. */
    void head() {
        headers().add(HttpHeaders.CONTENT_TYPE, form.mediaType());
        response.end();
    }

    void refuseMethod() {
        response.headers().add(HttpHeaders.ALLOW, ALLOWED);
        refuse(Problem.methodNotAllowed("Use GET, HEAD or OPTIONS."));
    }

    private void refuse(Problem problem) {
        if (problem.status() == UNAVAILABLE) {
            response.headers().add(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        headers().add(HttpHeaders.CONTENT_TYPE, PROBLEM);
        response.setStatusCode(problem.status()).end(problem.toJson());
    }

    private MultiMap headers() {
        return response.headers()
                .add(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .add(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, ANY);
    }

    @Override
    public String name() {
        return form.label() + ' ' + request.remoteAddress();
    }

    @Override
    public String address() {
        return String.valueOf(request.remoteAddress());
    }

    @Override
    public Introduction introduction() {
        return introduction(request);
    }

    /** What a request says, in RTMP's terms. */
    static Introduction introduction(HttpServerRequest request) {
        String query = request.query();
        return new Introduction(
                "live",
                brief(request.getHeader(HttpHeaders.USER_AGENT)),
                "",
                brief(request.scheme() + "://" + request.authority() + "/live"),
                brief(request.getHeader(HttpHeaders.REFERER)),
                brief(query),
                "");
    }

    private static String brief(@Nullable String text) {
        String said = text == null ? "" : text;
        return said.substring(0, Math.min(said.length(), MAX_TEXT_LENGTH));
    }

    @Override
    public void begin() {
        headers().add(HttpHeaders.CONTENT_TYPE, form.mediaType());
        if (request.version() == HttpVersion.HTTP_1_0) {
            // The end of the connection is the end of the body; the head goes with the first bytes.
            response.headers().add(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            return;
        }
        if (request.version() == HttpVersion.HTTP_1_1) {
            response.setChunked(true);
        }
        var _ = response.writeHead();
    }

    @Override
    public boolean takes(Epoch epoch) {
        // Nothing in HTTP lets a player say which codecs it takes.
        return true;
    }

    @Override
    public boolean isWritable() {
        return !response.writeQueueFull();
    }

    @Override
    public void write(ByteBuf bytes) {
        // The buffer that Vert.x makes of it cannot be released: the reference is ours to the end.
        var _ = response.write(buffer(bytes)).onComplete(_ -> bytes.release());
    }

    static Buffer buffer(ByteBuf bytes) {
        return BufferInternal.buffer(bytes);
    }

    @Override
    public void flush() {
        // Vert.x has written it.
    }

    @Override
    public void end(Ending ending) {
        if (response.closed() || response.ended()) {
            return;
        }
        if (response.headWritten()) {
            end(response, ending);
            return;
        }
        Problem problem = problem(ending);
        if (problem == null) {
            var _ = request.connection().close();
        } else {
            refuse(problem);
        }
    }

    /** A stream that has ended ends well; what broke off must not look so. */
    private void end(HttpServerResponse begun, Ending ending) {
        if (ending == Ending.STREAM_ENDED) {
            begun.end();
        } else {
            var _ = begun.reset();
        }
    }

    private static @Nullable Problem problem(Ending ending) {
        return switch (ending) {
            case LEFT -> null;
            case STREAM_ENDED, NOT_LIVE -> Problem.notFound("No such stream is live.");
            case FORBIDDEN ->
                    Problem.of(403, "This stream takes a signed path that is still good.");
            case SENT_AWAY -> Problem.of(403, ending.text());
            case CROWDED -> Problem.of(503, "Too many viewers wait for streams.");
            case FULL -> Problem.of(503, "There is no room for one more viewer.");
            case TOO_SLOW -> Problem.of(503, "The connection is too slow for this stream.");
            case UNFIT, UNTAKEN ->
                    Problem.of(406, "The stream's codec cannot be played in this form.");
            case FAILED -> Problem.internal();
        };
    }
}
