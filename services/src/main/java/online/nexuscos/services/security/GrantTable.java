package online.nexuscos.services.security;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import online.nexuscos.platform.sql.Row;
import online.nexuscos.platform.sql.Statements;

/** What sessions were exchanged for: grants and their refresh tokens. */
record GrantTable(Statements sql) {
    /** How long a refresh token waits to be used. */
    static final Duration REFRESH_LIFE = Duration.ofDays(14);

    /** How long a grant can be refreshed at all. */
    static final Duration GRANT_LIFE = Duration.ofDays(90);

    /** A grant in use, and whose it is. */
    record Grant(UUID id, Set<String> scopes, Instant expiresAt, Account account) {
        static Grant of(Row row) {
            return new Grant(
                    row.uuid("grant_id"),
                    Set.of(row.get("scopes", String[].class)),
                    row.instant("expires_at"),
                    Account.of(row));
        }
    }

    /** A refresh token as it was found. */
    record Found(UUID grant, boolean used) {}

    private static final String SELECT =
            "SELECT g.id AS grant_id, g.scopes, g.expires_at, "
                    + Account.COLUMNS
                    + " FROM security.token_grant g"
                    + " JOIN security.account AS account ON account.id = g.account_id"
                    + " WHERE g.id = $1 AND g.revoked_at IS NULL AND g.expires_at > $2"
                    + " AND account.state = 'ACTIVE'";

    UUID insert(Account account, Set<String> scopes, Instant now) {
        UUID id = UUID.randomUUID();
        sql.execute(
                "INSERT INTO security.token_grant (id, account_id, organisation_id, scopes,"
                        + " created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
                id,
                account.id(),
                account.organisation(),
                scopes.stream().sorted().toArray(String[]::new),
                now,
                now.plus(GRANT_LIFE));
        return id;
    }

    /** The grant, if it is still good, and its account too. */
    Optional<Grant> current(UUID id, Instant now) {
        return sql.find(SELECT, Grant::of, id, now);
    }

    void addRefresh(UUID grant, String token, Instant now) {
        sql.execute(
                "INSERT INTO security.refresh_token (hash, grant_id, expires_at)"
                        + " VALUES ($1, $2, $3)",
                Secrets.hash(token),
                grant,
                now.plus(REFRESH_LIFE));
    }

    /** Uses a refresh token up; a second one who tries at the same time finds it used. */
    Optional<Found> use(String token, Instant now) {
        Optional<Found> found =
                sql.find(
                        "SELECT grant_id, used_at IS NOT NULL AS used FROM security.refresh_token"
                                + " WHERE hash = $1 AND expires_at > $2 FOR UPDATE",
                        row -> new Found(row.uuid("grant_id"), row.bool("used")),
                        Secrets.hash(token),
                        now);
        if (found.isPresent() && !found.get().used()) {
            sql.execute(
                    "UPDATE security.refresh_token SET used_at = $2 WHERE hash = $1",
                    Secrets.hash(token),
                    now);
        }
        return found;
    }

    /** The grant that a refresh token belongs to, whether or not it was used. */
    Optional<UUID> ofRefresh(String token) {
        return sql.find(
                "SELECT grant_id FROM security.refresh_token WHERE hash = $1",
                row -> row.uuid("grant_id"),
                Secrets.hash(token));
    }

    boolean revoke(UUID id, Instant now) {
        return sql.execute(
                        "UPDATE security.token_grant SET revoked_at = $2"
                                + " WHERE id = $1 AND revoked_at IS NULL",
                        id,
                        now)
                > 0;
    }

    int revokeAll(UUID account, Instant now) {
        return sql.execute(
                "UPDATE security.token_grant SET revoked_at = $2"
                        + " WHERE account_id = $1 AND revoked_at IS NULL",
                account,
                now);
    }

    /** Forgets what ended long ago. */
    static int sweep(Statements sql, Instant before) {
        return sql.execute("DELETE FROM security.refresh_token WHERE expires_at < $1", before)
                + sql.execute(
                        "DELETE FROM security.token_grant"
                                + " WHERE expires_at < $1 OR revoked_at < $1",
                        before);
    }
}
