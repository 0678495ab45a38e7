package online.nexuscos.streamcore.rtmp;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds the connections of a server: all of them, and those of one address that do not publish
 * yet. Any thread.
 */
final class Admission {
    private final int maxConnections;
    private final int maxPendingPerAddress;
    private final AtomicInteger connections = new AtomicInteger();
    private final ConcurrentMap<InetAddress, Integer> pending = new ConcurrentHashMap<>();

    Admission(int maxConnections, int maxPendingPerAddress) {
        this.maxConnections = maxConnections;
        this.maxPendingPerAddress = maxPendingPerAddress;
    }

    /** Whether there is room; if so {@link #leave} and one of the others must follow. */
    boolean enter(InetAddress address) {
        if (connections.incrementAndGet() > maxConnections) {
            connections.decrementAndGet();
            return false;
        }
        if (pending.merge(address, 1, Integer::sum) > maxPendingPerAddress) {
            settle(address);
            connections.decrementAndGet();
            return false;
        }
        return true;
    }

    /** A connection publishes, or has gone without: it is no longer pending. */
    void settle(InetAddress address) {
        pending.computeIfPresent(address, (_, count) -> count > 1 ? count - 1 : null);
    }

    /** A settled connection has gone. */
    void leave() {
        connections.decrementAndGet();
    }

    int connections() {
        return connections.get();
    }
}
