package online.nexuscos.services.core.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import online.nexuscos.platform.secret.KeyFile;
import online.nexuscos.platform.sql.Statements;
import online.nexuscos.services.core.webhook.Endpoint.State;

/** Endpoints and their secrets. */
record EndpointTable(Statements sql, KeyFile keys) {
    /** Of one organisation. */
    static final int MAX_ENDPOINTS = 20;

    private static final String LABEL = "core.webhook_endpoint/";

    List<Endpoint> of(String organisation) {
        return sql.query(
                "SELECT "
                        + Endpoint.COLUMNS
                        + " FROM core.webhook_endpoint WHERE organisation_id = $1"
                        + " ORDER BY created_at, id LIMIT "
                        + MAX_ENDPOINTS,
                Endpoint::of,
                organisation);
    }

    Optional<Endpoint> find(String organisation, UUID id) {
        return sql.find(
                "SELECT "
                        + Endpoint.COLUMNS
                        + " FROM core.webhook_endpoint WHERE organisation_id = $1 AND id = $2",
                Endpoint::of,
                organisation,
                id);
    }

    void add(Endpoint endpoint, String account, SigningSecret secret) {
        sql.execute(
                "INSERT INTO core.webhook_endpoint (id, organisation_id, account_id, url,"
                        + " description, events, scope, sealed, state, created_at)"
                        + " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                endpoint.id(),
                endpoint.organisation(),
                account,
                endpoint.url(),
                endpoint.description(),
                endpoint.events().toArray(String[]::new),
                endpoint.scope(),
                keys.seal(secret.text(), LABEL + endpoint.id()),
                endpoint.state(),
                endpoint.createdAt());
    }

    void change(Endpoint endpoint) {
        sql.execute(
                "UPDATE core.webhook_endpoint SET url = $3, description = $4, events = $5,"
                        + " state = $6, failing_since = $7 WHERE organisation_id = $1 AND id = $2",
                endpoint.organisation(),
                endpoint.id(),
                endpoint.url(),
                endpoint.description(),
                endpoint.events().toArray(String[]::new),
                endpoint.state(),
                endpoint.failingSince().orElse(null));
    }

    boolean replaceSecret(String organisation, UUID id, SigningSecret secret) {
        return sql.execute(
                        "UPDATE core.webhook_endpoint SET sealed = $3"
                                + " WHERE organisation_id = $1 AND id = $2",
                        organisation,
                        id,
                        keys.seal(secret.text(), LABEL + id))
                > 0;
    }

    boolean delete(String organisation, UUID id) {
        return sql.execute(
                        "DELETE FROM core.webhook_endpoint WHERE organisation_id = $1 AND id = $2",
                        organisation,
                        id)
                > 0;
    }

    SigningSecret open(UUID id, byte[] sealed) {
        return new SigningSecret(keys.open(sealed, LABEL + id));
    }

    /** Something has arrived there. */
    void reached(UUID id) {
        sql.execute(
                "UPDATE core.webhook_endpoint SET failing_since = NULL"
                        + " WHERE id = $1 AND failing_since IS NOT NULL",
                id);
    }

    /** Something has not; whoever is not reached for too long is told nothing more. */
    void missed(UUID id, Instant now) {
        sql.execute(
                "UPDATE core.webhook_endpoint SET failing_since = COALESCE(failing_since, $2),"
                        + " state = CASE WHEN failing_since < $3 AND state = 'ON'"
                        + " THEN 'DISABLED' ELSE state END WHERE id = $1",
                id,
                now,
                now.minus(RetrySchedule.PATIENCE));
    }

    void disable(UUID id) {
        sql.execute(
                "UPDATE core.webhook_endpoint SET state = $2 WHERE id = $1", id, State.DISABLED);
    }
}
