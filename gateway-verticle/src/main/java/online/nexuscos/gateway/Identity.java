package online.nexuscos.gateway;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import online.nexuscos.platform.config.AccountsConfig;
import online.nexuscos.platform.config.MailConfig;
import online.nexuscos.platform.config.NexusConfig;
import online.nexuscos.platform.service.Authenticator;
import online.nexuscos.platform.sql.Database;
import online.nexuscos.platform.sql.SqlException;
import online.nexuscos.services.security.Accounts;
import online.nexuscos.services.security.AccountsOptions;
import online.nexuscos.services.security.FirstAdministrator;
import online.nexuscos.services.security.Letterbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts accounts together, as the configuration has them. */
final class Identity implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Identity.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(30);
    private static final long SWEEP_MS = Duration.ofHours(1).toMillis();

    private final Optional<Accounts> accounts;

    private Identity(Optional<Accounts> accounts) {
        this.accounts = accounts;
    }

    /**
     * Opens accounts, if there are any; asks the database for nothing yet.
     *
     * @param permissions names of all permissions that services ask for
     */
    static Identity open(
            Vertx vertx,
            NexusConfig config,
            Database database,
            Supplier<Set<String>> permissions,
            InstantSource clock)
            throws StartException {
        AccountsConfig wanted = config.accounts();
        if (!wanted.enabled()) {
            return new Identity(Optional.empty());
        }
        Path folder = config.data().dir();
        AccountsOptions options =
                new AccountsOptions(
                        folder,
                        wanted.address(),
                        wanted.administrator(),
                        wanted.sessionIdle(),
                        wanted.sessionLife(),
                        wanted.keyLife(),
                        Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
        try {
            Accounts accounts =
                    Accounts.open(
                            database,
                            options,
                            permissions,
                            letterbox(config.mail(), folder.resolve("mail"), clock),
                            clock);
            vertx.setPeriodic(SWEEP_MS, timer -> aside("sweep", accounts::sweep));
            return new Identity(Optional.of(accounts));
        } catch (IOException e) {
            throw new StartException("accounts: " + e);
        }
    }

    private static Letterbox letterbox(MailConfig mail, Path spool, InstantSource clock) {
        if (mail.host().isEmpty()) {
            return Letterbox.spool(spool, mail.from(), clock);
        }
        Letterbox.Server server =
                new Letterbox.Server(
                        mail.host(),
                        mail.port(),
                        switch (mail.encryption()) {
                            case NONE -> Letterbox.Encryption.NONE;
                            case STARTTLS -> Letterbox.Encryption.STARTTLS;
                            case TLS -> Letterbox.Encryption.TLS;
                        },
                        mail.user(),
                        mail.password().orElse(""));
        return Letterbox.smtp(server, mail.from(), clock);
    }

    Optional<Accounts> accounts() {
        return accounts;
    }

    Authenticator authenticator() {
        return accounts.map(Accounts::authenticator).orElse(Authenticator.NOBODY);
    }

    /** Makes the first administrator aside, and shows the password for once. */
    void firstStart(Consumer<String> print) {
        accounts.ifPresent(all -> aside("first-administrator", () -> awaitFirstStart(all, print)));
    }

    /** A database of our own may take longer to start than one call waits for it. */
    private static void awaitFirstStart(Accounts accounts, Consumer<String> print) {
        for (Duration pause = FIRST_PAUSE; ; pause = longer(pause)) {
            try {
                accounts.firstStart().map(Identity::announcement).ifPresent(print);
                return;
            } catch (SqlException e) {
                if (e.kind() != SqlException.Kind.UNAVAILABLE) {
                    throw e;
                }
                LOG.warn("accounts wait for the database: {}", e.getMessage());
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(MAX_PAUSE) < 0 ? twice : MAX_PAUSE;
    }

    private static String announcement(FirstAdministrator administrator) {
        return "  account  "
                + administrator.email()
                + ": password "
                + administrator.password()
                + " for once, page /signin";
    }

    private static void aside(String name, Runnable work) {
        Thread.ofVirtual()
                .name(name)
                .start(() -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        LOG.error("{}: accounts cannot be used", name, e);
                    }
                });
    }

    @Override
    public void close() {
        accounts.ifPresent(Accounts::close);
    }
}
