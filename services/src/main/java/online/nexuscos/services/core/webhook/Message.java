package online.nexuscos.services.core.webhook;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/**
 * What is told: {@code {"type","timestamp","data"}}.
 *
 * @param id the same for all who are told, and for all attempts
 */
record Message(String id, String type, String body) {
    static final String STREAM_STARTED = "stream.started";
    static final String STREAM_ENDED = "stream.ended";
    static final String STREAM_WARNING = "stream.warning";
    static final String PUBLISH_REFUSED = "stream.publish_refused";
    static final String TEST = "webhook.test";

    /** What an endpoint may ask for. */
    static final List<String> TYPES =
            List.of(STREAM_STARTED, STREAM_ENDED, STREAM_WARNING, PUBLISH_REFUSED);

    static Message of(String type, Instant at, JsonObject data) {
        String body =
                new JsonObject()
                        .put("type", type)
                        .put("timestamp", at.truncatedTo(ChronoUnit.MILLIS).toString())
                        .put("data", data)
                        .encode();
        return new Message("msg_" + UUID.randomUUID().toString().replace("-", ""), type, body);
    }
}
