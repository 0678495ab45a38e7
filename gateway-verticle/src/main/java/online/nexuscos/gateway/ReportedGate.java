package online.nexuscos.gateway;

import io.vertx.core.Future;
import online.nexuscos.gateway.streams.StreamListener;
import online.nexuscos.streamcore.hub.Publication;
import online.nexuscos.streamcore.hub.PublishRefusedException;
import online.nexuscos.streamcore.hub.Publisher;
import online.nexuscos.streamcore.rtmp.PublishGate;

/** A gate whose refusals are told. */
record ReportedGate(PublishGate gate, StreamListener listener) implements PublishGate {
    @Override
    public Future<Publication> publish(String key, Publisher publisher) {
        return gate.publish(key, publisher)
                .onFailure(failure -> {
                    if (failure instanceof PublishRefusedException refusal) {
                        listener.refused(
                                refusal.stream().orElse(""),
                                publisher.protocol(),
                                publisher.address(),
                                String.valueOf(refusal.getMessage()));
                    }
                });
    }
}
