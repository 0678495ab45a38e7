package online.nexuscos.streamcore.rtmp;

import io.vertx.core.Future;
import online.nexuscos.streamcore.hub.Publication;
import online.nexuscos.streamcore.hub.Publisher;

/** Decides who may publish; RTMP's view of the hub. */
@FunctionalInterface
public interface PublishGate {
    /**
     * Asks for the right to publish, on the publisher's event loop.
     *
     * @param key as the publisher sent it, without a query
     * @return may complete on any thread; fails with {@link
     *     online.nexuscos.streamcore.hub.PublishRefusedException}, whose message the publisher sees
     */
    Future<Publication> publish(String key, Publisher publisher);
}
