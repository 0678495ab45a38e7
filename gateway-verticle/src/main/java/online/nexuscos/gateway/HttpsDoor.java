package online.nexuscos.gateway;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.Inet4Address;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import online.nexuscos.gateway.http.HttpEdge;
import online.nexuscos.gateway.http.HttpEdge.Door;
import online.nexuscos.gateway.http.LocalTrust;
import online.nexuscos.gateway.tls.CertificateFolder;
import online.nexuscos.gateway.tls.CertificateSource;
import online.nexuscos.gateway.tls.LocalAuthority;
import online.nexuscos.gateway.tls.MachineNames;
import online.nexuscos.platform.config.NexusConfig;
import online.nexuscos.platform.health.Health;
import online.nexuscos.platform.health.HealthSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTPS: opened aside, since certificates take longer to make, and TLS longer to load, than the
 * other ports may wait. It looks for a new certificate from time to time.
 */
final class HttpsDoor implements HealthSource {
    private static final Logger LOG = LoggerFactory.getLogger(HttpsDoor.class);
    private static final long CHECK_MS = 15_000;
    private static final int PATIENCE_SECONDS = 20;

    private final NexusConfig config;
    private final CertificateSource source;
    private final Supplier<Optional<LocalAuthority>> authority;
    private final CompletableFuture<Door> opened = new CompletableFuture<>();
    private volatile int httpPort;
    private volatile Health health = Health.degraded("is being opened");

    HttpsDoor(NexusConfig config, InstantSource clock) {
        this.config = config;
        if (config.https().files().isPresent()) {
            source = new CertificateFolder(config.https().files().get());
            authority = Optional::empty;
        } else {
            TreeSet<String> hosts = new TreeSet<>();
            config.edge().sites().values().forEach(site -> hosts.addAll(site.hosts()));
            LocalAuthority local =
                    new LocalAuthority(
                            config.data().dir().resolve("tls"),
                            () -> MachineNames.read(hosts),
                            clock);
            source = local;
            authority = () -> Optional.of(local);
        }
    }

    /**
     * Opens the port on a thread of its own.
     *
     * @param openHttpPort the one of HTTP
     */
    void open(Vertx vertx, HttpEdge edge, int openHttpPort, int eventLoops) {
        httpPort = openHttpPort;
        if (!config.https().enabled()) {
            health = Health.idle("https.enabled is false");
            return;
        }
        Thread.ofPlatform()
                .name("https")
                .daemon()
                .start(() -> {
                    try {
                        Door door = listen(vertx, edge, eventLoops);
                        health = Health.UP;
                        opened.complete(door);
                        vertx.setPeriodic(
                                CHECK_MS, timer -> vertx.executeBlocking(() -> renew(door)));
                    } catch (Exception e) {
                        fail(e);
                    }
                });
    }

    private Door listen(Vertx vertx, HttpEdge edge, int eventLoops) throws Exception {
        var certificate =
                source.next().orElseThrow(() -> new IOException("there is no certificate"));
        return edge.listenSecurely(
                        vertx, config.http().host(), config.https().port(), eventLoops, certificate)
                .toCompletionStage()
                .toCompletableFuture()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void fail(Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        LOG.error(
                "there is no HTTPS at port {}: {}; all else works",
                config.https().port(),
                cause.getMessage());
        health = Health.down("could not be opened");
        opened.completeExceptionally(cause);
    }

    /** Shows a new certificate where there is one; what was shown stays while there is trouble. */
    private @Nullable Void renew(Door door) {
        try {
            var certificate = source.next();
            if (certificate.isPresent()) {
                door.show(certificate.get())
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                LOG.info("HTTPS shows a new certificate");
            }
            health = Health.UP;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("the certificate could not be renewed", e);
            health = Health.degraded("the certificate could not be renewed");
        }
        return null;
    }

    /** Completes when the port is open, or cannot be opened. */
    CompletableFuture<Door> opened() {
        return opened;
    }

    /** Empty while the port is not open, and with a certificate of the operator's own. */
    Optional<LocalTrust> trust() {
        Door door = opened.isCompletedExceptionally() ? null : opened.getNow(null);
        if (door == null) {
            return Optional.empty();
        }
        return authority
                .get()
                .flatMap(LocalAuthority::certificate)
                .map(trusted -> new LocalTrust(trusted, door.port(), httpPort, addresses()));
    }

    /** Where other machines reach this one, those that are easily typed first. */
    private List<String> addresses() {
        String host = config.http().host();
        if (host.equals("0.0.0.0") || host.equals("::")) {
            return MachineNames.outwardAddresses()
                    .sorted(Comparator.comparing(address -> !(address instanceof Inet4Address)))
                    .map(MachineNames::text)
                    .toList();
        }
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1")
                ? List.of()
                : List.of(host);
    }

    @Override
    public String name() {
        return "https";
    }

    @Override
    public Kind kind() {
        return Kind.GATEWAY;
    }

    @Override
    public Health check() {
        return health;
    }
}
