package online.nexuscos.services.core.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import online.nexuscos.platform.sql.Row;
import online.nexuscos.platform.sql.Statements;
import org.jspecify.annotations.Nullable;

/** What is told to endpoints, and what came of it. */
record DeliveryTable(Statements sql) {
    /** That wait for one endpoint; one more is not made. */
    static final int MAX_WAITING = 10_000;

    /** Of one endpoint under way at once. */
    static final int MAX_OF_ENDPOINT = 4;

    /** Of all endpoints under way at once. */
    static final int MAX_AT_ONCE = 64;

    /** In the log that is shown. */
    static final int MAX_SHOWN = 100;

    private static final Duration KEPT = Duration.ofDays(30);

    enum State {
        WAITING,
        DELIVERED,
        FAILED
    }

    /** A delivery as its endpoint's owner sees it. */
    record Line(
            UUID id,
            String messageId,
            String event,
            State state,
            int attempts,
            Instant createdAt,
            Optional<Instant> triedAt,
            Optional<Integer> status,
            Optional<String> reason,
            Optional<Instant> nextAt) {
        static Line of(Row row) {
            State state = row.constant("state", State.class);
            return new Line(
                    row.uuid("id"),
                    row.text("message_id"),
                    row.text("event"),
                    state,
                    row.integer("attempts"),
                    row.instant("created_at"),
                    row.optional("tried_at", Instant.class),
                    row.optional("status", Integer.class),
                    Optional.of(row.text("reason")).filter(reason -> !reason.isEmpty()),
                    Optional.of(row.instant("due_at")).filter(_ -> state == State.WAITING));
        }
    }

    /** An attempt to make now. */
    record Due(
            UUID id,
            UUID endpoint,
            String url,
            SigningSecret secret,
            String messageId,
            String event,
            String body,
            int attempts) {
        static Due of(Row row, EndpointTable endpoints) {
            return new Due(
                    row.uuid("id"),
                    row.uuid("endpoint_id"),
                    row.text("url"),
                    endpoints.open(row.uuid("endpoint_id"), row.bytes("sealed")),
                    row.text("message_id"),
                    row.text("event"),
                    row.text("body"),
                    row.integer("attempts"));
        }
    }

    /** Makes a delivery for each endpoint that wants to know; tells how many. */
    int add(String organisation, String messageId, String event, String body, Instant now) {
        return sql.execute(
                """
                INSERT INTO core.webhook_delivery (id, endpoint_id, organisation_id, message_id,
                    event, body, state, attempts, due_at, reason, created_at)
                SELECT gen_random_uuid(), e.id, e.organisation_id, $2, $3, $4, 'WAITING', 0, $5, '', $5
                FROM core.webhook_endpoint e
                WHERE e.state = 'ON' AND (e.events = '{}' OR $3 = ANY(e.events))
                    AND (e.scope = 'ALL' OR (e.organisation_id = $1 AND $1 <> ''))
                    AND (SELECT count(*) FROM core.webhook_delivery d
                        WHERE d.endpoint_id = e.id AND d.state = 'WAITING') < $6
                """,
                organisation,
                messageId,
                event,
                body,
                now,
                (long) MAX_WAITING);
    }

    /** One for that endpoint alone, whatever it wants to know. */
    UUID addTest(Endpoint endpoint, String messageId, String event, String body, Instant now) {
        UUID id = UUID.randomUUID();
        sql.execute(
                """
                INSERT INTO core.webhook_delivery (id, endpoint_id, organisation_id, message_id,
                    event, body, state, attempts, due_at, reason, created_at)
                VALUES ($1, $2, $3, $4, $5, $6, 'WAITING', 0, $7, '', $7)
                """,
                id,
                endpoint.id(),
                endpoint.organisation(),
                messageId,
                event,
                body,
                now);
        return id;
    }

    /**
     * Takes what is due, a few of each endpoint. An attempt whose end is not heard of until the
     * lease is over is made again.
     */
    List<Due> take(EndpointTable endpoints, Instant now, Duration lease) {
        return sql.query(
                """
                WITH taken AS (
                    SELECT d.id, e.url, e.sealed FROM core.webhook_endpoint e
                    CROSS JOIN LATERAL (
                        SELECT w.id FROM core.webhook_delivery w
                        WHERE w.endpoint_id = e.id AND w.state = 'WAITING' AND w.due_at <= $1
                        ORDER BY w.due_at LIMIT $3 FOR UPDATE SKIP LOCKED) d
                    WHERE e.state = 'ON' LIMIT $4)
                UPDATE core.webhook_delivery d SET due_at = $2, attempts = d.attempts + 1,
                    tried_at = $1
                FROM taken WHERE d.id = taken.id
                RETURNING d.id, d.endpoint_id, taken.url, taken.sealed, d.message_id, d.event,
                    d.body, d.attempts
                """,
                row -> Due.of(row, endpoints),
                now,
                now.plus(lease),
                (long) MAX_OF_ENDPOINT,
                (long) MAX_AT_ONCE);
    }

    void settle(UUID id, State state, Instant dueAt, @Nullable Integer status, String reason) {
        sql.execute(
                "UPDATE core.webhook_delivery SET state = $2, due_at = $3, status = $4,"
                        + " reason = $5 WHERE id = $1",
                id,
                state,
                dueAt,
                status,
                reason);
    }

    List<Line> log(String organisation, UUID endpoint, int limit) {
        return sql.query(
                """
                SELECT id, message_id, event, state, attempts, created_at, tried_at, status, reason,
                    due_at FROM core.webhook_delivery
                WHERE organisation_id = $1 AND endpoint_id = $2
                ORDER BY created_at DESC, id LIMIT $3
                """,
                Line::of,
                organisation,
                endpoint,
                (long) limit);
    }

    boolean resend(String organisation, UUID endpoint, UUID id, Instant now) {
        return sql.execute(
                        """
                        UPDATE core.webhook_delivery SET state = 'WAITING', attempts = 0, due_at = $4
                        WHERE organisation_id = $1 AND endpoint_id = $2 AND id = $3
                        """,
                        organisation,
                        endpoint,
                        id,
                        now)
                > 0;
    }

    /** Forgets what is old. */
    void clean(Instant now) {
        sql.execute("DELETE FROM core.webhook_delivery WHERE created_at < $1", now.minus(KEPT));
    }
}
