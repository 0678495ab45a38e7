package online.nexuscos.gateway.bridge;

import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import online.nexuscos.gateway.http.Responses;
import online.nexuscos.platform.bus.Answer;
import online.nexuscos.platform.bus.StreamLine;
import org.jspecify.annotations.Nullable;

/**
 * A stream over HTTP: its handler's thread waits where the other end is slow, so that a few pieces
 * are in memory whatever is sent. Made on the connection's event loop, and used by one thread.
 */
final class HttpLine implements StreamLine {
    /** Pieces on their way to the receiver; 64 KiB each. */
    private static final int MAX_UNSENT = 4;

    /** Pieces of a body that nobody has read yet. */
    private static final int MAX_UNREAD = 4;

    /** For one piece to leave or to come. */
    private static final long MAX_STALL_MS = 30_000;

    private static final long HTTP2_INTERNAL_ERROR = 2;

    /** No piece is empty but this one. */
    private static final Buffer END = Buffer.buffer();

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Context context;
    private final Direction direction;
    private final long maxStallMs;
    private final Semaphore room = new Semaphore(MAX_UNSENT);
    private final BlockingQueue<Buffer> received = new LinkedBlockingQueue<>();
    private volatile State state = State.OPEN;
    private @Nullable Buffer current;
    private int at;
    private Reading reading = Reading.UNBEGUN;

    private enum State {
        OPEN,
        GONE
    }

    private enum Reading {
        UNBEGUN,
        BEGUN,
        ENDED
    }

    /** What the line is for. */
    enum Direction {
        DOWNLOAD,
        UPLOAD
    }

    /** On a request that is paused, if there is a body to be read. */
    HttpLine(Vertx vertx, HttpServerRequest request, Direction direction) {
        this(vertx, request, direction, MAX_STALL_MS);
    }

    HttpLine(Vertx vertx, HttpServerRequest request, Direction direction, long maxStallMs) {
        this.request = request;
        this.direction = direction;
        this.maxStallMs = maxStallMs;
        response = request.response();
        context = vertx.getOrCreateContext();
        response.closeHandler(closed -> gone());
        response.exceptionHandler(failure -> gone());
        if (direction == Direction.UPLOAD) {
            request.exceptionHandler(failure -> gone());
            request.handler(this::received);
            request.endHandler(end -> received.add(END));
        }
    }

    private void received(Buffer piece) {
        if (piece.length() == 0) {
            request.fetch(1);
        } else {
            received.add(piece);
        }
    }

    private void gone() {
        state = State.GONE;
        room.release(MAX_UNSENT);
        received.add(END);
    }

    @Override
    public void answer(Answer answer) {
        context.runOnContext(ready -> {
            if (response.ended() || response.closed()) {
                return;
            }
            if (direction == Direction.UPLOAD && !request.isEnded()) {
                RequestBody.discard(request);
                request.resume();
                if (request.version() != HttpVersion.HTTP_2) {
                    response.headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
                }
            }
            Answers.send(request, answer);
        });
    }

    @Override
    public void begin(Answer.Head head, String mediaType) throws LineException {
        context.runOnContext(ready -> {
            if (response.ended() || response.closed()) {
                return;
            }
            response.setStatusCode(head.status());
            MultiMap headers = response.headers();
            headers.set(HttpHeaders.CONTENT_TYPE, mediaType)
                    .set(HttpHeaders.CACHE_CONTROL, Responses.NO_STORE)
                    .set(HttpHeaders.DATE, Responses.date());
            Answers.put(headers, head);
            if (request.method().equals(HttpMethod.HEAD)) {
                response.end();
            } else {
                response.setChunked(true);
            }
        });
        if (request.method().equals(HttpMethod.HEAD)) {
            throw new LineException(LineException.Cause.ENOUGH, "only the head was asked for");
        }
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws LineException {
        Buffer piece = Buffer.buffer(Arrays.copyOfRange(bytes, from, from + length));
        try {
            if (!room.tryAcquire(maxStallMs, TimeUnit.MILLISECONDS)) {
                throw new LineException(LineException.Cause.SLOW, "the receiver takes nothing");
            }
        } catch (InterruptedException e) {
            throw late();
        }
        if (state == State.GONE) {
            throw new LineException(LineException.Cause.GONE, "the receiver went away");
        }
        context.runOnContext(ready -> response.write(piece).onComplete(written -> room.release()));
    }

    @Override
    public void end() {
        context.runOnContext(ready -> {
            if (!response.ended() && !response.closed()) {
                response.end();
            }
        });
    }

    @Override
    public void abort() {
        context.runOnContext(ready -> {
            if (response.ended() || response.closed()) {
                return;
            }
            if (request.version() == HttpVersion.HTTP_2) {
                response.reset(HTTP2_INTERNAL_ERROR);
            } else {
                request.connection().close();
            }
        });
    }

    @Override
    public int read(byte[] into, int from, int length) throws LineException {
        Buffer piece = piece();
        if (piece == null) {
            return -1;
        }
        int count = Math.min(length, piece.length() - at);
        piece.getBytes(at, at + count, into, from);
        at += count;
        return count;
    }

    /** The piece that bytes are taken from; null at the end. */
    private @Nullable Buffer piece() throws LineException {
        Buffer piece = current;
        if (piece != null && at < piece.length()) {
            return piece;
        }
        if (reading == Reading.ENDED) {
            return null;
        }
        // As many more as were taken.
        fetch(reading == Reading.UNBEGUN ? MAX_UNREAD : 1);
        reading = Reading.BEGUN;
        Buffer next = next();
        if (next.length() == 0) {
            if (state == State.GONE) {
                throw new LineException(LineException.Cause.GONE, "the sender went away");
            }
            reading = Reading.ENDED;
            return null;
        }
        current = next;
        at = 0;
        return next;
    }

    private void fetch(long pieces) {
        boolean first = reading == Reading.UNBEGUN;
        context.runOnContext(ready -> {
            if (first && "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
                response.writeContinue();
            }
            request.fetch(pieces);
        });
    }

    private Buffer next() throws LineException {
        try {
            Buffer next = received.poll(maxStallMs, TimeUnit.MILLISECONDS);
            if (next == null) {
                throw new LineException(LineException.Cause.SLOW, "the sender sends nothing");
            }
            return next;
        } catch (InterruptedException e) {
            throw late();
        }
    }

    private static LineException late() {
        return new LineException(LineException.Cause.LATE, "the route's time is over");
    }
}
