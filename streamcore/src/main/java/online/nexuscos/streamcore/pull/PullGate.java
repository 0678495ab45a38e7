package online.nexuscos.streamcore.pull;

import io.vertx.core.Future;
import online.nexuscos.streamcore.hub.Publication;
import online.nexuscos.streamcore.hub.Publisher;

/** Lets fetched media in under a channel's name; pull ingest's view of the hub. */
@FunctionalInterface
public interface PullGate {
    /**
     * Asks for the right to publish a stream, on the event loop of the source.
     *
     * @return fails with {@link online.nexuscos.streamcore.hub.PublishRefusedException}
     */
    Future<Publication> publish(String stream, Publisher publisher);
}
