package online.nexuscos.bench;

import io.vertx.core.json.JsonObject;
import java.util.List;

/** What {@code /api/health} says. */
final class HealthAnswer {
    private static final String UP = "up";

    private HealthAnswer() {}

    /** Every service that is to run runs, and at least one, and so do both stores. */
    static boolean isAllUp(String text) {
        JsonObject health = new JsonObject(text);
        return health.getString("status", "").equals(UP)
                && List.of("services", "stores").stream()
                        .map(kind -> health.getJsonObject(kind, new JsonObject()))
                        .allMatch(HealthAnswer::isUp);
    }

    private static boolean isUp(JsonObject parts) {
        return !parts.isEmpty()
                && parts.fieldNames().stream()
                        .allMatch(name ->
                                parts.getJsonObject(name).getString("status", "").equals(UP));
    }
}
