package online.nexuscos.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.Inet4Address;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import online.nexuscos.gateway.http.HttpEdge;
import online.nexuscos.gateway.http.HttpEdge.Door;
import online.nexuscos.gateway.http.LocalTrust;
import online.nexuscos.gateway.tls.CertificateFolder;
import online.nexuscos.gateway.tls.CertificateSource;
import online.nexuscos.gateway.tls.LocalAuthority;
import online.nexuscos.gateway.tls.MachineNames;
import online.nexuscos.platform.config.ConfigException;
import online.nexuscos.platform.config.CurrentConfig;
import online.nexuscos.platform.config.HttpsConfig;
import online.nexuscos.platform.config.HttpsConfig.CertificateFiles;
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

    private final CurrentConfig current;
    private final NexusConfig config;
    private final InstantSource clock;
    private final Supplier<Set<String>> siteHosts;
    private volatile CertificateSource source;
    private final CompletableFuture<Door> opened = new CompletableFuture<>();
    private volatile Consumer<PemKeyCertOptions> follower = certificate -> {};
    private volatile int httpPort;
    private volatile Health health = Health.degraded("is being opened");

    HttpsDoor(CurrentConfig current, InstantSource clock) {
        this.current = current;
        config = current.config();
        this.clock = clock;
        siteHosts = () -> hosts(current.config());
        source =
                source(
                        current.follow(
                                List.of("https.certificate", "https.key"),
                                each -> each.https().files(),
                                (_, now) -> show(source(now))));
        // The local authority's certificate names them.
        current.follow("edge.sites", HttpsDoor::hosts, (_, now) -> show(source));
    }

    private CertificateSource source(Optional<CertificateFiles> files) {
        return files.<CertificateSource>map(CertificateFolder::new)
                .orElseGet(() ->
                        new LocalAuthority(
                                config.data().dir().resolve("tls"),
                                () -> MachineNames.read(new TreeSet<>(siteHosts.get())),
                                clock));
    }

    private static Set<String> hosts(NexusConfig config) {
        TreeSet<String> hosts = new TreeSet<>();
        config.edge().sites().values().forEach(site -> hosts.addAll(site.hosts()));
        return hosts;
    }

    /** Files that cannot be shown are refused before anything changes. */
    private static void requireUsable(HttpsConfig before, HttpsConfig next, Vertx vertx)
            throws ConfigException {
        if (next.files().isEmpty() || next.files().equals(before.files())) {
            return;
        }
        try {
            CertificateFolder.requireUsable(next.files().get(), vertx);
        } catch (IOException e) {
            throw new ConfigException("https.certificate: cannot be shown: " + e.getMessage());
        }
    }

    /**
     * Hands over the certificate before the port is opened with it, and each new one.
     *
     * @param next may block, and throws nothing
     */
    void follow(Consumer<PemKeyCertOptions> next) {
        follower = next;
    }

    /** Shows what this gives from now on, if the port is open; else it will. */
    private void show(CertificateSource next) {
        source = next;
        Door door = opened.isCompletedExceptionally() ? null : opened.getNow(null);
        if (door != null) {
            renew(door);
        }
    }

    /**
     * Opens the port on a thread of its own.
     *
     * @param openHttpPort the one of HTTP
     */
    void open(Vertx vertx, HttpEdge edge, int openHttpPort, int eventLoops) {
        httpPort = openHttpPort;
        current.require((before, next) -> requireUsable(before.https(), next.https(), vertx));
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
        follower.accept(certificate);
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
    private synchronized @Nullable Void renew(Door door) {
        try {
            var certificate = source.next();
            if (certificate.isPresent()) {
                follower.accept(certificate.get());
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
        Optional<X509Certificate> authority =
                switch (source) {
                    case LocalAuthority local -> local.certificate();
                    case CertificateFolder _ -> Optional.empty();
                };
        return authority.map(
                trusted -> new LocalTrust(trusted, door.port(), httpPort, addresses()));
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
