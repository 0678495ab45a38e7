package online.nexuscos.platform.service;

/**
 * A route of another service. Calls wait for the answer: they are for virtual threads. What can be
 * repeated is tried on another instance when one fails.
 */
public interface Remote<I, O> {
    /**
     * Calls in the name of whom the given call is made for, in its trace.
     *
     * @param path the values of the path, in order
     * @throws online.nexuscos.platform.problem.ProblemException as the other service answered; 503
     *     where it did not
     */
    O call(Call<?> from, I input, String... path);

    /** Calls in the program's own name. */
    O callAsSystem(I input, String... path);
}
