package online.nexuscos.platform.service;

import java.io.InputStream;

/**
 * Takes bytes, as many as the route allows; plain sequential code on a virtual thread.
 *
 * @param <I> a record, filled from path and query
 * @param <O> a record
 */
@FunctionalInterface
public interface UploadHandler<I, O> {
    /**
     * Reads the body and answers. A read waits for the sender, and fails with {@code IOException}
     * once it has gone or is too slow, and with 413 beyond the route's size. What is not read is
     * thrown away.
     *
     * @throws online.nexuscos.platform.problem.ProblemException for what is the caller's to mend
     */
    O handle(Call<I> call, InputStream from) throws Exception;
}
