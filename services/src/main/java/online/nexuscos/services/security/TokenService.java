package online.nexuscos.services.security;

import static online.nexuscos.platform.service.Permission.PUBLIC;

import com.nimbusds.jose.jwk.ECKey;
import java.util.List;
import online.nexuscos.platform.service.Call;
import online.nexuscos.platform.service.Nothing;
import online.nexuscos.platform.service.Routes;
import online.nexuscos.platform.service.Service;
import online.nexuscos.platform.service.ServiceInfo;
import online.nexuscos.platform.sql.Transaction;

/** Tokens: for programs, for access, and the keys that sign them. */
final class TokenService implements Service {
    private final Parts parts;
    private final SigningKeys keys;
    private final ApiTokens apiTokens;
    private final Grants grants;

    TokenService(Parts parts, SigningKeys keys, AccessTokens accessTokens) {
        this.parts = parts;
        this.keys = keys;
        apiTokens = new ApiTokens(parts);
        grants = new Grants(parts, accessTokens);
    }

    /** A public key (RFC 7517, RFC 7518, 6.2.1). */
    record Jwk(String kty, String crv, String x, String y, String kid, String use, String alg) {
        static Jwk of(ECKey key) {
            return new Jwk(
                    "EC",
                    key.getCurve().getName(),
                    key.getX().toString(),
                    key.getY().toString(),
                    key.getKeyID(),
                    "sig",
                    "ES256");
        }
    }

    record Jwks(List<Jwk> keys) {}

    /**
     * @param distrust nothing that the old keys signed is believed any more
     */
    record ReplaceKeys(boolean distrust) {}

    record ReplacedKeys(String kid) {}

    @Override
    public ServiceInfo info() {
        return ServiceInfo.named("token-manager");
    }

    @Override
    public void routes(Routes routes) {
        routes.get("/jwks", PUBLIC, Jwks.class, call -> jwks())
                .summary("The public keys that access tokens are signed with");
        routes.post(
                        "/keys",
                        Permissions.TOKENS_KEYS,
                        ReplaceKeys.class,
                        ReplacedKeys.class,
                        this::replaceKeys)
                .summary("Sign with a new key from now on");
        routes.get("", Permissions.ACCOUNT_SECURE, ApiTokens.ApiTokenList.class, apiTokens::list)
                .summary("One's API tokens");
        routes.post(
                        "",
                        Permissions.ACCOUNT_SECURE,
                        ApiTokens.MakeApiToken.class,
                        ApiTokens.MadeApiToken.class,
                        apiTokens::make)
                .summary("Make an API token; it is shown this once")
                .creates()
                .secret();
        routes.delete(
                        "/{id}",
                        Permissions.ACCOUNT_SECURE,
                        Nothing.class,
                        Nothing.class,
                        apiTokens::revoke)
                .summary("Revoke an API token");
        routes.get(
                        "/scopes",
                        Permissions.ACCOUNT_SECURE,
                        ApiTokens.ScopeList.class,
                        apiTokens::scopes)
                .summary("What one's tokens can be allowed");
        grantRoutes(routes);
    }

    private void grantRoutes(Routes routes) {
        routes.post(
                        "/access",
                        Permissions.ACCOUNT_SECURE,
                        Grants.AskAccess.class,
                        Grants.TokenAnswer.class,
                        grants::access)
                .summary("Exchange a session for an access token and a refresh token")
                .secret();
        routes.post(
                        "/refresh",
                        PUBLIC,
                        Grants.Refresh.class,
                        Grants.TokenAnswer.class,
                        (Call<Grants.Refresh> call) -> grants.refresh(call))
                .summary("Renew an access token; the refresh token is good for one use")
                .secret();
        routes.post(
                        "/revoke",
                        PUBLIC,
                        Grants.TokenInput.class,
                        Nothing.class,
                        grants::revoke)
                .summary("End what a token belongs to");
        routes.post(
                        "/introspect",
                        Permissions.TOKENS_INTROSPECT,
                        Grants.TokenInput.class,
                        Grants.Introspection.class,
                        grants::introspect)
                .summary("What a token is worth now");
    }

    private Jwks jwks() {
        return new Jwks(keys.ring().shown(parts.now()).stream().map(Jwk::of).toList());
    }

    private ReplacedKeys replaceKeys(Call<ReplaceKeys> call, Transaction transaction) {
        String id = keys.replace(transaction, call.input().distrust());
        keys.forget();
        return new ReplacedKeys(id);
    }
}
