package online.nexuscos.gateway.bridge;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import online.nexuscos.gateway.http.Responses;
import online.nexuscos.platform.bus.Answer;
import online.nexuscos.platform.problem.Problem;
import online.nexuscos.platform.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a service's answer as HTTP. */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence PROBLEM = HttpHeaders.createOptimized(Problem.MEDIA_TYPE);
    private static final CharSequence AUTHENTICATE =
            HttpHeaders.createOptimized("www-authenticate");
    private static final CharSequence BEARER = HttpHeaders.createOptimized("Bearer");

    private Answers() {}

    static void fail(HttpServerRequest request, Throwable failure) {
        if (request.response().ended() || request.response().closed()) {
            return;
        }
        if (failure instanceof ProblemException problem) {
            if (problem.problem().status() == 413) {
                Responses.refuse(request, problem.problem());
            } else {
                send(request, Answer.of(problem));
            }
        } else {
            LOG.error("{} failed", request.path(), failure);
            Responses.refuse(request, Problem.internal());
        }
    }

    static void send(HttpServerRequest request, Answer answer) {
        HttpServerResponse response = request.response().setStatusCode(answer.status());
        MultiMap headers = response.headers();
        if (answer.body().length() > 0) {
            headers.set(HttpHeaders.CONTENT_TYPE, answer.status() >= 400 ? PROBLEM : JSON);
        }
        headers.set(HttpHeaders.CACHE_CONTROL, Responses.NO_STORE);
        if (answer.status() == 401) {
            headers.set(AUTHENTICATE, BEARER);
        }
        put(headers, answer.head());
        if (answer.status() == 204 || answer.status() == 304) {
            headers.set(HttpHeaders.DATE, Responses.date());
            response.end();
        } else {
            Responses.end(request, answer.body());
        }
    }

    /** Those that the service set. */
    static void put(MultiMap headers, Answer.Head head) {
        for (Answer.Header header : head.headers()) {
            if (header.name().equals("set-cookie")) {
                headers.add(HttpHeaders.SET_COOKIE, header.value());
            } else {
                headers.set(header.name(), header.value());
            }
        }
    }
}
