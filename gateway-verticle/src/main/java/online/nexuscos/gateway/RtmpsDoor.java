package online.nexuscos.gateway;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import online.nexuscos.platform.config.RtmpConfig;
import online.nexuscos.platform.health.Health;
import online.nexuscos.platform.health.HealthSource;
import online.nexuscos.streamcore.rtmp.RtmpServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** RTMPS: opened with HTTPS's certificate when there is one, and showing each new one. */
final class RtmpsDoor implements HealthSource {
    private static final Logger LOG = LoggerFactory.getLogger(RtmpsDoor.class);
    private static final int PATIENCE_SECONDS = 20;

    private final Vertx vertx;
    private final RtmpConfig config;
    private final RtmpServer server;
    private final CompletableFuture<Integer> opened = new CompletableFuture<>();
    private volatile @Nullable SslContext shown;
    private volatile Health health;

    RtmpsDoor(Vertx vertx, RtmpConfig config, RtmpServer server) {
        this.vertx = vertx;
        this.config = config;
        this.server = server;
        health =
                config.secure()
                        ? Health.idle("waits for the certificate of HTTPS")
                        : Health.idle("rtmp.secure is false");
    }

    /** Shows a certificate to whoever connects from now on; blocks. */
    synchronized void show(PemKeyCertOptions certificate) {
        if (!config.secure()) {
            return;
        }
        try {
            SslContext next =
                    SslContextBuilder.forServer(certificate.getKeyManagerFactory(vertx)).build();
            shown = next;
            if (!opened.isDone()) {
                opened.complete(open(next));
                health = Health.UP;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            fail(e);
        }
    }

    private int open(SslContext first) throws Exception {
        return server.listenSecurely(
                        config.host(),
                        config.securePort(),
                        () -> {
                            SslContext now = shown;
                            return now == null ? first : now;
                        })
                .toCompletionStage()
                .toCompletableFuture()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void fail(Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        if (opened.isDone()) {
            LOG.warn("RTMPS does not show the new certificate: {}", cause.getMessage());
            return;
        }
        LOG.error(
                "there is no RTMPS at port {}: {}; all else works",
                config.securePort(),
                cause.getMessage());
        health = Health.down("could not be opened");
        opened.completeExceptionally(cause);
    }

    /** Completes with the port when it is open. */
    CompletableFuture<Integer> opened() {
        return opened;
    }

    @Override
    public String name() {
        return "rtmps";
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
