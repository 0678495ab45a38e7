package online.nexuscos.services.security;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import online.nexuscos.platform.service.Call;
import online.nexuscos.platform.sql.Actor;
import online.nexuscos.platform.sql.Transaction;

/** Begins sessions, always under a new id, and gives the browser its cookie. */
final class SessionStart {
    private final Parts parts;

    SessionStart(Parts parts) {
        this.parts = parts;
    }

    /** What is written together with the session. */
    @FunctionalInterface
    interface Work {
        void run(Transaction transaction);
    }

    /**
     * Signs the caller in.
     *
     * @param work done in the same transaction, before
     */
    void begin(Call<?> call, Account account, Work work) {
        Instant now = parts.now();
        String secret = parts.secrets().token();
        String csrf = parts.secrets().token();
        Actor actor =
                new Actor(
                        account.id().toString(),
                        account.organisation().toString(),
                        call.requestId(),
                        call.trace().traceparent());
        parts.database()
                .transaction(
                        actor,
                        transaction -> {
                            work.run(transaction);
                            SessionTable sessions = new SessionTable(transaction);
                            if (!call.principal().isAnonymous()) {
                                // Whoever knew this browser's old session does not get the new one.
                                sessions.revoke(Calls.account(call), Calls.session(call), now);
                            }
                            sessions.insert(
                                    secret,
                                    csrf,
                                    account,
                                    call.origin(),
                                    now,
                                    now.plus(parts.policy().absolute()));
                            new Attempts(transaction).signedIn(account.email());
                            transaction.audit(
                                    "session.started",
                                    "account/" + account.id(),
                                    new JsonObject().put("address", call.origin().address()));
                            return account;
                        });
        parts.standing().forget();
        call.reply()
                .cookie(
                        SessionCookie.set(
                                secret, parts.policy().absolute(), call.origin().secure()));
    }
}
