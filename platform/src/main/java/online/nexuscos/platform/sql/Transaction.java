package online.nexuscos.platform.sql;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * A transaction under way: all of it is committed, or nothing. It ends with the function that it
 * was given to; a statement that failed fails the whole, even where its exception was caught.
 */
public interface Transaction extends Statements {
    /**
     * An event that is delivered once this commits, at least once, to every subscriber there is
     * now: see {@link Outbox}.
     */
    void publish(Event event);

    /**
     * Adds a line to the append-only audit log, with who did it ({@link #actor}).
     *
     * @param action what was done, past tense, {@code "account.opened"}
     * @param object to what, {@code "account/42"}
     * @param details what a reader needs to judge it; no secrets
     */
    void audit(String action, String object, JsonObject details);

    /**
     * Waits until no other transaction holds the lock of this name, then holds it until the end.
     * Whoever takes several takes them in one order.
     *
     * @param name any text, {@code "ledger/hash-chain"}
     */
    void lock(String name);

    /** As {@link #lock}, without waiting: false where another transaction holds it. */
    boolean tryLock(String name);

    /** When it began, by the program's clock: one moment for all that it writes. */
    Instant now();

    /** On whose behalf this runs. */
    Actor actor();
}
