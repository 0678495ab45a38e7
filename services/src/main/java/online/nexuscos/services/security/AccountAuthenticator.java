package online.nexuscos.services.security;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.service.Authenticator;
import online.nexuscos.platform.service.Principal;

/**
 * Knows people by the cookie of their session, and programs by their token. A session that is over
 * makes a stranger, who still sees what everybody may; a token that is over is refused, for no
 * program sends one in vain.
 */
final class AccountAuthenticator implements Authenticator {
    private static final String BEARER = "bearer ";
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final Standing standing;
    private final AccessTokens accessTokens;
    private final Permissions permissions;

    AccountAuthenticator(Standing standing, AccessTokens accessTokens, Permissions permissions) {
        this.standing = standing;
        this.accessTokens = accessTokens;
        this.permissions = permissions;
    }

    @Override
    public Principal authenticate(Credentials credentials) {
        if (credentials.authorization().isPresent()) {
            return bearer(credentials.authorization().get());
        }
        return credentials
                .cookie()
                .flatMap(header -> SessionCookie.find(header, credentials.origin().secure()))
                .flatMap(standing::session)
                .map(session -> signedIn(session, credentials))
                .orElse(Principal.ANONYMOUS);
    }

    private static Principal signedIn(SessionTable.Current session, Credentials credentials) {
        boolean reads = READING.contains(credentials.method());
        if (!reads && credentials.crossSite()) {
            throw ProblemException.of(403, "Pages of other sites change nothing here.");
        }
        if (!reads && !Secrets.equal(session.csrf(), credentials.csrf().orElse(""))) {
            throw ProblemException.of(
                    403, "A change needs the header x-csrf-token. Load the page again.");
        }
        return principal(session.account(), session.id(), Permissions.ofSession(session.account()));
    }

    private Principal bearer(String authorization) {
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw ProblemException.of(401, "Authorization takes the scheme Bearer alone.");
        }
        String token = authorization.substring(BEARER.length()).strip();
        return ofToken(token)
                .orElseThrow(
                        () -> ProblemException.of(401, "The token is wrong, or no longer good."));
    }

    private Optional<Principal> ofToken(String token) {
        if (token.startsWith(ApiTokenTable.MARK)) {
            if (token.length() > AccessTokens.MAX_LENGTH) {
                return Optional.empty();
            }
            return standing.apiToken(token)
                    .map(found ->
                            principal(
                                    found.account(),
                                    found.id(),
                                    permissions.ofToken(found.account(), found.scopes())));
        }
        return accessTokens
                .verify(token)
                .flatMap(claims -> standing.grant(claims.grant()))
                .map(grant ->
                        principal(
                                grant.account(),
                                grant.id(),
                                permissions.ofToken(grant.account(), grant.scopes())));
    }

    private static Principal principal(Account account, UUID session, Set<String> names) {
        return new Principal(
                account.id().toString(),
                account.organisation().toString(),
                session.toString(),
                names);
    }
}
