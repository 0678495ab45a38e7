package online.nexuscos.streamcore.srt;

import io.vertx.core.Future;
import online.nexuscos.streamcore.hub.Publication;
import online.nexuscos.streamcore.hub.Publisher;

/** Decides who may publish; SRT's view of the hub. */
@FunctionalInterface
public interface SrtGate {
    /**
     * Asks for the right to publish, on the publisher's event loop.
     *
     * @param key as the caller gave it in its stream id
     * @return may complete on any thread; fails with {@link
     *     online.nexuscos.streamcore.hub.PublishRefusedException}
     */
    Future<Publication> publish(String key, Publisher publisher);
}
