package online.nexuscos.platform.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** How to reach a PostgreSQL server, and a database there. */
public record PostgresAddress(
        String host, int port, String database, String user, String password, Tls tls) {
    private static final int DEFAULT_PORT = 5432;

    /** Whether the line is encrypted, and whose certificate will do: libpq's sslmode. */
    public enum Tls {
        DISABLE,
        /** Encrypted; the certificate is not looked at. */
        REQUIRE,
        /** Encrypted, by a certificate of that host which Java's trust store vouches for. */
        VERIFY_FULL
    }

    /**
     * Reads {@code postgres://user:password@host:port/database?sslmode=verify-full}; port and
     * sslmode may be missing, then they are 5432, and disable on loopback, else verify-full.
     *
     * @throws StoreException for any other form; the message does not show the URL
     */
    public static PostgresAddress parse(String url) throws StoreException {
        try {
            URI uri = new URI(url);
            String[] login = orEmpty(uri.getRawUserInfo()).split(":", 2);
            String host = orEmpty(uri.getHost());
            String database = orEmpty(uri.getPath()).replaceFirst("^/", "");
            if (!orEmpty(uri.getScheme()).matches("postgres(ql)?")
                    || host.isEmpty()
                    || login[0].isEmpty()
                    || database.isEmpty()
                    || database.contains("/")) {
                throw malformed();
            }
            return new PostgresAddress(
                    host.replaceAll("^\\[|]$", ""),
                    uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                    database,
                    decode(login[0]),
                    login.length == 2 ? decode(login[1]) : "",
                    tls(orEmpty(uri.getQuery()), host));
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw malformed();
        }
    }

    private static Tls tls(String query, String host) throws StoreException {
        if (query.isEmpty()) {
            boolean near = host.matches("localhost|127\\..*|\\[::1]");
            return near ? Tls.DISABLE : Tls.VERIFY_FULL;
        }
        if (!query.startsWith("sslmode=")) {
            throw malformed();
        }
        String mode = query.substring("sslmode=".length());
        return Tls.valueOf(mode.replace('-', '_').toUpperCase(Locale.ROOT));
    }

    /** The same server and user, another database. */
    public PostgresAddress withDatabase(String name) {
        return new PostgresAddress(host, port, name, user, password, tls);
    }

    private static StoreException malformed() {
        return new StoreException(
                "postgres.url: another form (expected: postgres://user:password@host:port/database"
                        + "?sslmode=disable|require|verify-full)");
    }

    private static String orEmpty(@org.jspecify.annotations.Nullable String text) {
        return text == null ? "" : text;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "postgres://" + user + "@" + host + ":" + port + "/" + database;
    }
}
