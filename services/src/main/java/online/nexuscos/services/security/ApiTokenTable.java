package online.nexuscos.services.security;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import online.nexuscos.platform.sql.Row;
import online.nexuscos.platform.sql.Statements;

/** Tokens that programs carry for an account. */
record ApiTokenTable(Statements sql) {
    /** What every token begins with, so that scanners of published code find it. */
    static final String MARK = "nxs_";

    /** How many good ones an account may have. */
    static final int MAX = 50;

    private static final int SHOWN = MARK.length() + 6;
    private static final Duration USED_STEP = Duration.ofMinutes(1);

    /**
     * @param prefix how it begins, by which its owner recognises it
     * @param usedAt to the minute
     */
    record ApiToken(
            UUID id,
            String name,
            String prefix,
            List<String> scopes,
            Instant createdAt,
            Instant expiresAt,
            Optional<Instant> usedAt) {
        static ApiToken of(Row row) {
            return new ApiToken(
                    row.uuid("id"),
                    row.text("name"),
                    row.text("prefix"),
                    Arrays.asList(row.get("scopes", String[].class)),
                    row.instant("created_at"),
                    row.instant("expires_at"),
                    row.optional("used_at", Instant.class));
        }
    }

    /** A token in use, and whose it is. */
    record Current(UUID id, Set<String> scopes, Instant expiresAt, Account account) {
        static Current of(Row row) {
            return new Current(
                    row.uuid("token_id"),
                    Set.of(row.get("scopes", String[].class)),
                    row.instant("expires_at"),
                    Account.of(row));
        }
    }

    private static final String COLUMNS =
            "id, name, prefix, scopes, created_at, expires_at, used_at";

    ApiToken insert(
            String token,
            Account account,
            String name,
            Set<String> scopes,
            Instant now,
            Instant end) {
        return sql.one(
                "INSERT INTO security.api_token (hash, id, account_id, organisation_id, name,"
                        + " prefix, scopes, created_at, expires_at)"
                        + " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING "
                        + COLUMNS,
                ApiToken::of,
                Secrets.hash(token),
                UUID.randomUUID(),
                account.id(),
                account.organisation(),
                name,
                token.substring(0, SHOWN),
                scopes.stream().sorted().toArray(String[]::new),
                now,
                end);
    }

    /** The token, if it is still good, and its account too. */
    Optional<Current> current(String token, Instant now) {
        return sql.find(
                "SELECT t.id AS token_id, t.scopes, t.expires_at, "
                        + Account.COLUMNS
                        + " FROM security.api_token t"
                        + " JOIN security.account AS account ON account.id = t.account_id"
                        + " WHERE t.hash = $1 AND t.revoked_at IS NULL AND t.expires_at > $2"
                        + " AND account.state = 'ACTIVE'",
                Current::of,
                Secrets.hash(token),
                now);
    }

    void used(UUID id, Instant now) {
        sql.execute(
                "UPDATE security.api_token SET used_at = $2"
                        + " WHERE id = $1 AND (used_at IS NULL OR used_at < $3)",
                id,
                now,
                now.minus(USED_STEP));
    }

    /** Those that are good, the youngest first. */
    List<ApiToken> of(UUID account, Instant now) {
        return sql.query(
                "SELECT "
                        + COLUMNS
                        + " FROM security.api_token WHERE account_id = $1 AND revoked_at IS NULL"
                        + " AND expires_at > $2 ORDER BY created_at DESC, id LIMIT "
                        + MAX,
                ApiToken::of,
                account,
                now);
    }

    /** Ends one; false if the account has no such token. */
    boolean revoke(UUID account, UUID id, Instant now) {
        return sql.execute(
                        "UPDATE security.api_token SET revoked_at = $3"
                                + " WHERE account_id = $1 AND id = $2 AND revoked_at IS NULL",
                        account,
                        id,
                        now)
                > 0;
    }

    /** Ends the one whose bearer asks. */
    Optional<UUID> revoke(String token, Instant now) {
        return sql.find(
                "UPDATE security.api_token SET revoked_at = $2"
                        + " WHERE hash = $1 AND revoked_at IS NULL RETURNING id",
                row -> row.uuid("id"),
                Secrets.hash(token),
                now);
    }

    int revokeAll(UUID account, Instant now) {
        return sql.execute(
                "UPDATE security.api_token SET revoked_at = $2"
                        + " WHERE account_id = $1 AND revoked_at IS NULL",
                account,
                now);
    }
}
