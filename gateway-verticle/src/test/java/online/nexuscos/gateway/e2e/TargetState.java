package online.nexuscos.gateway.e2e;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/** How the targets of the channel {@code here} are, as its server tells. */
final class TargetState {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private TargetState() {}

    /** Empty where there is no such target. */
    static JsonObject of(TestingServer server, String name) {
        JsonObject stream = Buffer.buffer(server.get("/api/streams/here").body()).toJsonObject();
        JsonArray targets = stream.getJsonArray("targets", new JsonArray());
        for (Object each : targets) {
            if (each instanceof JsonObject target && name.equals(target.getString("name"))) {
                return target;
            }
        }
        return new JsonObject();
    }

    /** Waits for that state. */
    static JsonObject await(TestingServer server, String name, String state) {
        return Await.value(
                name + " is " + state,
                PATIENCE,
                () ->
                        Optional.of(of(server, name))
                                .filter(target -> state.equals(target.getString("state"))));
    }
}
