package online.nexuscos.platform.service;

import java.util.Optional;

/** Finds out on whose behalf a request is made. Called on a virtual thread; may wait. */
@FunctionalInterface
public interface Authenticator {
    /** Knows nobody: every request is a stranger's. */
    Authenticator NOBODY = credentials -> Principal.ANONYMOUS;

    /**
     * What a request shows of its sender.
     *
     * @param authorization the header of that name
     * @param cookie the header of that name
     * @param csrf the header {@code x-csrf-token}
     * @param method {@code GET}
     * @param crossSite whether a page of another site sends it, by {@code Sec-Fetch-Site} or {@code
     *     Origin}
     * @param origin where it came in
     */
    record Credentials(
            Optional<String> authorization,
            Optional<String> cookie,
            Optional<String> csrf,
            String method,
            boolean crossSite,
            Origin origin) {
        /** Nothing that names anybody: a stranger's, without further looks. */
        public boolean isEmpty() {
            return authorization.isEmpty() && cookie.isEmpty();
        }
    }

    /**
     * Looks who it is.
     *
     * @throws online.nexuscos.platform.problem.ProblemException 401 for credentials that are wrong
     *     or no longer good, 403 for a missing CSRF token
     */
    Principal authenticate(Credentials credentials);
}
