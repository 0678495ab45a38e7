package online.nexuscos.gateway.http;

import static io.vertx.core.http.HttpHeaders.createOptimized;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import online.nexuscos.platform.problem.Problem;

/** The forms in which all but media is answered. */
public final class Responses {
    public static final CharSequence NO_STORE = createOptimized("no-store");
    private static final CharSequence JSON = createOptimized("application/json");
    private static final CharSequence PROBLEM = createOptimized(Problem.MEDIA_TYPE);

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    private record Written(long second, String date) {}

    private static volatile Written written = new Written(Long.MIN_VALUE, "");

    private Responses() {}

    /** Answers 200. */
    public static void json(HttpServerRequest request, JsonObject body) {
        MultiMap headers = request.response().headers();
        headers.set(HttpHeaders.CONTENT_TYPE, JSON);
        headers.set(HttpHeaders.CACHE_CONTROL, NO_STORE);
        end(request, body.toBuffer());
    }

    /** Answers with the problem's status. */
    public static void problem(HttpServerRequest request, Problem problem) {
        HttpServerResponse response = request.response().setStatusCode(problem.status());
        MultiMap headers = response.headers();
        headers.set(HttpHeaders.CONTENT_TYPE, PROBLEM);
        headers.set(HttpHeaders.CACHE_CONTROL, NO_STORE);
        end(request, Buffer.buffer(problem.toJson()));
    }

    /** As {@link #problem}, without waiting for a body that nobody reads. */
    public static void refuse(HttpServerRequest request, Problem problem) {
        if (request.version() != HttpVersion.HTTP_2) {
            request.response().headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        problem(request, problem);
    }

    /** The moment, as RFC 9110, 5.6.7 wants it: written once a second, not for each answer. */
    public static String date() {
        long second = System.currentTimeMillis() / 1000;
        Written last = written;
        if (last.second != second) {
            Instant moment = Instant.ofEpochSecond(second);
            last = new Written(second, DATE.format(moment.atOffset(ZoneOffset.UTC)));
            written = last;
        }
        return last.date;
    }

    /** Ends with this body, or with its length alone when only the head was asked for. */
    public static void end(HttpServerRequest request, Buffer body) {
        HttpServerResponse response = request.response();
        response.headers().set(HttpHeaders.DATE, date());
        if (request.method().equals(HttpMethod.HEAD)) {
            response.headers().set(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
            response.end();
        } else {
            response.end(body);
        }
    }
}
