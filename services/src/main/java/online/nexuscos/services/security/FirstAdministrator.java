package online.nexuscos.services.security;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import online.nexuscos.platform.sql.Actor;
import online.nexuscos.platform.sql.Transaction;

/**
 * Whom the first start makes, to be shown to whoever started the program, once.
 *
 * @param password good for choosing another
 */
public record FirstAdministrator(String email, String password) {
    private static final String LOCK = "security/first-administrator";

    /** Makes one, unless there is or was an administrator; empty then. */
    static Optional<FirstAdministrator> make(Parts parts, String email) {
        if (new AccountTable(parts.database()).hasAny(Role.ADMIN)) {
            return Optional.empty();
        }
        String password = parts.secrets().password();
        String kept = parts.passwords().hash(password);
        return parts.database()
                .transaction(Actor.SYSTEM, transaction -> insert(transaction, parts, email, kept))
                .map(account -> new FirstAdministrator(email, password));
    }

    private static Optional<Account> insert(
            Transaction transaction, Parts parts, String email, String kept) {
        transaction.lock(LOCK);
        AccountTable accounts = new AccountTable(transaction);
        if (accounts.hasAny(Role.ADMIN)) {
            return Optional.empty();
        }
        Instant now = parts.now();
        Account account =
                Registration.create(
                        transaction,
                        email,
                        "Administrator",
                        kept,
                        Set.of(Role.ADMIN, Role.CREATOR),
                        now);
        accounts.setState(account.id(), Account.State.ACTIVE, now);
        accounts.requirePasswordChange(account.id());
        return Optional.of(account);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "FirstAdministrator[" + email + "]";
    }
}
