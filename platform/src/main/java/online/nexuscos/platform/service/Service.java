package online.nexuscos.platform.service;

/**
 * One service of the platform: what it is called and what it answers. It holds no server; from its
 * declaration come dispatch, permission checks, validation, OpenAPI, metrics and the registry row.
 *
 * <p>Handlers run on virtual threads, many at once: fields that they change are safe for threads.
 */
public interface Service {
    ServiceInfo info();

    /** Declares routes, topics and events; called once for each start, and does nothing else. */
    void routes(Routes routes);

    /**
     * Prepares for the first call; may wait. A failure is logged, and tried again after a pause.
     * Called again after a crash.
     */
    default void start() throws Exception {}

    /** Lets go of what {@link #start} took; after the last call. */
    default void stop() throws Exception {}
}
