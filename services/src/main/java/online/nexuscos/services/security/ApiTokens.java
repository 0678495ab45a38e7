package online.nexuscos.services.security;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.service.Call;
import online.nexuscos.platform.service.Nothing;
import online.nexuscos.platform.sql.Transaction;
import online.nexuscos.services.security.ApiTokenTable.ApiToken;

/** Tokens for programs: made by a person who is signed in, shown once, good for some days. */
final class ApiTokens {
    private static final int MAX_DAYS = 366;

    private final Parts parts;

    ApiTokens(Parts parts) {
        this.parts = parts;
    }

    /**
     * @param scopes names of permissions
     * @param days how long it is good
     */
    record MakeApiToken(
            @Size(min = 1, max = 120) String name,
            @Size(min = 1, max = 64) List<@Size(max = 64) String> scopes,
            @Min(1) @Max(MAX_DAYS) int days) {}

    /**
     * @param token shown this once
     */
    record MadeApiToken(
            String token,
            UUID id,
            String name,
            String prefix,
            List<String> scopes,
            Instant createdAt,
            Instant expiresAt) {}

    /**
     * @param usedAt to the minute; absent while it was never used
     */
    record ApiTokenView(
            UUID id,
            String name,
            String prefix,
            List<String> scopes,
            Instant createdAt,
            Instant expiresAt,
            Optional<Instant> usedAt) {
        static ApiTokenView of(ApiToken token) {
            return new ApiTokenView(
                    token.id(),
                    token.name(),
                    token.prefix(),
                    token.scopes(),
                    token.createdAt(),
                    token.expiresAt(),
                    token.usedAt());
        }
    }

    record ApiTokenList(List<ApiTokenView> tokens) {}

    record ScopeList(List<String> scopes) {}

    ScopeList scopes(Call<Nothing> call) {
        Account account =
                new AccountTable(parts.database())
                        .byId(Calls.account(call))
                        .orElseThrow(Calls::missing);
        return new ScopeList(List.copyOf(parts.permissions().grantable(account)));
    }

    ApiTokenList list(Call<Nothing> call) {
        return new ApiTokenList(
                new ApiTokenTable(parts.database())
                        .of(Calls.account(call), parts.now()).stream()
                                .map(ApiTokenView::of)
                                .toList());
    }

    MadeApiToken make(Call<MakeApiToken> call, Transaction transaction) {
        MakeApiToken input = call.input();
        Instant now = parts.now();
        Account account =
                new AccountTable(transaction)
                        .byId(Calls.account(call))
                        .orElseThrow(Calls::missing);
        Set<String> scopes = grantable(parts, account, input.scopes());
        ApiTokenTable table = new ApiTokenTable(transaction);
        transaction.lock("security/api-tokens/" + account.id());
        if (table.of(account.id(), now).size() >= ApiTokenTable.MAX) {
            throw ProblemException.of(
                    409, "You have " + ApiTokenTable.MAX + " tokens. Revoke one first.");
        }
        String token = ApiTokenTable.MARK + parts.secrets().token();
        ApiToken made =
                table.insert(
                        token,
                        account,
                        Registration.requireName(input.name()),
                        scopes,
                        now,
                        now.plus(Duration.ofDays(input.days())));
        transaction.audit(
                "api-token.made",
                "api-token/" + made.id(),
                new JsonObject().put("scopes", new JsonArray(made.scopes())));
        return new MadeApiToken(
                token,
                made.id(),
                made.name(),
                made.prefix(),
                made.scopes(),
                made.createdAt(),
                made.expiresAt());
    }

    /**
     * The scopes asked for.
     *
     * @throws ProblemException 422 if one is more than the account may give away
     */
    static Set<String> grantable(Parts parts, Account account, List<String> asked) {
        Set<String> mine = parts.permissions().grantable(account);
        for (String scope : asked) {
            if (!mine.contains(scope)) {
                throw ProblemException.of(
                        422, "scopes", "A scope that you cannot give: " + shown(scope) + ".");
            }
        }
        return new TreeSet<>(asked);
    }

    private static String shown(String text) {
        return text.replaceAll("[^a-z0-9:-]", "?");
    }

    Nothing revoke(Call<Nothing> call, Transaction transaction) {
        UUID id = Calls.id(call, "id");
        if (!new ApiTokenTable(transaction).revoke(Calls.account(call), id, parts.now())) {
            throw Calls.missing();
        }
        transaction.audit("api-token.revoked", "api-token/" + id, new JsonObject());
        parts.standing().forget();
        return Nothing.NOTHING;
    }
}
