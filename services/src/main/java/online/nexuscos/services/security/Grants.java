package online.nexuscos.services.security;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.vertx.core.json.JsonObject;
import jakarta.validation.constraints.Size;
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
import online.nexuscos.services.security.GrantTable.Grant;

/**
 * Access tokens and the refresh tokens that renew them. A refresh token is good for one use;
 * whoever brings a used one has stolen it, or was stolen from, and the whole grant falls (RFC 9700,
 * 4.14.2).
 */
final class Grants {
    private static final String BEARER = "Bearer";

    private final Parts parts;
    private final AccessTokens accessTokens;

    Grants(Parts parts, AccessTokens accessTokens) {
        this.parts = parts;
        this.accessTokens = accessTokens;
    }

    /**
     * @param scopes names of permissions; absent for all that one may give
     */
    record AskAccess(Optional<@Size(min = 1, max = 64) List<@Size(max = 64) String>> scopes) {}

    /** The answer of RFC 6749, 5.1. */
    record TokenAnswer(
            @JsonProperty("access_token") String accessToken,
            @JsonProperty("token_type") String tokenType,
            @JsonProperty("expires_in") long expiresIn,
            @JsonProperty("refresh_token") String refreshToken,
            String scope) {
        /** Without the tokens. */
        @Override
        public String toString() {
            return "TokenAnswer";
        }
    }

    record Refresh(@Size(min = 1, max = 256) @JsonProperty("refresh_token") String refreshToken) {}

    record TokenInput(@Size(min = 1, max = AccessTokens.MAX_LENGTH) String token) {}

    /** The answer of RFC 7662, 2.2. */
    record Introspection(
            boolean active,
            Optional<String> scope,
            @JsonProperty("client_id") Optional<String> clientId,
            @JsonProperty("token_type") Optional<String> tokenType,
            Optional<Long> exp,
            Optional<Long> iat,
            Optional<String> sub,
            Optional<String> aud,
            Optional<String> jti) {
        static final Introspection INACTIVE =
                new Introspection(
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
    }

    /** Exchanges a session for tokens. */
    TokenAnswer access(Call<AskAccess> call, Transaction transaction) {
        Account account =
                new AccountTable(transaction).byId(Calls.account(call)).orElseThrow(Calls::missing);
        Set<String> scopes =
                call.input()
                        .scopes()
                        .map(asked -> ApiTokens.grantable(parts, account, asked))
                        .orElseGet(() -> parts.permissions().grantable(account));
        GrantTable grants = new GrantTable(transaction);
        UUID grant = grants.insert(account, scopes, parts.now());
        transaction.audit("grant.opened", "grant/" + grant, new JsonObject());
        return answer(grants, accessTokens.signer(), grant, account, scopes);
    }

    /** Renews. What finding a used token changes is kept, though the caller is refused. */
    TokenAnswer refresh(Call<Refresh> call) {
        SigningKey key = accessTokens.signer();
        String token = call.input().refreshToken();
        Optional<TokenAnswer> answer =
                parts.database()
                        .transaction(
                                Calls.actor(call), transaction -> refresh(transaction, key, token));
        if (answer.isEmpty()) {
            parts.standing().forget();
            throw ProblemException.of(401, "The refresh token is wrong, used, or too old.");
        }
        return answer.get();
    }

    private Optional<TokenAnswer> refresh(Transaction transaction, SigningKey key, String token) {
        Instant now = parts.now();
        GrantTable grants = new GrantTable(transaction);
        Optional<GrantTable.Found> found = grants.use(token, now);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        UUID id = found.get().grant();
        if (found.get().used()) {
            if (grants.revoke(id, now)) {
                transaction.audit("grant.stolen", "grant/" + id, new JsonObject());
            }
            return Optional.empty();
        }
        Optional<Grant> grant = grants.current(id, now);
        return grant.map(good -> answer(grants, key, id, good.account(), good.scopes()));
    }

    private TokenAnswer answer(
            GrantTable grants, SigningKey key, UUID grant, Account account, Set<String> scopes) {
        String refresh = parts.secrets().token();
        grants.addRefresh(grant, refresh, parts.now());
        return new TokenAnswer(
                accessTokens.sign(key, grant, account.id(), account.organisation(), scopes),
                BEARER,
                AccessTokens.LIFE.toSeconds(),
                refresh,
                String.join(" ", new TreeSet<>(scopes)));
    }

    /** Ends what the token belongs to; says nothing of what it was (RFC 7009, 2.2). */
    Nothing revoke(Call<TokenInput> call, Transaction transaction) {
        String token = call.input().token();
        Instant now = parts.now();
        if (token.startsWith(ApiTokenTable.MARK)) {
            new ApiTokenTable(transaction)
                    .revoke(token, now)
                    .ifPresent(id ->
                            transaction.audit(
                                    "api-token.revoked", "api-token/" + id, new JsonObject()));
        } else {
            GrantTable grants = new GrantTable(transaction);
            grants.ofRefresh(token)
                    .or(() -> accessTokens.verify(token).map(AccessTokens.Claims::grant))
                    .filter(id -> grants.revoke(id, now))
                    .ifPresent(id ->
                            transaction.audit("grant.revoked", "grant/" + id, new JsonObject()));
        }
        parts.standing().forget();
        return Nothing.NOTHING;
    }

    /** What a token is worth at this moment. */
    Introspection introspect(Call<TokenInput> call) {
        String token = call.input().token();
        if (token.startsWith(ApiTokenTable.MARK)) {
            return parts.standing()
                    .apiToken(token)
                    .map(this::ofApiToken)
                    .orElse(Introspection.INACTIVE);
        }
        return accessTokens
                .verify(token)
                .flatMap(claims ->
                        parts.standing().grant(claims.grant()).map(grant -> of(claims, grant)))
                .orElse(Introspection.INACTIVE);
    }

    private Introspection ofApiToken(ApiTokenTable.Current token) {
        return new Introspection(
                true,
                Optional.of(scope(token.account(), token.scopes())),
                Optional.empty(),
                Optional.of(BEARER),
                Optional.of(token.expiresAt().getEpochSecond()),
                Optional.empty(),
                Optional.of(token.account().id().toString()),
                Optional.of(AccessTokens.AUDIENCE),
                Optional.of(token.id().toString()));
    }

    private Introspection of(AccessTokens.Claims claims, Grant grant) {
        return new Introspection(
                true,
                Optional.of(scope(grant.account(), grant.scopes())),
                Optional.of(AccessTokens.CLIENT),
                Optional.of(BEARER),
                Optional.of(claims.expiresAt().getEpochSecond()),
                Optional.of(claims.issuedAt().getEpochSecond()),
                Optional.of(claims.account().toString()),
                Optional.of(AccessTokens.AUDIENCE),
                Optional.of(claims.id().toString()));
    }

    private String scope(Account account, Set<String> scopes) {
        return String.join(" ", parts.permissions().ofToken(account, scopes));
    }
}
