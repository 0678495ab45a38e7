package online.nexuscos.services.security;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import online.nexuscos.platform.sql.Statements;

/**
 * Counts what was tried for an address, so that passwords are not guessed and nobody is flooded
 * with letters. Addresses without an account are counted and locked like all others.
 */
record Attempts(Statements sql) {
    /** Wrong passwords before an address is locked. */
    static final int FREE_SIGN_INS = 5;

    /** Letters to an address in a window. */
    static final int LETTERS = 5;

    private static final Duration SIGN_IN_WINDOW = Duration.ofMinutes(30);
    private static final Duration MAIL_WINDOW = Duration.ofHours(1);
    private static final Duration FIRST_LOCK = Duration.ofSeconds(30);
    private static final int MAX_DOUBLINGS = 5;

    private enum Kind {
        SIGN_IN,
        MAIL
    }

    /**
     * Counts a try at a password before it is looked at, so that many at once gain nothing. After
     * {@value #FREE_SIGN_INS} the address is locked, each time for twice as long as before.
     *
     * @return until when it is locked, if it is; then the password is not to be looked at
     */
    Optional<Instant> trySignIn(String email, Instant now) {
        Optional<Instant> locked =
                sql.find(
                        "SELECT locked_until FROM security.attempt"
                                + " WHERE kind = $1 AND subject = $2 AND locked_until > $3",
                        row -> row.instant("locked_until"),
                        Kind.SIGN_IN,
                        subject(email),
                        now);
        if (locked.isPresent()) {
            return locked;
        }
        int count = count(Kind.SIGN_IN, email, now, SIGN_IN_WINDOW);
        if (count >= FREE_SIGN_INS) {
            int doublings = Math.min(count - FREE_SIGN_INS, MAX_DOUBLINGS);
            sql.execute(
                    "UPDATE security.attempt SET locked_until = $3"
                            + " WHERE kind = $1 AND subject = $2",
                    Kind.SIGN_IN,
                    subject(email),
                    now.plus(FIRST_LOCK.multipliedBy(1L << doublings)));
        }
        return Optional.empty();
    }

    void signedIn(String email) {
        sql.execute(
                "DELETE FROM security.attempt WHERE kind = $1 AND subject = $2",
                Kind.SIGN_IN,
                subject(email));
    }

    /** Counts a letter; false if the address has had enough of them. */
    boolean mayMail(String email, Instant now) {
        return count(Kind.MAIL, email, now, MAIL_WINDOW) <= LETTERS;
    }

    /** Forgets what no longer counts. */
    static int sweep(Statements sql, Instant now) {
        return sql.execute("DELETE FROM security.attempt WHERE window_ends < $1", now);
    }

    private int count(Kind kind, String email, Instant now, Duration window) {
        return sql.one(
                "INSERT INTO security.attempt AS a (kind, subject, count, window_ends)"
                        + " VALUES ($1, $2, 1, $4) ON CONFLICT (kind, subject) DO UPDATE SET"
                        + " count = CASE WHEN a.window_ends < $3 THEN 1 ELSE a.count + 1 END,"
                        + " window_ends = CASE WHEN $1 = 'MAIL' AND a.window_ends >= $3"
                        + " THEN a.window_ends ELSE $4 END RETURNING count",
                row -> row.integer("count"),
                kind,
                subject(email),
                now,
                now.plus(window));
    }

    private static byte[] subject(String email) {
        return Secrets.hash(Email.key(email));
    }
}
