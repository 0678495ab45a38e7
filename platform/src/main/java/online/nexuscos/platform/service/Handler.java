package online.nexuscos.platform.service;

/**
 * Answers a call; plain sequential code on a virtual thread of its own, which may wait.
 *
 * @param <I> a record
 * @param <O> a record
 */
@FunctionalInterface
public interface Handler<I, O> {
    /**
     * Answers.
     *
     * @throws online.nexuscos.platform.problem.ProblemException for what is the caller's to mend;
     *     anything else is answered with 500 and logged
     */
    O handle(Call<I> call) throws Exception;
}
