package online.nexuscos.platform.problem;

import java.io.Serial;
import java.time.Duration;
import java.util.Optional;

/** A request cannot be done, for a reason that its caller may know. */
public final class ProblemException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    private final transient Problem problem;
    private final transient Optional<Duration> retryAfter;

    public ProblemException(Problem problem) {
        this(problem, Optional.empty());
    }

    private ProblemException(Problem problem, Optional<Duration> retryAfter) {
        // An answer, not a failure: nobody reads the stack.
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    /**
     * With the title of the status.
     *
     * @param status 400 to 599
     * @param detail for a person; no secrets
     */
    public static ProblemException of(int status, String detail) {
        return new ProblemException(Problem.of(status, detail));
    }

    /**
     * With the title of the status, of one field.
     *
     * @param field the input's field at fault, {@code legs[0].amount}
     */
    public static ProblemException of(int status, String field, String detail) {
        return new ProblemException(Problem.of(status, detail).at(field));
    }

    /** The same, with a {@code Retry-After}. */
    public ProblemException retryAfter(Duration pause) {
        return new ProblemException(problem, Optional.of(pause));
    }

    public Problem problem() {
        return problem;
    }

    /** When a later try may do better. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
