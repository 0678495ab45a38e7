package online.nexuscos.services.security;

import com.nimbusds.jose.jwk.ECKey;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import online.nexuscos.platform.secret.KeyFile;
import online.nexuscos.platform.sql.Actor;
import online.nexuscos.platform.sql.Database;
import online.nexuscos.platform.sql.Row;
import online.nexuscos.platform.sql.Statements;
import online.nexuscos.platform.sql.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * The keys that sign access tokens, as the database keeps them for all nodes. A key signs for some
 * weeks; the next is shown before it signs, the last is believed until all that it signed is over.
 */
final class SigningKeys {
    /** How long a node goes on with the keys that it knows. */
    private static final Duration REMEMBERED = Duration.ofMillis(500);

    private static final String LOCK = "security/signing-keys";

    private record Known(KeyRing ring, Instant until) {}

    private final Database database;
    private final KeyFile keyFile;
    private final InstantSource clock;
    private final Duration life;
    private final AtomicReference<@Nullable Known> known = new AtomicReference<>();
    private final ReentrantLock asking = new ReentrantLock();

    /**
     * @param keyFile seals the private parts
     * @param life how long a key signs
     */
    SigningKeys(Database database, KeyFile keyFile, InstantSource clock, Duration life) {
        this.database = database;
        this.keyFile = keyFile;
        this.clock = clock;
        this.life = life;
    }

    /**
     * The keys of this moment, one that signs among them. One caller at a time asks the database,
     * the others go on with what was known: whoever is in a transaction holds a connection already,
     * and must not wait for one that asks for a second.
     */
    KeyRing ring() {
        Instant now = clock.instant();
        Known last = known.get();
        if (last != null && now.isBefore(last.until)) {
            return last.ring;
        }
        if (last == null) {
            asking.lock();
        } else if (!asking.tryLock()) {
            return last.ring;
        }
        try {
            Known latest = known.get();
            return latest != null && now.isBefore(latest.until) ? latest.ring : ask(now);
        } finally {
            asking.unlock();
        }
    }

    private KeyRing ask(Instant now) {
        KeyRing ring = read(database, now);
        if (ring.needsNext(now, life)) {
            ring =
                    database.transaction(
                            Actor.SYSTEM,
                            transaction -> {
                                transaction.lock(LOCK);
                                KeyRing current = read(transaction, now);
                                // Another node may have been here first.
                                return current.needsNext(now, life)
                                        ? add(transaction, current, now)
                                        : current;
                            });
        }
        known.set(new Known(ring, now.plus(REMEMBERED)));
        return ring;
    }

    /**
     * Makes a key that signs from now on.
     *
     * @param distrust nothing that the others signed is believed any more: they were stolen
     * @return its id
     */
    String replace(Transaction transaction, boolean distrust) {
        Instant now = clock.instant();
        transaction.lock(LOCK);
        String id = insert(transaction, now, now);
        end(transaction, id, distrust ? now : lastBelieved(now));
        transaction.audit(
                distrust ? "signing-keys.distrusted" : "signing-keys.replaced",
                "signing-key/" + id,
                new JsonObject());
        return id;
    }

    /** Asks the database anew at the next call. */
    void forget() {
        known.set(null);
    }

    private KeyRing add(Transaction transaction, KeyRing current, Instant now) {
        Instant from = current.signer(now).isPresent() ? now.plus(KeyRing.SHOWN_BEFORE) : now;
        String id = insert(transaction, now, from);
        end(transaction, id, lastBelieved(from));
        transaction.audit("signing-key.made", "signing-key/" + id, new JsonObject());
        return read(transaction, now);
    }

    private String insert(Statements sql, Instant now, Instant from) {
        SigningKey key = SigningKey.generate(UUID.randomUUID().toString(), now, from);
        ECKey pair = key.pair();
        sql.execute(
                "INSERT INTO security.signing_key (id, public_key, sealed, created_at, signs_from)"
                        + " VALUES ($1, $2, $3, $4, $5)",
                key.id(),
                pair.toPublicJWK().toJSONString(),
                keyFile.seal(pair.toJSONString(), key.id()),
                now,
                from);
        return key.id();
    }

    private static void end(Statements sql, String next, Instant end) {
        sql.execute(
                "UPDATE security.signing_key SET ends_at = $2"
                        + " WHERE id <> $1 AND (ends_at IS NULL OR ends_at > $2)",
                next,
                end);
    }

    /** When the last token is over that was signed before this moment. */
    private static Instant lastBelieved(Instant moment) {
        return moment.plus(AccessTokens.LIFE).plus(AccessTokens.SKEW).plus(REMEMBERED);
    }

    private KeyRing read(Statements sql, Instant now) {
        List<SigningKey> keys =
                sql.query(
                        "SELECT id, sealed, created_at, signs_from, ends_at"
                                + " FROM security.signing_key"
                                + " WHERE ends_at IS NULL OR ends_at > $1 ORDER BY signs_from",
                        this::key,
                        now);
        return new KeyRing(keys);
    }

    private SigningKey key(Row row) {
        return new SigningKey(
                SigningKey.parse(keyFile.open(row.bytes("sealed"), row.text("id"))),
                row.instant("created_at"),
                row.instant("signs_from"),
                row.optional("ends_at", Instant.class).orElse(null));
    }
}
