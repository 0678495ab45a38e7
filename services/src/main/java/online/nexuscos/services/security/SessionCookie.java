package online.nexuscos.services.security;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a browser carries: a secret that no script reads (HttpOnly), that other sites' requests do
 * not bring along (SameSite), and that over HTTPS belongs to this very host ({@code __Host-}).
 */
final class SessionCookie {
    private static final String NAME = "nexus";
    private static final String SECURE_NAME = "__Host-nexus";
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");

    private SessionCookie() {}

    static String set(String secret, Duration life, boolean secure) {
        return header(secret, life.toSeconds(), secure);
    }

    static String remove(boolean secure) {
        return header("", 0, secure);
    }

    private static String header(String value, long seconds, boolean secure) {
        return (secure ? SECURE_NAME : NAME)
                + "="
                + value
                + "; Path=/; Max-Age="
                + seconds
                + "; HttpOnly; SameSite=Lax"
                + (secure ? "; Secure" : "");
    }

    /**
     * The secret in a request's header.
     *
     * @return empty where there is none of our form
     */
    static Optional<String> find(String header, boolean secure) {
        String name = secure ? SECURE_NAME : NAME;
        for (String pair : header.split(";", 64)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                String value = pair.substring(equals + 1).strip();
                return Optional.of(value).filter(text -> SECRET.matcher(text).matches());
            }
        }
        return Optional.empty();
    }
}
