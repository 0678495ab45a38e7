package online.nexuscos.services.core.webhook;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import online.nexuscos.platform.net.AddressPolicy;
import online.nexuscos.platform.net.Authorities;
import online.nexuscos.platform.secret.KeyFile;
import online.nexuscos.platform.service.Routes;
import online.nexuscos.platform.sql.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Webhooks: their routes, what they hear of, and who delivers it. */
public final class Webhooks {
    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);

    private final Vertx vertx;
    private final Database database;
    private final KeyFile keys;
    private final Options options;
    private final WebhookRoutes routes;
    private final Intake intake;
    private Optional<Worker> worker = Optional.empty();
    private Optional<Thread> thread = Optional.empty();

    /**
     * How they are called.
     *
     * @param policy for the addresses that people name
     * @param authorities a PEM file of authorities to verify servers by, beside Java's own
     */
    public record Options(AddressPolicy policy, Optional<Path> authorities, InstantSource clock) {}

    /**
     * Asks the database for nothing yet.
     *
     * @param keys seals their secrets
     */
    public Webhooks(Vertx vertx, Database database, KeyFile keys, Options options) {
        this.vertx = vertx;
        this.database = database;
        this.keys = keys;
        this.options = options;
        routes = new WebhookRoutes(database, keys, this::wake);
        intake = new Intake(this::wake);
    }

    /** Adds their routes, and what they hear of, to a service. */
    public void declare(Routes service) {
        routes.declare(service);
        intake.declare(service);
    }

    private synchronized void wake() {
        worker.ifPresent(Worker::wake);
    }

    /** Begins to deliver. */
    public synchronized void start() {
        thread = Optional.of(Thread.ofVirtual().name("webhooks").start(this::run));
    }

    private void run() {
        try {
            Sender sender =
                    new Sender(
                            vertx,
                            options.policy(),
                            Authorities.with(options.authorities()).getTrustManagers()[0],
                            Sender.TIMEOUT);
            Worker made =
                    new Worker(
                            database, new EndpointTable(database, keys), sender, options.clock());
            synchronized (this) {
                worker = Optional.of(made);
            }
            try {
                made.run();
            } finally {
                sender.close();
            }
        } catch (IOException e) {
            LOG.error("webhooks are not delivered: {}", e.getMessage());
        }
    }

    /** Begins no more attempts. */
    public synchronized void stop() {
        thread.ifPresent(Thread::interrupt);
        worker = Optional.empty();
        thread = Optional.empty();
    }
}
