package online.nexuscos.services.security;

import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import online.nexuscos.platform.sql.Database;
import online.nexuscos.services.security.ApiTokenTable.Current;
import online.nexuscos.services.security.GrantTable.Grant;

/** What sessions, grants and API tokens are worth at this moment, half a second old at most. */
final class Standing {
    private final Database database;
    private final InstantSource clock;
    private final SessionPolicy policy;
    private final Briefly<String, SessionTable.Current> sessions;
    private final Briefly<UUID, Grant> grants;
    private final Briefly<String, Current> apiTokens;

    Standing(Database database, InstantSource clock, SessionPolicy policy) {
        this.database = database;
        this.clock = clock;
        this.policy = policy;
        sessions = new Briefly<>(clock);
        grants = new Briefly<>(clock);
        apiTokens = new Briefly<>(clock);
    }

    /** The session that a browser's secret opens. */
    Optional<SessionTable.Current> session(String secret) {
        return sessions.get(
                secret,
                () -> {
                    SessionTable table = new SessionTable(database);
                    Optional<SessionTable.Current> found =
                            table.current(secret, clock.instant(), policy.idle());
                    found.ifPresent(session -> table.seen(session.id(), clock.instant()));
                    return found;
                });
    }

    Optional<Grant> grant(UUID id) {
        return grants.get(id, () -> new GrantTable(database).current(id, clock.instant()));
    }

    Optional<Current> apiToken(String token) {
        return apiTokens.get(
                token,
                () -> {
                    ApiTokenTable table = new ApiTokenTable(database);
                    Optional<Current> found = table.current(token, clock.instant());
                    found.ifPresent(current -> table.used(current.id(), clock.instant()));
                    return found;
                });
    }

    /** Something was revoked or changed. */
    void forget() {
        sessions.forget();
        grants.forget();
        apiTokens.forget();
    }
}
