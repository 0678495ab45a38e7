package online.nexuscos.streamcore.callback;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** A site that notes what it is asked. */
final class TestingSite {
    /** Method, path and body. */
    final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

    private final int port;

    private TestingSite(Vertx vertx, BiConsumer<String, HttpServerResponse> answer)
            throws Exception {
        port =
                vertx.createHttpServer()
                        .requestHandler(request ->
                                request.body()
                                        .onSuccess(body -> {
                                            calls.add(
                                                    request.method()
                                                            + " "
                                                            + request.uri()
                                                            + " "
                                                            + body);
                                            answer.accept(body.toString(), request.response());
                                        }))
                        .listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS)
                        .actualPort();
    }

    static TestingSite answering(Vertx vertx, int status, String location) throws Exception {
        return new TestingSite(
                vertx,
                (_, response) -> {
                    if (!location.isEmpty()) {
                        response.putHeader("location", location);
                    }
                    response.setStatusCode(status).end("a body that nobody reads");
                });
    }

    static TestingSite silent(Vertx vertx) throws Exception {
        return new TestingSite(vertx, (_, _) -> {});
    }

    static TestingSite slowFor(Vertx vertx, String field) throws Exception {
        return new TestingSite(
                vertx,
                (body, response) -> {
                    if (!body.contains(field)) {
                        response.end();
                    }
                });
    }

    static TestingSite refusing(Vertx vertx, String field) throws Exception {
        return new TestingSite(
                vertx,
                (body, response) -> response.setStatusCode(body.contains(field) ? 403 : 200).end());
    }

    URI address(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    String next() throws InterruptedException {
        String call = calls.poll(20, TimeUnit.SECONDS);
        if (call == null) {
            throw new AssertionError("the site was not asked");
        }
        return call;
    }
}
