package online.nexuscos.services.security;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import online.nexuscos.platform.sql.Statements;

/**
 * Codes that were mailed. A code is short, so it dies after few tries; a new one replaces the old.
 */
record MailCodes(Statements sql) {
    static final Duration LIFE = Duration.ofMinutes(30);
    private static final int TRIES = 5;

    /** What a code opens. */
    enum Purpose {
        VERIFY,
        RESET
    }

    void put(UUID account, Purpose purpose, String code, Instant now) {
        sql.execute(
                "INSERT INTO security.mail_code (account_id, purpose, hash, tries_left, expires_at)"
                        + " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (account_id, purpose) DO UPDATE"
                        + " SET hash = excluded.hash, tries_left = excluded.tries_left,"
                        + " expires_at = excluded.expires_at",
                account,
                purpose,
                hash(account, code),
                TRIES,
                now.plus(LIFE));
    }

    /** Whether it is the code; costs one try. What this changes must be kept either way. */
    boolean matches(UUID account, Purpose purpose, String code, Instant now) {
        Optional<byte[]> hash =
                sql.find(
                        "UPDATE security.mail_code SET tries_left = tries_left - 1"
                                + " WHERE account_id = $1 AND purpose = $2 AND tries_left > 0"
                                + " AND expires_at > $3 RETURNING hash",
                        row -> row.bytes("hash"),
                        account,
                        purpose,
                        now);
        return hash.isPresent() && MessageDigest.isEqual(hash.get(), hash(account, code));
    }

    void remove(UUID account, Purpose purpose) {
        sql.execute(
                "DELETE FROM security.mail_code WHERE account_id = $1 AND purpose = $2",
                account,
                purpose);
    }

    private static byte[] hash(UUID account, String code) {
        return Secrets.hash(account + "/" + code);
    }
}
