package online.nexuscos.streamcore.restream;

import io.vertx.core.Future;
import java.net.InetAddress;

/** Knows which targets are this server itself, so that no stream is its own source. */
@FunctionalInterface
public interface LoopGuard {
    /** Whether what is sent there would come in as the same stream; does not wait. */
    Future<Boolean> leadsBack(String stream, TargetAddress address, InetAddress resolved);
}
