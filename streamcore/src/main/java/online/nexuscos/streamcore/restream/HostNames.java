package online.nexuscos.streamcore.restream;

import io.vertx.core.Future;
import java.net.InetAddress;

/** Resolves names of hosts. */
@FunctionalInterface
public interface HostNames {
    /** Does not wait; may complete on any thread. */
    Future<InetAddress> resolve(String host);
}
