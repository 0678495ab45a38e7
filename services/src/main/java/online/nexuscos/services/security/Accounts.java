package online.nexuscos.services.security;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import online.nexuscos.platform.secret.KeyFile;
import online.nexuscos.platform.service.Authenticator;
import online.nexuscos.platform.service.Service;
import online.nexuscos.platform.sql.Database;

/** The module whole: its three services, and the authenticator that the gateway asks. */
public final class Accounts implements AutoCloseable {
    private static final String KEY_FILE = "accounts.key";

    /** How long what is over stays, for whoever wants to look at it. */
    private static final Duration KEPT = Duration.ofDays(30);

    private final AccountsOptions options;
    private final Parts parts;
    private final List<Service> services;
    private final Authenticator authenticator;

    private Accounts(AccountsOptions options, Parts parts, SigningKeys keys) {
        this.options = options;
        this.parts = parts;
        AccessTokens accessTokens = new AccessTokens(options.issuer(), keys::ring, parts.clock());
        services =
                List.of(
                        new UserAuth(parts),
                        new SessionService(parts),
                        new TokenService(parts, keys, accessTokens));
        authenticator =
                new AccountAuthenticator(parts.standing(), accessTokens, parts.permissions());
    }

    /**
     * Builds the module; touches files, but no database yet.
     *
     * @param permissions names of all permissions that services ask for
     * @param mail where letters go; closed with the module
     * @throws IOException if the key file can neither be read nor made
     */
    public static Accounts open(
            Database database,
            AccountsOptions options,
            Supplier<Set<String>> permissions,
            Letterbox mail,
            InstantSource clock)
            throws IOException {
        SecureRandom random = new SecureRandom();
        KeyFile keyFile = KeyFile.open(options.folder().resolve(KEY_FILE), random);
        SessionPolicy policy = new SessionPolicy(options.sessionIdle(), options.sessionLife());
        Parts parts =
                new Parts(
                        database,
                        clock,
                        new Passwords(options.hashes(), random),
                        new Secrets(random),
                        new MailRoom(mail.port()),
                        new Standing(database, clock, policy),
                        policy,
                        new Permissions(permissions));
        return new Accounts(
                options, parts, new SigningKeys(database, keyFile, clock, options.keyLife()));
    }

    public List<Service> services() {
        return services;
    }

    public Authenticator authenticator() {
        return authenticator;
    }

    /** Makes the first administrator where there is none. Waits for the database. */
    public Optional<FirstAdministrator> firstStart() {
        return FirstAdministrator.make(parts, options.administrator());
    }

    /** Forgets what has been over for a while; to be called now and then. */
    public void sweep() {
        Instant now = parts.now();
        Database database = parts.database();
        Attempts.sweep(database, now);
        SessionTable.sweep(database, now.minus(KEPT));
        GrantTable.sweep(database, now.minus(KEPT));
    }

    @Override
    public void close() {
        parts.passwords().close();
        parts.mail().close();
    }
}
