package online.nexuscos.platform.health;

/** A part that can say how it is: a service, a store, an open port. */
public interface HealthSource {
    /** What it belongs to. */
    enum Kind {
        GATEWAY,
        SERVICE,
        STORE
    }

    /** As operators know it, for example {@code ledger-manager} or {@code postgresql}. */
    String name();

    Kind kind();

    /**
     * Looks. Called on a virtual thread at most once a second; may wait, yet who takes longer than
     * two seconds, or throws, counts as down.
     */
    Health check();
}
