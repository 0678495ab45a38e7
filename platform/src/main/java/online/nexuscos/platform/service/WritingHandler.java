package online.nexuscos.platform.service;

import online.nexuscos.platform.sql.Transaction;

/**
 * Answers a call that writes. All that it does in the transaction is committed together with the
 * idempotency key, the events and the audit lines, or nothing is. It may run several times, where
 * another transaction was in its way: it changes nothing but the transaction.
 *
 * @param <I> a record
 * @param <O> a record
 */
@FunctionalInterface
public interface WritingHandler<I, O> {
    /**
     * Answers.
     *
     * @throws online.nexuscos.platform.problem.ProblemException for what is the caller's to mend;
     *     nothing is kept then
     */
    O handle(Call<I> call, Transaction transaction) throws Exception;
}
