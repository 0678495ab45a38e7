package online.nexuscos.platform.sql;

import java.time.Duration;
import java.time.Instant;

/** Lets go of rows that have served. */
final class Retention {
    /** An event is delivered again within minutes, unless its subscriber is down for days. */
    private static final Duration INBOX = Duration.ofDays(30);

    private static final Duration IDEMPOTENCY = Duration.ofDays(2);
    private static final int MAX_ROWS = 10_000;

    private Retention() {}

    static void apply(Database database, Instant now) {
        database.execute(
                """
                DELETE FROM platform.inbox WHERE (subscriber, event_id) IN (
                    SELECT subscriber, event_id FROM platform.inbox
                    WHERE received_at < $1 ORDER BY received_at LIMIT $2)
                """,
                now.minus(INBOX),
                MAX_ROWS);
        database.execute(
                """
                DELETE FROM platform.idempotency WHERE (scope, key) IN (
                    SELECT scope, key FROM platform.idempotency
                    WHERE created_at < $1 ORDER BY created_at LIMIT $2)
                """,
                now.minus(IDEMPOTENCY),
                MAX_ROWS);
    }
}
