package online.nexuscos.platform.store;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import online.nexuscos.platform.store.StoreHealth.State;

/** A server that somebody else runs. */
final class ExternalStore<A> implements Store<A> {
    private static final int PATIENCE_MS = 1000;

    private final String name;
    private final A address;
    private final InetSocketAddress socketAddress;
    private State state = State.IDLE;

    ExternalStore(String name, A address, InetSocketAddress socketAddress) {
        this.name = name;
        this.address = address;
        this.socketAddress = socketAddress;
    }

    @Override
    public synchronized CompletionStage<A> address() {
        if (state == State.IDLE) {
            state = State.UP;
        }
        return CompletableFuture.completedStage(address);
    }

    /** Sees whether it takes connections. */
    @Override
    public StoreHealth health() {
        State known;
        synchronized (this) {
            known = state;
        }
        if (known != State.UP) {
            return new StoreHealth(name, false, known, 0, "");
        }
        try (Socket socket = new Socket()) {
            InetSocketAddress target =
                    new InetSocketAddress(socketAddress.getHostString(), socketAddress.getPort());
            socket.connect(target, PATIENCE_MS);
            return new StoreHealth(name, false, State.UP, 0, "");
        } catch (IOException e) {
            return new StoreHealth(name, false, State.DOWN, 0, "takes no connections");
        }
    }

    @Override
    public synchronized void close() {
        state = State.CLOSED;
    }
}
