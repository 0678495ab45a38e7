package online.nexuscos.gateway.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who calls: the other end of the connection, or whom a trusted proxy names. */
public final class Callers {
    private static final String FORWARDED_FOR = "x-forwarded-for";
    private static final String FORWARDED_PROTO = "x-forwarded-proto";
    private static final int MAX_HOPS = 16;
    private static final String UNKNOWN = "unknown";

    private volatile Set<InetAddress> proxies;

    /**
     * @param proxies whose X-Forwarded headers count
     */
    public Callers(Set<InetAddress> proxies) {
        this.proxies = Set.copyOf(proxies);
    }

    /** From now on these count, and no others. */
    public void setProxies(Set<InetAddress> trusted) {
        proxies = Set.copyOf(trusted);
    }

    /** The caller's address as text; {@code unknown} where there is none, as on a local socket. */
    public String address(HttpServerRequest request) {
        return address(request.remoteAddress(), request.headers());
    }

    /** As above. */
    public String address(@Nullable SocketAddress remote, MultiMap headers) {
        String peer = remote == null ? null : remote.hostAddress();
        if (peer == null || peer.isEmpty()) {
            return UNKNOWN;
        }
        if (proxies.isEmpty() || !isProxy(peer)) {
            return peer;
        }
        String chain = String.join(",", headers.getAll(FORWARDED_FOR));
        if (chain.isEmpty()) {
            return peer;
        }
        // The last that no proxy of ours wrote for another one of ours.
        String[] hops = chain.split(",", -1);
        String caller = peer;
        for (int i = hops.length - 1; i >= Math.max(0, hops.length - MAX_HOPS); i--) {
            InetAddress hop = literal(hops[i].strip());
            if (hop == null) {
                return caller;
            }
            caller = hop.getHostAddress();
            if (!proxies.contains(hop)) {
                return caller;
            }
        }
        return caller;
    }

    /** Whether the caller came by HTTPS, to us or to a trusted proxy. */
    public boolean isSecure(HttpServerRequest request) {
        if (request.isSSL()) {
            return true;
        }
        SocketAddress remote = request.remoteAddress();
        String peer = remote == null ? null : remote.hostAddress();
        return peer != null
                && isProxy(peer)
                && "https".equalsIgnoreCase(request.getHeader(FORWARDED_PROTO));
    }

    /**
     * One holder of a quota: an IPv6 address stands for its network, which one person has whole.
     */
    static String holder(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        InetAddress literal = literal(address);
        return literal instanceof Inet6Address
                ? Arrays.toString(Arrays.copyOf(literal.getAddress(), 8))
                : address;
    }

    private boolean isProxy(String peer) {
        InetAddress literal = literal(peer);
        return literal != null && proxies.contains(literal);
    }

    private static @Nullable InetAddress literal(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
