package online.nexuscos.services.security;

import static online.nexuscos.platform.service.Permission.PUBLIC;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import online.nexuscos.platform.service.Call;
import online.nexuscos.platform.service.Nothing;
import online.nexuscos.platform.service.Routes;
import online.nexuscos.platform.service.Service;
import online.nexuscos.platform.service.ServiceInfo;
import online.nexuscos.platform.sql.Transaction;

/** Sessions: who is signed in where, and ending that. */
final class SessionService implements Service {
    private final Parts parts;

    SessionService(Parts parts) {
        this.parts = parts;
    }

    /**
     * Who looks at a page; empty for a stranger.
     *
     * @param csrf goes with every change, as the header {@code x-csrf-token}
     */
    record CurrentSession(
            Optional<Profiles.Profile> account,
            Optional<String> csrf,
            boolean mustChangePassword,
            List<String> permissions) {
        static final CurrentSession NONE =
                new CurrentSession(Optional.empty(), Optional.empty(), false, List.of());
    }

    /**
     * @param current the one that the call comes with
     */
    record SessionView(
            UUID id,
            String agent,
            String address,
            Instant createdAt,
            Instant seenAt,
            boolean current) {}

    record SessionList(List<SessionView> sessions) {}

    @Override
    public ServiceInfo info() {
        return ServiceInfo.named("session-manager");
    }

    @Override
    public void routes(Routes routes) {
        routes.get("/current", PUBLIC, CurrentSession.class, this::current)
                .summary("Who is signed in here, if anybody");
        routes.get("", Permissions.ACCOUNT_SECURE, SessionList.class, this::list)
                .summary("Where one is signed in");
        routes.delete(
                        "/{id}",
                        Permissions.ACCOUNT_SECURE,
                        Nothing.class,
                        Nothing.class,
                        this::end)
                .summary("End one of one's sessions");
        routes.delete(
                        "",
                        Permissions.ACCOUNT_SECURE,
                        Nothing.class,
                        Nothing.class,
                        this::endOthers)
                .summary("End all of one's sessions but this one");
    }

    private CurrentSession current(Call<Nothing> call) {
        if (call.principal().isAnonymous()) {
            return CurrentSession.NONE;
        }
        return new SessionTable(parts.database())
                .current(
                        Calls.account(call),
                        Calls.session(call),
                        parts.now(),
                        parts.policy().idle())
                .map(session ->
                        new CurrentSession(
                                Optional.of(Profiles.Profile.of(session.account())),
                                Optional.of(session.csrf()),
                                session.account().passwordChange(),
                                call.principal().permissions().stream().sorted().toList()))
                .orElse(CurrentSession.NONE);
    }

    private SessionList list(Call<Nothing> call) {
        UUID current = Calls.session(call);
        return new SessionList(
                new SessionTable(parts.database())
                        .of(Calls.account(call), parts.now(), parts.policy().idle()).stream()
                                .map(session ->
                                        new SessionView(
                                                session.id(),
                                                session.agent(),
                                                session.address(),
                                                session.createdAt(),
                                                session.seenAt(),
                                                session.id().equals(current)))
                                .toList());
    }

    private Nothing end(Call<Nothing> call, Transaction transaction) {
        UUID id = Calls.id(call, "id");
        if (!new SessionTable(transaction).revoke(Calls.account(call), id, parts.now())) {
            throw Calls.missing();
        }
        transaction.audit("session.ended", "session/" + id, new JsonObject());
        parts.standing().forget();
        return Nothing.NOTHING;
    }

    private Nothing endOthers(Call<Nothing> call, Transaction transaction) {
        UUID account = Calls.account(call);
        int ended =
                new SessionTable(transaction)
                        .revokeOthers(account, Calls.session(call), parts.now());
        transaction.audit(
                "sessions.ended", "account/" + account, new JsonObject().put("count", ended));
        parts.standing().forget();
        return Nothing.NOTHING;
    }
}
