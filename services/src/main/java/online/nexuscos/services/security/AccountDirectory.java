package online.nexuscos.services.security;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.service.Call;
import online.nexuscos.platform.service.Nothing;
import online.nexuscos.platform.sql.Cursor;
import online.nexuscos.platform.sql.MalformedCursorException;
import online.nexuscos.platform.sql.Transaction;

/** Everybody's accounts, for those who run the platform. */
final class AccountDirectory {
    private static final String LISTING = "accounts";
    private static final int PAGE = 50;
    private static final int MAX_PAGE = 200;
    private static final UUID LEAST = new UUID(0, 0);

    /** Before the first account there can be; PostgreSQL has no minimum that Java has too. */
    private static final Instant BEGINNING = Instant.EPOCH;

    private final Parts parts;

    AccountDirectory(Parts parts) {
        this.parts = parts;
    }

    /**
     * @param after where the page before ended
     * @param limit accounts on the page
     */
    record ListAccounts(
            Optional<@Size(max = Cursor.MAX_LENGTH) String> after,
            Optional<@Min(1) @Max(MAX_PAGE) Integer> limit) {}

    /**
     * @param state in lower case, {@code active}
     */
    record ListedAccount(Profiles.Profile account, String state) {
        static ListedAccount of(Account account) {
            return new ListedAccount(
                    Profiles.Profile.of(account), Profiles.label(account.state()));
        }
    }

    /**
     * @param next where the next page begins, if there is one
     */
    record AccountPage(List<ListedAccount> accounts, Optional<String> next) {}

    record SetRoles(@Size(max = 8) List<Role> roles) {}

    record SetState(Account.State state) {}

    AccountPage list(Call<ListAccounts> call) {
        int limit = call.input().limit().orElse(PAGE);
        Instant since = BEGINNING;
        UUID after = LEAST;
        if (call.input().after().isPresent()) {
            try {
                Cursor cursor = Cursor.read(LISTING, call.input().after().get(), 2);
                since = cursor.instant(0);
                after = cursor.uuid(1);
            } catch (MalformedCursorException e) {
                throw ProblemException.of(422, "after", "This is no cursor of this listing.");
            }
        }
        List<Account> found =
                new AccountTable(parts.database()).page(since, after, limit + 1);
        List<Account> shown = found.subList(0, Math.min(limit, found.size()));
        return new AccountPage(
                shown.stream().map(ListedAccount::of).toList(),
                found.size() > limit
                        ? Optional.of(
                                Cursor.of(
                                        LISTING,
                                        shown.getLast().createdAt(),
                                        shown.getLast().id()))
                        : Optional.empty());
    }

    ListedAccount one(Call<Nothing> call) {
        return ListedAccount.of(find(new AccountTable(parts.database()), call));
    }

    ListedAccount setRoles(Call<SetRoles> call, Transaction transaction) {
        AccountTable accounts = new AccountTable(transaction);
        Account account = findOther(accounts, call);
        Set<Role> roles = EnumSet.noneOf(Role.class);
        roles.addAll(call.input().roles());
        accounts.setRoles(account.id(), roles, parts.now());
        transaction.audit(
                "account.roles-set",
                "account/" + account.id(),
                new JsonObject()
                        .put("roles", new JsonArray(roles.stream().map(Profiles::label).toList())));
        parts.standing().forget();
        return ListedAccount.of(find(accounts, call));
    }

    /** A disabled account is out at once; an enabled one signs in anew. */
    ListedAccount setState(Call<SetState> call, Transaction transaction) {
        AccountTable accounts = new AccountTable(transaction);
        Account account = findOther(accounts, call);
        Account.State state = call.input().state();
        if (state == Account.State.UNVERIFIED) {
            throw ProblemException.of(422, "state", "An account is made active or disabled.");
        }
        Instant now = parts.now();
        accounts.setState(account.id(), state, now);
        if (state == Account.State.DISABLED) {
            new SessionTable(transaction).revokeAll(account.id(), now);
            new GrantTable(transaction).revokeAll(account.id(), now);
            new ApiTokenTable(transaction).revokeAll(account.id(), now);
        }
        transaction.audit(
                "account." + Profiles.label(state), "account/" + account.id(), new JsonObject());
        parts.standing().forget();
        return ListedAccount.of(find(accounts, call));
    }

    private static Account find(AccountTable accounts, Call<?> call) {
        return accounts.byId(Calls.id(call, "id")).orElseThrow(Calls::missing);
    }

    /** So that the last administrator does not lock the door from outside. */
    private static Account findOther(AccountTable accounts, Call<?> call) {
        Account account = find(accounts, call);
        if (account.id().equals(Calls.account(call))) {
            throw ProblemException.of(409, "Nobody changes the own roles or state.");
        }
        return account;
    }
}
