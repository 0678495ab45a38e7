package online.nexuscos.bench;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;

/** What {@code /api/health} says. */
final class Health {
    private static final String UP = "up";

    /** A store that nothing needs is idle, and so is what is switched off. */
    private static final Set<String> GOOD = Set.of(UP, "idle");

    private Health() {}

    /** All that is to run does. */
    static boolean isUp(String text) {
        JsonObject health = new JsonObject(text);
        return health.getString("status", "").equals(UP)
                && List.of("gateway", "services", "stores").stream()
                        .map(kind -> health.getJsonObject(kind, new JsonObject()))
                        .allMatch(Health::allGood);
    }

    private static boolean allGood(JsonObject parts) {
        return parts.fieldNames().stream()
                .allMatch(name -> GOOD.contains(parts.getJsonObject(name).getString("status", "")));
    }
}
