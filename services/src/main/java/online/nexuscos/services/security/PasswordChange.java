package online.nexuscos.services.security;

import io.vertx.core.json.JsonObject;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.service.Call;
import online.nexuscos.platform.service.Nothing;
import online.nexuscos.platform.sql.Transaction;

/** Changes passwords, by the old one or by a mailed code. Whoever else was signed in is out. */
final class PasswordChange {
    private final Parts parts;
    private final SessionStart sessions;
    private final SignIn signIn;

    PasswordChange(Parts parts, SessionStart sessions, SignIn signIn) {
        this.parts = parts;
        this.sessions = sessions;
        this.signIn = signIn;
    }

    record Change(
            @Size(min = 1, max = 2 * PasswordRules.MAX_LENGTH) String current,
            @Size(min = 1, max = 2 * PasswordRules.MAX_LENGTH) String password) {
        /** Without the passwords. */
        @Override
        public String toString() {
            return "Change";
        }
    }

    record Reset(
            @Size(min = 1, max = Email.MAX_LENGTH) String email,
            @Size(min = 1, max = 20) String code,
            @Size(min = 1, max = 2 * PasswordRules.MAX_LENGTH) String password) {
        /** Without what must not be shown. */
        @Override
        public String toString() {
            return "Reset";
        }
    }

    /**
     * @param next what to do: {@code confirm} with the mailed code
     */
    record ResetAsked(String next) {}

    /** Changes one's own; the caller gets a session under a new id. */
    SignIn.SignedIn change(Call<Change> call) {
        Change input = call.input();
        String email =
                new AccountTable(parts.database())
                        .byId(Calls.account(call))
                        .orElseThrow(Calls::missing)
                        .email();
        requireGood(input.password(), email);
        Account account = checked(call, email, input.current());
        if (input.current().equals(input.password())) {
            throw ProblemException.of(422, "password", "Choose another password than before.");
        }
        String password = parts.passwords().hash(input.password());
        sessions.begin(
                call, account, transaction -> write(transaction, account.id(), password));
        parts.mail().post(Letters.passwordChanged(account.email()));
        return new SignIn.SignedIn(Profiles.Profile.of(account), false);
    }

    private Account checked(Call<?> call, String email, String current) {
        try {
            return signIn.check(call, email, current);
        } catch (ProblemException e) {
            // Who calls is signed in: what is wrong is a field.
            throw e.problem().status() == 401
                    ? ProblemException.of(422, "current", "This is not your password.")
                    : e;
        }
    }

    /** Mails a code; never tells whether there is such an account. */
    ResetAsked ask(Call<Registration.Address> call) {
        String email = call.input().email();
        String code = parts.secrets().code();
        Optional<Mail> letter =
                parts.database()
                        .transaction(
                                Calls.actor(call),
                                transaction -> {
                                    Instant now = parts.now();
                                    boolean may = new Attempts(transaction).mayMail(email, now);
                                    return new AccountTable(transaction)
                                            .lockByEmail(email)
                                            .filter(account -> may && mayReset(account))
                                            .map(account -> code(transaction, account, code, now));
                                });
        letter.ifPresent(parts.mail()::post);
        call.reply().status(202);
        return new ResetAsked("confirm");
    }

    private static boolean mayReset(Account account) {
        return account.state() != Account.State.DISABLED;
    }

    private static Mail code(
            Transaction transaction, Account account, String code, Instant now) {
        new MailCodes(transaction).put(account.id(), MailCodes.Purpose.RESET, code, now);
        return Letters.reset(account.email(), code);
    }

    /** Sets a new password with the mailed code, which proves the address too. */
    Nothing reset(Call<Reset> call) {
        Reset input = call.input();
        requireGood(input.password(), input.email());
        String password = parts.passwords().hash(input.password());
        Optional<Account> changed =
                parts.database()
                        .transaction(
                                Calls.actor(call),
                                transaction -> reset(transaction, input, password));
        Account account = changed.orElseThrow(Registration::wrongCode);
        parts.standing().forget();
        parts.mail().post(Letters.passwordChanged(account.email()));
        return Nothing.NOTHING;
    }

    /** Empty where the code is wrong; the try at it is counted. */
    private Optional<Account> reset(Transaction transaction, Reset input, String password) {
        Instant now = parts.now();
        AccountTable accounts = new AccountTable(transaction);
        MailCodes codes = new MailCodes(transaction);
        Optional<Account> account =
                accounts.lockByEmail(input.email()).filter(PasswordChange::mayReset);
        if (account.isEmpty()
                || !codes.matches(
                        account.get().id(), MailCodes.Purpose.RESET, input.code(), now)) {
            return Optional.empty();
        }
        UUID id = account.get().id();
        codes.remove(id, MailCodes.Purpose.RESET);
        accounts.setState(id, Account.State.ACTIVE, now);
        new Attempts(transaction).signedIn(input.email());
        write(transaction, id, password);
        // A thief may have made tokens to stay.
        new ApiTokenTable(transaction).revokeAll(id, now);
        return account;
    }

    private void write(Transaction transaction, UUID account, String password) {
        Instant now = parts.now();
        new AccountTable(transaction).setPassword(account, password, now);
        new SessionTable(transaction).revokeAll(account, now);
        new GrantTable(transaction).revokeAll(account, now);
        transaction.audit("password.changed", "account/" + account, new JsonObject());
    }

    private static void requireGood(String password, String email) {
        PasswordRules.fault(password, email)
                .ifPresent(fault -> {
                    throw ProblemException.of(422, "password", fault);
                });
    }
}
