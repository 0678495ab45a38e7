package online.nexuscos.platform.store;

import java.util.concurrent.CompletionStage;

/**
 * A server that holds data. Nothing of it runs before the first call of {@link #address}.
 *
 * @param <A> how to reach it
 */
public interface Store<A> extends AutoCloseable {
    /**
     * Where the server takes connections, as soon as it does. Starts it where that is ours to do
     * and has not been done; after a crash, waits for the restart. Fails with {@link
     * StoreException} if it cannot be started; a later call tries again.
     */
    CompletionStage<A> address();

    StoreHealth health();

    /** Ends a server that is ours, orderly, and waits for that, 10 s at most. */
    @Override
    void close();
}
