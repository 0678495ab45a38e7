package online.nexuscos.platform.sql;

import java.util.Optional;

/**
 * Lets a request be sent twice and done once. The first statement of the request's transaction is
 * {@link #begin}; {@link #keep} or {@link #keepSecret} comes last, so that the answer commits with
 * the work. Work that fails leaves nothing: the same key may be tried again.
 */
public final class Idempotency {
    private Idempotency() {}

    /** What is known of a key. */
    public sealed interface Outcome {
        /** Nothing: the work is to be done, and nobody else is at it. */
        record First() implements Outcome {}

        /** It was done: this is the answer, byte for byte. */
        record Repeated(Answer answer) implements Outcome {}

        /** It was done, and its answer showed a secret, which is shown once: 409. */
        record Shown(int status) implements Outcome {}

        /** It is being done right now: 409. */
        record Running() implements Outcome {}

        /** The key was used for another request: 422. */
        record OtherRequest() implements Outcome {}
    }

    public static Outcome begin(Transaction transaction, IdempotentRequest request) {
        // Held until the commit; the next statement sees what the holder before has committed.
        if (!transaction.tryLock(request.name())) {
            return new Outcome.Running();
        }
        return transaction
                .find(
                        """
                        SELECT request, status, media_type, body FROM platform.idempotency
                        WHERE scope = $1 AND key = $2
                        """,
                        row -> known(row, request),
                        request.scope(),
                        request.key())
                .orElse(new Outcome.First());
    }

    public static void keep(Transaction transaction, IdempotentRequest request, Answer answer) {
        insert(transaction, request, answer.status(), answer.mediaType(), answer.body());
    }

    /** Keeps that it was done, not what was answered. */
    public static void keepSecret(Transaction transaction, IdempotentRequest request, int status) {
        insert(transaction, request, status, "", null);
    }

    private static void insert(
            Transaction transaction,
            IdempotentRequest request,
            int status,
            String mediaType,
            byte @org.jspecify.annotations.Nullable [] body) {
        transaction.execute(
                """
                INSERT INTO platform.idempotency
                    (scope, key, request, status, media_type, body, created_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
                """,
                request.scope(),
                request.key(),
                request.digestBytes(),
                status,
                mediaType,
                body,
                transaction.now());
    }

    private static Outcome known(Row row, IdempotentRequest request) {
        if (!request.asks(row.bytes("request"))) {
            return new Outcome.OtherRequest();
        }
        int status = row.integer("status");
        Optional<byte[]> body = row.optional("body", byte[].class);
        return body.<Outcome>map(bytes ->
                        new Outcome.Repeated(new Answer(status, row.text("media_type"), bytes)))
                .orElse(new Outcome.Shown(status));
    }
}
