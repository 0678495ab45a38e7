package online.nexuscos.services.core.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import online.nexuscos.platform.sql.Row;

/**
 * A program that is told of events.
 *
 * @param events types that it wants; empty for all
 * @param failingSince since when nothing has arrived there
 */
record Endpoint(
        UUID id,
        String organisation,
        String url,
        String description,
        List<String> events,
        Scope scope,
        State state,
        Optional<Instant> failingSince,
        Instant createdAt) {
    /** Whose events. */
    enum Scope {
        OWN,
        /** Those of all organisations, and those of nobody's. */
        ALL
    }

    enum State {
        ON,
        /** Its owner switched it off. */
        OFF,
        /** Nothing has reached it for long, or it has said that it wants no more. */
        DISABLED
    }

    static final String COLUMNS =
            "id, organisation_id, url, description, events, scope, state, failing_since,"
                    + " created_at";

    static Endpoint of(Row row) {
        return new Endpoint(
                row.uuid("id"),
                row.text("organisation_id"),
                row.text("url"),
                row.text("description"),
                List.of(row.get("events", String[].class)),
                row.constant("scope", Scope.class),
                row.constant("state", State.class),
                row.optional("failing_since", Instant.class),
                row.instant("created_at"));
    }
}
