package online.nexuscos.services.security;

import io.vertx.core.json.JsonObject;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.service.Call;
import online.nexuscos.platform.service.Nothing;
import online.nexuscos.platform.sql.Transaction;

/** Signs in and out. Nobody learns from an answer, or its time, who has an account. */
final class SignIn {
    private static final int SHOWN_BYTES = 8;

    private final Parts parts;
    private final SessionStart sessions;
    private final Registration registration;

    SignIn(Parts parts, SessionStart sessions, Registration registration) {
        this.parts = parts;
        this.sessions = sessions;
        this.registration = registration;
    }

    record SignInInput(
            @Size(min = 1, max = Email.MAX_LENGTH) String email,
            @Size(min = 1, max = PasswordRules.MAX_LENGTH) String password) {
        /** Without the password. */
        @Override
        public String toString() {
            return "SignInInput";
        }
    }

    /**
     * @param mustChangePassword nothing else is allowed before
     */
    record SignedIn(Profiles.Profile account, boolean mustChangePassword) {}

    SignedIn signIn(Call<SignInInput> call) {
        SignInInput input = call.input();
        Account account = check(call, input.email(), input.password());
        if (account.state() == Account.State.UNVERIFIED) {
            registration.sendCode(call, account.email());
            throw ProblemException.of(
                    403, "This address is not confirmed yet. A code is on its way to it.");
        }
        sessions.begin(call, account, transaction -> {});
        return new SignedIn(Profiles.Profile.of(account), account.passwordChange());
    }

    /**
     * The account with this address and password.
     *
     * @throws ProblemException 401 if there is none, 429 while the address is locked
     */
    Account check(Call<?> call, String email, String password) {
        Instant now = parts.now();
        parts.database()
                .transaction(
                        Calls.actor(call),
                        transaction -> new Attempts(transaction).trySignIn(email, now))
                .ifPresent(until -> {
                    throw ProblemException.of(
                                    429, "Too many wrong passwords. Try again in a while.")
                            .retryAfter(Duration.between(now, until).plusSeconds(1));
                });
        Optional<Account> found = new AccountTable(parts.database()).byEmail(email);
        boolean right = false;
        if (found.isPresent()) {
            right = parts.passwords().matches(password, found.get().password());
        } else {
            parts.passwords().matchNobody(password);
        }
        if (!right || found.get().state() == Account.State.DISABLED) {
            parts.database()
                    .transaction(Calls.actor(call), transaction -> refuse(transaction, call, email));
            throw ProblemException.of(401, "The address or the password is wrong.");
        }
        return found.get();
    }

    private static Nothing refuse(Transaction transaction, Call<?> call, String email) {
        String subject =
                HexFormat.of().formatHex(Secrets.hash(Email.key(email)), 0, SHOWN_BYTES);
        transaction.audit(
                "sign-in.refused",
                "email/" + subject,
                new JsonObject().put("address", call.origin().address()));
        return Nothing.NOTHING;
    }

    Nothing signOut(Call<Nothing> call, Transaction transaction) {
        UUID account = Calls.account(call);
        UUID session = Calls.session(call);
        if (new SessionTable(transaction).revoke(account, session, parts.now())) {
            transaction.audit("session.ended", "session/" + session, new JsonObject());
        }
        parts.standing().forget();
        call.reply().cookie(SessionCookie.remove(call.origin().secure()));
        return Nothing.NOTHING;
    }
}
