package online.nexuscos.streamcore.hls;

import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.internal.VertxInternal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/** An origin with one stream, {@code demo}, on a real server, and a real client. */
final class TestingOrigin implements AutoCloseable {
    private static final int DEADLINE_SECONDS = 10;

    final TestingPresentation presentation;
    final HlsStream stream;
    final int port;

    private final Vertx vertx;
    private final HttpClient client;

    TestingOrigin() {
        this(HlsStream.Limits.DEFAULT);
    }

    TestingOrigin(Duration patience) {
        this(new HlsStream.Limits(patience, 100));
    }

    TestingOrigin(HlsStream.Limits limits) {
        this(limits, Viewing.OPEN, HlsStream.Audience.unlimited());
    }

    TestingOrigin(Viewing viewing) {
        this(HlsStream.Limits.DEFAULT, viewing, HlsStream.Audience.unlimited());
    }

    TestingOrigin(HlsStream.Audience audience) {
        this(HlsStream.Limits.DEFAULT, Viewing.OPEN, audience);
    }

    private TestingOrigin(HlsStream.Limits limits, Viewing viewing, HlsStream.Audience audience) {
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(3));
        EventLoop loop = ((VertxInternal) vertx).nettyEventLoopGroup().next();
        presentation = new TestingPresentation(loop);
        stream = HlsStream.of(presentation, limits, System::nanoTime, audience);
        HlsOrigin origin = new HlsOrigin(name -> name.equals("demo") ? stream : null, viewing);
        HttpServer server =
                await(
                        vertx.createHttpServer()
                                .requestHandler(request -> {
                                    if (!origin.handle(request)) {
                                        request.response().setStatusCode(418).end();
                                    }
                                })
                                .listen(0, "127.0.0.1"));
        port = server.actualPort();
        client = client(new HttpClientOptions());
    }

    /** A client of this server. */
    HttpClient client(HttpClientOptions options) {
        return vertx.createHttpClient(
                options.setDefaultHost("127.0.0.1").setDefaultPort(port),
                new PoolOptions().setHttp1MaxSize(50));
    }

    /** An answer. */
    record Reply(int status, MultiMap headers, Buffer content) {
        byte[] bytes() {
            return content.getBytes();
        }

        String body() {
            return content.toString(StandardCharsets.UTF_8);
        }

        String header(String name) {
            String value = headers.get(name);
            return value == null ? "" : value;
        }

        String unzipped() {
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes()))) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    Reply get(String file, String... headers) {
        return await(send(HttpMethod.GET, "/live/demo/" + file, headers));
    }

    Reply request(HttpMethod method, String uri, String... headers) {
        return await(send(method, uri, headers));
    }

    /** Asks, and returns once the server holds the request back. */
    CompletableFuture<Reply> getBlocked(String file, String... headers) {
        int before = stream.waiting();
        CompletableFuture<Reply> reply =
                send(HttpMethod.GET, "/live/demo/" + file, headers)
                        .toCompletionStage()
                        .toCompletableFuture();
        eventually(() -> stream.waiting() > before || reply.isDone());
        if (reply.isDone()) {
            throw new AssertionError(
                    "answered at once: " + await(Future.fromCompletionStage(reply)));
        }
        return reply;
    }

    private Future<Reply> send(HttpMethod method, String uri, String... headers) {
        RequestOptions options = new RequestOptions().setMethod(method).setURI(uri);
        for (int i = 0; i < headers.length; i += 2) {
            options.putHeader(headers[i], headers[i + 1]);
        }
        return client.request(options)
                .compose(request ->
                        send(
                                request,
                                response -> response.body().map(body -> reply(response, body))));
    }

    private static Reply reply(HttpClientResponse response, Buffer body) {
        return new Reply(response.statusCode(), response.headers(), body);
    }

    /** The mapper is called before any of the body flows, whatever thread this is. */
    static <T> Future<T> send(
            HttpClientRequest request, Function<HttpClientResponse, Future<T>> mapper) {
        Future<T> mapped = request.response().compose(mapper);
        return request.send().compose(sent -> mapped);
    }

    static <T> T await(Future<T> future) {
        return await(future.toCompletionStage().toCompletableFuture());
    }

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("no result", e);
        }
    }

    static void eventually(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("did not come true");
            }
            Thread.onSpinWait();
        }
    }

    /** After it every connection is closed, and every response written or failed. */
    @Override
    public void close() {
        await(vertx.close());
    }
}
