package online.nexuscos.services.security;

import java.util.Set;
import java.util.TreeSet;

/** Names of permissions as tokens carry them: separated by blanks (RFC 6749, 3.3). */
final class Scopes {
    private Scopes() {}

    static Set<String> parse(String text) {
        Set<String> scopes = new TreeSet<>();
        for (String scope : text.split(" ", -1)) {
            if (!scope.isEmpty()) {
                scopes.add(scope);
            }
        }
        return scopes;
    }
}
