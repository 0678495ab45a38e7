package online.nexuscos.platform.service;

import java.io.OutputStream;

/**
 * Answers a call with bytes, as many as there are; plain sequential code on a virtual thread.
 *
 * @param <I> a record
 */
@FunctionalInterface
public interface DownloadHandler<I> {
    /**
     * Writes the answer. A write waits where the receiver is slow, and fails once it has gone.
     * Status and headers of {@link Call#reply} count until the first 64 KiB are full.
     *
     * @param to need not be closed
     * @throws online.nexuscos.platform.problem.ProblemException for what is the caller's to mend;
     *     once bytes have left, the line breaks off instead, so that nobody takes a part for the
     *     whole
     */
    void handle(Call<I> call, OutputStream to) throws Exception;
}
