package online.nexuscos.platform.bus;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import online.nexuscos.platform.problem.Problem;
import online.nexuscos.platform.problem.ProblemException;

/**
 * What comes back.
 *
 * @param body a problem from status 400 on, else a record as JSON, or empty; not to be changed
 */
public record Answer(Head head, Buffer body) {
    private static final String RETRY_AFTER = "retry-after";

    /**
     * All but the body.
     *
     * @param refused nothing was done, so the same may be asked of another instance
     */
    public record Head(int status, List<Header> headers, boolean refused) {
        public Head {
            headers = List.copyOf(headers);
        }
    }

    public record Header(String name, String value) {}

    public int status() {
        return head.status();
    }

    static Answer of(int status, Buffer body) {
        return new Answer(new Head(status, List.of(), false), body);
    }

    public static Answer of(Problem problem) {
        return of(problem.status(), Buffer.buffer(problem.toJson()));
    }

    public static Answer of(ProblemException failure) {
        Problem problem = failure.problem();
        List<Header> headers =
                failure.retryAfter()
                        .map(pause -> List.of(new Header(RETRY_AFTER, seconds(pause))))
                        .orElse(List.of());
        return new Answer(
                new Head(problem.status(), headers, false), Buffer.buffer(problem.toJson()));
    }

    /** 503, and worth a try a second later. */
    public static Answer unavailable(String detail) {
        return of(ProblemException.of(503, detail).retryAfter(Duration.ofSeconds(1)));
    }

    /** 503 without having begun. */
    static Answer refused(String detail) {
        Answer answer = unavailable(detail);
        return new Answer(new Head(answer.status(), answer.head.headers(), true), answer.body);
    }

    /** Rounded up: RFC 9110, 10.2.3 knows whole seconds alone. */
    private static String seconds(Duration pause) {
        return Long.toString(Math.max(1, (pause.toMillis() + 999) / 1000));
    }
}
