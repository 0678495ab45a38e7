package online.nexuscos.services.security;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import online.nexuscos.platform.service.Origin;
import online.nexuscos.platform.sql.Row;
import online.nexuscos.platform.sql.Statements;

/** Who is signed in where. What the browser carries is kept as a hash alone. */
record SessionTable(Statements sql) {
    /** Sessions that a listing shows: the youngest. */
    private static final int MAX_LISTED = 100;

    private static final int MAX_AGENT = 300;

    /** How exactly it is known when a session was last used; more would be a write a request. */
    static final Duration SEEN_STEP = Duration.ofMinutes(1);

    record Session(UUID id, String agent, String address, Instant createdAt, Instant seenAt) {
        static Session of(Row row) {
            return new Session(
                    row.uuid("id"),
                    row.text("agent"),
                    row.text("address"),
                    row.instant("created_at"),
                    row.instant("seen_at"));
        }
    }

    /**
     * A session in use, and whose it is.
     *
     * @param csrf what its pages send with every change
     */
    record Current(UUID id, String csrf, Instant seenAt, Account account) {
        static Current of(Row row) {
            return new Current(
                    row.uuid("session_id"),
                    row.text("csrf"),
                    row.instant("seen_at"),
                    Account.of(row));
        }
    }

    private static final String CURRENT =
            "SELECT s.id AS session_id, s.csrf, s.seen_at, "
                    + Account.COLUMNS
                    + " FROM security.session s"
                    + " JOIN security.account AS account ON account.id = s.account_id"
                    + " WHERE s.revoked_at IS NULL AND s.expires_at > $1 AND s.seen_at > $2"
                    + " AND account.state = 'ACTIVE'";

    /**
     * Begins a session.
     *
     * @param secret what the browser carries
     * @param csrf what its pages send with every change
     */
    void insert(
            String secret, String csrf, Account account, Origin origin, Instant now, Instant end) {
        String agent = origin.agent();
        sql.execute(
                "INSERT INTO security.session (hash, id, account_id, organisation_id, csrf, agent,"
                        + " address, created_at, seen_at, expires_at)"
                        + " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)",
                Secrets.hash(secret),
                UUID.randomUUID(),
                account.id(),
                account.organisation(),
                csrf,
                agent.length() > MAX_AGENT ? agent.substring(0, MAX_AGENT) : agent,
                origin.address(),
                now,
                end);
    }

    /** The session that a browser carries, if it is still good, and its account too. */
    Optional<Current> current(String secret, Instant now, Duration idle) {
        return sql.find(
                CURRENT + " AND s.hash = $3",
                Current::of,
                now,
                now.minus(idle),
                Secrets.hash(secret));
    }

    /** The account's session of that id, if it is still good. */
    Optional<Current> current(UUID account, UUID id, Instant now, Duration idle) {
        return sql.find(
                CURRENT + " AND s.account_id = $3 AND s.id = $4",
                Current::of,
                now,
                now.minus(idle),
                account,
                id);
    }

    void seen(UUID id, Instant now) {
        sql.execute(
                "UPDATE security.session SET seen_at = $2 WHERE id = $1 AND seen_at < $3",
                id,
                now,
                now.minus(SEEN_STEP));
    }

    List<Session> of(UUID account, Instant now, Duration idle) {
        return sql.query(
                "SELECT id, agent, address, created_at, seen_at FROM security.session"
                        + " WHERE account_id = $1 AND revoked_at IS NULL AND expires_at > $2"
                        + " AND seen_at > $3 ORDER BY created_at DESC LIMIT "
                        + MAX_LISTED,
                Session::of,
                account,
                now,
                now.minus(idle));
    }

    /** Ends one; false if the account has no such session. */
    boolean revoke(UUID account, UUID id, Instant now) {
        return sql.execute(
                        "UPDATE security.session SET revoked_at = $3"
                                + " WHERE account_id = $1 AND id = $2 AND revoked_at IS NULL",
                        account,
                        id,
                        now)
                > 0;
    }

    /** Ends all of an account. */
    int revokeAll(UUID account, Instant now) {
        return sql.execute(
                "UPDATE security.session SET revoked_at = $2"
                        + " WHERE account_id = $1 AND revoked_at IS NULL",
                account,
                now);
    }

    /** Ends all of an account but one. */
    int revokeOthers(UUID account, UUID kept, Instant now) {
        return sql.execute(
                "UPDATE security.session SET revoked_at = $3"
                        + " WHERE account_id = $1 AND id <> $2 AND revoked_at IS NULL",
                account,
                kept,
                now);
    }

    /** Forgets what ended long ago. */
    static int sweep(Statements sql, Instant before) {
        return sql.execute(
                "DELETE FROM security.session WHERE expires_at < $1 OR revoked_at < $1", before);
    }
}
