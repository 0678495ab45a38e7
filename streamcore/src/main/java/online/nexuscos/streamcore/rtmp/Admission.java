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
    /** What becomes of a connection. */
    enum Verdict {
        WELCOME,
        /** Its address has as many as it may: it is told so. */
        ONE_TOO_MANY,
        /** Closed at once: telling everybody would cost too much. */
        TURNED_AWAY
    }

    private volatile int maxConnections;
    private volatile int maxPerAddress;
    private final int maxPendingPerAddress;
    private final ConcurrentMap<InetAddress, Integer> present = new ConcurrentHashMap<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final ConcurrentMap<InetAddress, Integer> pending = new ConcurrentHashMap<>();

    Admission(int maxConnections, int maxPendingPerAddress, int maxPerAddress) {
        this.maxConnections = maxConnections;
        this.maxPerAddress = maxPerAddress;
        this.maxPendingPerAddress = maxPendingPerAddress;
    }

    /**
     * From now on so many may come.
     *
     * @param perAddress 0 for any number
     */
    void setLimits(int all, int perAddress) {
        maxConnections = all;
        maxPerAddress = perAddress;
    }

    /** Whether there is room; if so {@link #settle} and {@link #leave} must follow. */
    Verdict enter(InetAddress address) {
        if (connections.incrementAndGet() > maxConnections) {
            connections.decrementAndGet();
            return Verdict.TURNED_AWAY;
        }
        if (pending.merge(address, 1, Integer::sum) > maxPendingPerAddress) {
            settle(address);
            connections.decrementAndGet();
            return Verdict.TURNED_AWAY;
        }
        int ofAddress = present.merge(address, 1, Integer::sum);
        int most = maxPerAddress;
        return most > 0 && ofAddress > most ? Verdict.ONE_TOO_MANY : Verdict.WELCOME;
    }

    /** Connections that one address may have, 0 for any number. */
    int maxPerAddress() {
        return maxPerAddress;
    }

    /** A connection publishes, or has gone without: it is no longer pending. */
    void settle(InetAddress address) {
        pending.computeIfPresent(address, (_, count) -> count > 1 ? count - 1 : null);
    }

    /** A settled connection has gone. */
    void leave(InetAddress address) {
        present.computeIfPresent(address, (_, count) -> count > 1 ? count - 1 : null);
        connections.decrementAndGet();
    }

    int connections() {
        return connections.get();
    }
}
