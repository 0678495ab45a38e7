package online.nexuscos.services.security;

import io.vertx.core.json.JsonObject;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.service.Call;
import online.nexuscos.platform.sql.Actor;
import online.nexuscos.platform.sql.SqlException;
import online.nexuscos.platform.sql.Transaction;
import online.nexuscos.services.security.OrganisationTable.MemberRole;

/**
 * Makes accounts. Whoever registers hears the same, whether or not the address has an account: the
 * letter tells its owner. An account opens with the mailed code and the password together, so that
 * nobody can register with another's address and have its owner confirm a stranger's password.
 */
final class Registration {
    static final int MAX_NAME = 120;

    private final Parts parts;
    private final SessionStart sessions;

    Registration(Parts parts, SessionStart sessions) {
        this.parts = parts;
        this.sessions = sessions;
    }

    record Register(
            @Size(min = 1, max = Email.MAX_LENGTH) String email,
            @Size(min = 1, max = MAX_NAME) String name,
            @Size(min = 1, max = 2 * PasswordRules.MAX_LENGTH) String password) {
        /** Without the password. */
        @Override
        public String toString() {
            return "Register";
        }
    }

    /**
     * @param next what to do: {@code verify} with the mailed code
     */
    record Registered(String next) {}

    record Verify(
            @Size(min = 1, max = Email.MAX_LENGTH) String email,
            @Size(min = 1, max = 20) String code,
            @Size(min = 1, max = 2 * PasswordRules.MAX_LENGTH) String password) {
        /** Without what must not be shown. */
        @Override
        public String toString() {
            return "Verify";
        }
    }

    record Address(@Size(min = 1, max = Email.MAX_LENGTH) String email) {}

    Registered register(Call<Register> call) {
        Register input = call.input();
        String email = input.email().strip();
        String name = requireName(input.name());
        if (!Email.isValid(email)) {
            throw ProblemException.of(422, "email", "This is not an email address.");
        }
        PasswordRules.fault(input.password(), email)
                .ifPresent(fault -> {
                    throw ProblemException.of(422, "password", fault);
                });
        String password = parts.passwords().hash(input.password());
        String code = parts.secrets().code();
        Optional<Mail> letter = written(call, email, name, password, code);
        letter.ifPresent(parts.mail()::post);
        call.reply().status(202);
        return new Registered("verify");
    }

    static String requireName(String name) {
        String text = name.strip();
        if (text.isEmpty() || text.codePoints().anyMatch(Character::isISOControl)) {
            throw ProblemException.of(422, "name", "Enter a name, on one line.");
        }
        return text;
    }

    private Optional<Mail> written(
            Call<?> call, String email, String name, String password, String code) {
        try {
            return parts.database()
                    .transaction(
                            Calls.actor(call),
                            transaction -> write(transaction, email, name, password, code));
        } catch (SqlException e) {
            if (!e.isDuplicate("account_email_key_key")) {
                throw e;
            }
            // Somebody registered with this address at the same moment, and has the letter.
            return Optional.empty();
        }
    }

    private Optional<Mail> write(
            Transaction transaction, String email, String name, String password, String code) {
        Instant now = parts.now();
        boolean mayMail = new Attempts(transaction).mayMail(email, now);
        AccountTable accounts = new AccountTable(transaction);
        Optional<Account> known = accounts.lockByEmail(email);
        if (known.isPresent() && known.get().state() != Account.State.UNVERIFIED) {
            return mayMail ? Optional.of(Letters.known(known.get().email())) : Optional.empty();
        }
        if (!mayMail) {
            return Optional.empty();
        }
        UUID id;
        if (known.isPresent()) {
            id = known.get().id();
            accounts.setName(id, name, now);
            accounts.setPassword(id, password, now);
        } else {
            id = create(transaction, email, name, password, Set.of(Role.CREATOR), now).id();
        }
        new MailCodes(transaction).put(id, MailCodes.Purpose.VERIFY, code, now);
        return Optional.of(Letters.verify(email, code));
    }

    /** A new account with an organisation of its own, unverified. */
    static Account create(
            Transaction transaction,
            String email,
            String name,
            String password,
            Set<Role> roles,
            Instant now) {
        UUID organisation = UUID.randomUUID();
        Account account =
                new Account(
                        UUID.randomUUID(),
                        email,
                        name,
                        password,
                        Account.State.UNVERIFIED,
                        false,
                        roles,
                        organisation,
                        now);
        OrganisationTable organisations = new OrganisationTable(transaction);
        organisations.insert(organisation, name, now);
        new AccountTable(transaction).insert(account);
        organisations.join(organisation, account.id(), MemberRole.OWNER, now);
        transaction.audit("account.registered", "account/" + account.id(), new JsonObject());
        return account;
    }

    /** Sends a code to an account that waits for one; never tells whether there is such. */
    Registered sendCode(Call<Address> call) {
        sendCode(call, call.input().email());
        call.reply().status(202);
        return new Registered("verify");
    }

    void sendCode(Call<?> call, String email) {
        String code = parts.secrets().code();
        Actor actor = Calls.actor(call);
        Optional<Mail> letter =
                parts.database()
                        .transaction(
                                actor,
                                transaction -> {
                                    Instant now = parts.now();
                                    boolean may = new Attempts(transaction).mayMail(email, now);
                                    return new AccountTable(transaction)
                                            .lockByEmail(email)
                                            .filter(account -> may && isUnverified(account))
                                            .map(account -> code(transaction, account, code, now));
                                });
        letter.ifPresent(parts.mail()::post);
    }

    private static boolean isUnverified(Account account) {
        return account.state() == Account.State.UNVERIFIED;
    }

    private static Mail code(
            Transaction transaction, Account account, String code, Instant now) {
        new MailCodes(transaction).put(account.id(), MailCodes.Purpose.VERIFY, code, now);
        return Letters.verify(account.email(), code);
    }

    /** Opens the account and signs in. */
    SignIn.SignedIn verify(Call<Verify> call, SignIn signIn) {
        Verify input = call.input();
        Account account = signIn.check(call, input.email(), input.password());
        boolean right =
                parts.database()
                        .transaction(
                                Calls.actor(call),
                                transaction ->
                                        new MailCodes(transaction)
                                                .matches(
                                                        account.id(),
                                                        MailCodes.Purpose.VERIFY,
                                                        input.code(),
                                                        parts.now()));
        if (!right) {
            throw wrongCode();
        }
        sessions.begin(
                call,
                account,
                transaction -> {
                    new MailCodes(transaction).remove(account.id(), MailCodes.Purpose.VERIFY);
                    new AccountTable(transaction)
                            .setState(account.id(), Account.State.ACTIVE, parts.now());
                    transaction.audit(
                            "account.verified", "account/" + account.id(), new JsonObject());
                });
        return new SignIn.SignedIn(Profiles.Profile.of(account), account.passwordChange());
    }

    static ProblemException wrongCode() {
        return ProblemException.of(422, "code", "This code is wrong or too old. Ask for another.");
    }
}
