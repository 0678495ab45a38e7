package online.nexuscos.streamcore.hls;

import static io.vertx.core.http.HttpHeaders.createOptimized;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One request for a file of a stream, and the ways to answer it. On the viewer's event loop. */
final class Exchange {
    static final CharSequence ALLOWED = createOptimized("GET, HEAD, OPTIONS");

    /** A playlist that changes with each part. */
    static final CharSequence MOMENT = createOptimized("max-age=1");

    /** An answer that took a wait: no later answer to the same address can be older. */
    static final CharSequence BLOCKED =
            createOptimized("max-age=" + 6 * MediaPlaylist.TARGET_DURATION);

    private static final CharSequence FOREVER = createOptimized("public, max-age=3600, immutable");
    private static final CharSequence RETRY_SECONDS = createOptimized("10");
    private static final CharSequence NO_STORE = createOptimized("no-store");

    /** Each viewer asks for the latest; a cache on the way may serve many with the same. */
    static final CharSequence LATEST = createOptimized("public, max-age=0, s-maxage=1");

    private static final CharSequence MANIFEST_TYPE = createOptimized("application/dash+xml");
    private static final CharSequence TEXT_TYPE = createOptimized("text/plain; charset=utf-8");
    private static final CharSequence PLAYLIST_TYPE =
            createOptimized("application/vnd.apple.mpegurl");
    private static final CharSequence PROBLEM_TYPE = createOptimized("application/problem+json");
    private static final CharSequence VIDEO_TYPE = createOptimized("video/mp4");
    private static final CharSequence AUDIO_TYPE = createOptimized("audio/mp4");

    private static final CharSequence EXPOSE_HEADERS =
            createOptimized("access-control-expose-headers");
    private static final CharSequence ANY = createOptimized("*");
    private static final CharSequence EXPOSED =
            createOptimized("Date, Content-Length, Content-Range");
    private static final CharSequence ALLOWED_HEADERS = createOptimized("Range, *");
    private static final CharSequence DAY = createOptimized("86400");
    private static final CharSequence RANGE = createOptimized("range");
    private static final CharSequence IF_RANGE = createOptimized("if-range");
    private static final CharSequence ACCEL_BUFFERING = createOptimized("x-accel-buffering");
    private static final CharSequence OFF = createOptimized("no");
    private static final CharSequence BYTES = createOptimized("bytes");
    private static final CharSequence GZIP_CODING = createOptimized("gzip");
    private static final CharSequence ACCEPT_ENCODING = createOptimized("accept-encoding");

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final @Nullable HlsStream stream;
    private final HttpDate date;
    private final boolean headOnly;

    /**
     * @param stream null where the request names none that is live
     */
    Exchange(HttpServerRequest request, @Nullable HlsStream stream, HttpDate date) {
        this.request = request;
        this.stream = stream;
        this.date = date;
        response = request.response();
        headOnly = request.method().equals(HttpMethod.HEAD);
    }

    /** The viewer takes gzip (RFC 9110, 12.5.3). */
    boolean acceptsGzip() {
        String accepted = request.headers().get(ACCEPT_ENCODING);
        int at = accepted == null ? -1 : accepted.indexOf("gzip");
        if (accepted == null || at < 0) {
            return false;
        }
        int comma = accepted.indexOf(',', at);
        int zero = accepted.indexOf("q=0", at);
        if (zero < 0 || (comma >= 0 && zero > comma)) {
            return true;
        }
        int end = comma < 0 ? accepted.length() : comma;
        for (int i = zero + 3; i < end; i++) {
            if (accepted.charAt(i) >= '1' && accepted.charAt(i) <= '9') {
                return true;
            }
        }
        return false;
    }

    @Nullable String address() {
        return request.remoteAddress() == null ? null : request.remoteAddress().hostAddress();
    }

    @Nullable String agent() {
        return request.headers().get(HttpHeaders.USER_AGENT);
    }

    /** Answers a CORS preflight. */
    void preflight() {
        MultiMap headers = headers(NO_STORE);
        headers.add(HttpHeaders.ALLOW, ALLOWED);
        headers.add(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, ALLOWED);
        headers.add(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED_HEADERS);
        headers.add(HttpHeaders.ACCESS_CONTROL_MAX_AGE, DAY);
        response.setStatusCode(204).end();
    }

    void refuse(Problem problem) {
        MultiMap headers = headers(NO_STORE);
        headers.add(HttpHeaders.CONTENT_TYPE, PROBLEM_TYPE);
        if (problem == Problem.METHOD) {
            headers.add(HttpHeaders.ALLOW, ALLOWED);
        }
        if (problem == Problem.FULL || problem == Problem.BUSY) {
            headers.add(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        if (stream != null) {
            stream.countError();
        }
        response.setStatusCode(problem.status());
        end(Buffer.buffer(problem.body()));
    }

    void playlist(Buffer body, boolean compressed, CharSequence caching) {
        document(body, compressed, PLAYLIST_TYPE, caching);
    }

    void manifest(Buffer body, boolean compressed) {
        document(body, compressed, MANIFEST_TYPE, LATEST);
    }

    /** A few words that hold for this moment alone. */
    void text(String words) {
        headers(NO_STORE).add(HttpHeaders.CONTENT_TYPE, TEXT_TYPE);
        end(Buffer.buffer(words));
    }

    private void document(
            Buffer body, boolean compressed, CharSequence type, CharSequence caching) {
        MultiMap headers = headers(caching);
        headers.add(HttpHeaders.CONTENT_TYPE, type);
        headers.add(HttpHeaders.VARY, ACCEPT_ENCODING);
        if (compressed) {
            headers.add(HttpHeaders.CONTENT_ENCODING, GZIP_CODING);
        }
        end(body);
    }

    /** Takes over the media's reference and gives it back when all is sent, or cannot be. */
    void media(ByteBuf media, boolean video) {
        ByteBuf body = media;
        String asked = request.headers().get(RANGE);
        // Without a validator to compare with, If-Range means the whole.
        boolean whole = asked == null || request.headers().contains(IF_RANGE);
        int size = media.readableBytes();
        ByteRange range = asked == null || whole ? null : ByteRange.of(asked, size);
        if (range != null && range.length() == 0) {
            media.release();
            response.headers().add(HttpHeaders.CONTENT_RANGE, "bytes */" + size);
            refuse(Problem.RANGE);
            return;
        }
        MultiMap headers = headers(FOREVER);
        headers.add(HttpHeaders.CONTENT_TYPE, video ? VIDEO_TYPE : AUDIO_TYPE);
        headers.add(HttpHeaders.ACCEPT_RANGES, BYTES);
        if (range != null) {
            int last = range.start() + range.length() - 1;
            response.setStatusCode(206);
            headers.add(
                    HttpHeaders.CONTENT_RANGE, "bytes " + range.start() + '-' + last + '/' + size);
            body = media.slice(media.readerIndex() + range.start(), range.length());
        }
        // The buffer that Vert.x makes of it cannot be released: the reference is ours to the end.
        boolean handedOver = false;
        try {
            end(BufferInternal.buffer(body)).onComplete(sent -> media.release());
            handedOver = true;
        } finally {
            if (!handedOver) {
                media.release();
            }
        }
    }

    /** The head of media that is sent piece by piece; those who want it alone have it at once. */
    void beginMedia(boolean video) {
        MultiMap headers = headers(FOREVER);
        headers.add(HttpHeaders.CONTENT_TYPE, video ? VIDEO_TYPE : AUDIO_TYPE);
        // Nginx, in between, would wait for its buffers to fill.
        headers.add(ACCEL_BUFFERING, OFF);
        response.setChunked(true);
    }

    /** Takes over the reference, as {@link #media} does. */
    void writeMedia(ByteBuf media) {
        if (response.closed() || headOnly) {
            media.release();
            return;
        }
        boolean handedOver = false;
        try {
            if (stream != null) {
                stream.countBytes(media.readableBytes());
            }
            response.write(BufferInternal.buffer(media)).onComplete(sent -> media.release());
            handedOver = true;
        } finally {
            if (!handedOver) {
                media.release();
            }
        }
    }

    void endMedia() {
        if (!response.closed()) {
            response.end();
        }
    }

    /** Breaks off what was begun, so that the viewer sees that something is missing. */
    void cut() {
        if (stream != null) {
            stream.countError();
        }
        response.reset();
    }

    /** The viewer has gone. */
    boolean isClosed() {
        return response.closed();
    }

    boolean isHeadOnly() {
        return headOnly;
    }

    private MultiMap headers(CharSequence caching) {
        MultiMap headers = response.headers();
        headers.add(HttpHeaders.DATE, date.now());
        headers.add(HttpHeaders.CACHE_CONTROL, caching);
        headers.add(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, ANY);
        headers.add(EXPOSE_HEADERS, EXPOSED);
        return headers;
    }

    private Future<Void> end(Buffer body) {
        if (headOnly) {
            response.headers().add(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
            return response.end();
        }
        if (stream != null) {
            stream.countBytes(body.length());
        }
        return response.end(body);
    }

    /**
     * Lets the request wait until {@code ready}; then {@code answer} is run, or it is refused with
     * {@code late}.
     */
    void await(HlsStream of, BooleanSupplier ready, Runnable answer, Problem late) {
        if (of.hasRoom()) {
            await(of, ready, answer, () -> refuse(late));
        } else {
            refuse(Problem.CROWDED);
        }
    }

    /** As above, for one that is being answered already, and so has its place. */
    void await(HlsStream of, BooleanSupplier ready, Runnable answer, Runnable late) {
        WaitingRoom room =
                of.room(((HttpServerRequestInternal) request).context().nettyEventLoop());
        Waiter waiter = new Waiter(ready, answer, late);
        room.enter(waiter);
        if (waiter.isReady()) {
            // The change came before the room knew of this waiter.
            room.leave(waiter);
            waiter.answer();
        } else {
            response.closeHandler(closed -> room.leave(waiter));
        }
    }
}
