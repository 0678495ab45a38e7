package online.nexuscos.gateway.bridge;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import online.nexuscos.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** Reads a body of JSON, no more of it than may be. */
final class RequestBody {
    private static final long MAX_DISCARDED_BYTES = 8 << 20;
    private static final Buffer EMPTY = Buffer.buffer();

    private RequestBody() {}

    /**
     * Reads {@code maxBytes} at most. Fails with a {@code ProblemException}: 413 for one too long,
     * 415 for one of another type, 400 for a line that broke.
     */
    static Future<Buffer> read(HttpServerRequest request, long maxBytes) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && exceeds(length, maxBytes)) {
            discard(request);
            return Future.failedFuture(tooLong(maxBytes));
        }
        boolean json = isJson(request.getHeader(HttpHeaders.CONTENT_TYPE));
        if (!json && length != null && !length.equals("0")) {
            return Future.failedFuture(alien());
        }
        Promise<Buffer> body = Promise.promise();
        Buffer received = Buffer.buffer();
        request.exceptionHandler(
                failure -> body.tryFail(ProblemException.of(400, "The body broke off.")));
        request.handler(bytes -> {
            if (received.length() + bytes.length() > maxBytes) {
                discard(request);
                body.tryFail(tooLong(maxBytes));
            } else {
                received.appendBuffer(bytes);
            }
        });
        request.endHandler(end -> {
            if (received.length() > 0 && !json) {
                body.tryFail(alien());
            } else {
                body.tryComplete(received.length() == 0 ? EMPTY : received);
            }
        });
        return body.future();
    }

    /** Whoever reads the answer stops; whoever sends on and on is cut off. */
    static void discard(HttpServerRequest request) {
        AtomicLong discarded = new AtomicLong();
        request.handler(rest -> {
            if (discarded.addAndGet(rest.length()) > MAX_DISCARDED_BYTES) {
                request.connection().close();
            }
        });
    }

    static boolean exceeds(String length, long maxBytes) {
        try {
            return Long.parseLong(length) > maxBytes;
        } catch (NumberFormatException e) {
            return true;
        }
    }

    /** RFC 8259 has no other encoding than UTF-8. */
    private static boolean isJson(@Nullable String type) {
        if (type == null) {
            return false;
        }
        String[] parts = type.toLowerCase(Locale.ROOT).split(";", 2);
        String parameters = parts.length == 1 ? "" : parts[1].strip().replace("\"", "");
        return parts[0].strip().equals("application/json")
                && (parameters.isEmpty() || parameters.equals("charset=utf-8"));
    }

    private static ProblemException tooLong(long maxBytes) {
        return ProblemException.of(413, "A body may have " + maxBytes + " bytes here at most.");
    }

    private static ProblemException alien() {
        return ProblemException.of(415, "The body is to be application/json.");
    }
}
