package online.nexuscos.bench;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;

/**
 * What the gateway's price is measured against: the answer of {@link GreetingService}, straight
 * from an HTTP server of Vert.x on every event loop, with no router, no header that is not needed,
 * and nothing in between.
 */
final class BareHandler {
    private static final int BACKLOG = 4096;
    private static final Buffer ANSWER = Buffer.buffer(GreetingService.ANSWER);

    private BareHandler() {}

    /**
     * Serves until the process ends.
     *
     * @param arguments the port, at 127.0.0.1
     */
    public static void main(String[] arguments) {
        int port = Integer.parseInt(arguments[0]);
        int eventLoops = Runtime.getRuntime().availableProcessors();
        Vertx vertx =
                Vertx.vertx(
                        new VertxOptions()
                                .setEventLoopPoolSize(eventLoops)
                                .setPreferNativeTransport(true));
        vertx.deployVerticle(
                        () -> new Instance(port), new DeploymentOptions().setInstances(eventLoops))
                .onFailure(failure -> {
                    System.err.println(failure.getMessage());
                    System.exit(1);
                });
    }

    private static final class Instance extends VerticleBase {
        private final int port;

        Instance(int port) {
            this.port = port;
        }

        @Override
        public Future<?> start() {
            HttpServerOptions options =
                    new HttpServerOptions()
                            .setHost("127.0.0.1")
                            .setPort(port)
                            .setAcceptBacklog(BACKLOG)
                            .setTcpNoDelay(true);
            return vertx.createHttpServer(options)
                    .requestHandler(request ->
                            request.response()
                                    .putHeader("content-type", "application/json")
                                    .end(ANSWER))
                    .listen();
        }
    }
}
