package online.nexuscos.streamcore.callback;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import online.nexuscos.streamcore.callback.CallbackKind.Weight;
import online.nexuscos.streamcore.callback.CallbackOptions.Method;

/**
 * Sends callbacks, each on a connection of its own, so that none waits for another. At the bound,
 * one more is not sent: a question is refused then, news is lost. Any thread; never waits.
 */
final class CallbackClient {
    /** Of each weight at once, so that questions do not wait for a site to hear news. */
    static final int MAX_AT_ONCE = 256;

    /** Of a body, which nobody reads. */
    private static final int MAX_BODY_BYTES = 64 * 1024;

    private static final String FORM = "application/x-www-form-urlencoded";

    private final Vertx vertx;
    private final CallbackOptions options;
    private final CallbackMetrics metrics;
    private final Map<Weight, Line> lines = new EnumMap<>(Weight.class);

    /** Connections for callbacks of one weight. */
    private record Line(HttpClient client, AtomicInteger busy) {}

    CallbackClient(Vertx vertx, CallbackOptions options, CallbackMetrics metrics) {
        this.vertx = vertx;
        this.options = options;
        this.metrics = metrics;
        for (Weight weight : Weight.values()) {
            HttpClient client =
                    vertx.createHttpClient(
                            new HttpClientOptions(),
                            new PoolOptions().setHttp1MaxSize(MAX_AT_ONCE));
            lines.put(weight, new Line(client, new AtomicInteger()));
        }
    }

    /** Never fails; does not complete later than the time-out. */
    Future<CallbackAnswer> send(CallbackKind kind, URI address, String form) {
        Line line = java.util.Objects.requireNonNull(lines.get(kind.weight()));
        if (line.busy.incrementAndGet() > MAX_AT_ONCE) {
            line.busy.decrementAndGet();
            return Future.succeededFuture(
                    counted(kind, new CallbackAnswer.Silent(MAX_AT_ONCE + " are asked already")));
        }
        return exchange(line.client, address, form)
                .timeout(options.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .otherwise(failure -> new CallbackAnswer.Silent(reason(failure)))
                .map(answer -> counted(kind, answer))
                .onComplete(_ -> line.busy.decrementAndGet());
    }

    private CallbackAnswer counted(CallbackKind kind, CallbackAnswer answer) {
        metrics.answered(kind, answer);
        return answer;
    }

    private String reason(Throwable failure) {
        return failure instanceof java.util.concurrent.TimeoutException
                ? "no answer in " + options.timeout().toMillis() + " ms"
                : "no answer: " + failure.getClass().getSimpleName();
    }

    private Future<CallbackAnswer> exchange(HttpClient client, URI address, String form) {
        Promise<CallbackAnswer> promise = Promise.promise();
        RequestOptions request = request(address, form);
        client.request(request)
                .onFailure(promise::tryFail)
                .onSuccess(sending -> {
                    bound(sending, promise);
                    Future<HttpClientResponse> sent =
                            options.method() == Method.POST
                                    ? sending.send(
                                            Buffer.buffer(form.getBytes(StandardCharsets.US_ASCII)))
                                    : sending.send();
                    sent.onFailure(promise::tryFail)
                            .onSuccess(response -> {
                                drain(sending, response);
                                promise.tryComplete(answer(response));
                            });
                });
        return promise.future();
    }

    /** A request that is not answered in time gives its connection back. */
    private void bound(HttpClientRequest request, Promise<CallbackAnswer> promise) {
        long timer =
                vertx.setTimer(
                        options.timeout().toMillis(),
                        _ -> {
                            if (!promise.future().isComplete()) {
                                request.reset();
                            }
                        });
        promise.future().onComplete(_ -> vertx.cancelTimer(timer));
    }

    private RequestOptions request(URI address, String form) {
        int timeoutMs = Math.toIntExact(options.timeout().toMillis());
        RequestOptions request =
                new RequestOptions()
                        .setConnectTimeout(timeoutMs)
                        .setIdleTimeout(timeoutMs)
                        .setFollowRedirects(false);
        return switch (options.method()) {
            case POST ->
                    request.setMethod(HttpMethod.POST)
                            .setAbsoluteURI(address.toString())
                            .putHeader("content-type", FORM);
            case GET ->
                    request.setMethod(HttpMethod.GET)
                            .setAbsoluteURI(
                                    address + (address.getRawQuery() == null ? "?" : "&") + form);
        };
    }

    /** Reads the body away, as far as it is short. */
    private static void drain(HttpClientRequest request, HttpClientResponse response) {
        AtomicInteger bytes = new AtomicInteger();
        response.handler(buffer -> {
            if (bytes.addAndGet(buffer.length()) > MAX_BODY_BYTES) {
                request.reset();
            }
        });
        response.exceptionHandler(_ -> {});
    }

    private static CallbackAnswer answer(HttpClientResponse response) {
        int status = response.statusCode();
        String location = response.getHeader("location");
        if (status >= 200 && status < 300) {
            return new CallbackAnswer.Allowed();
        }
        if (status >= 300 && status < 400 && location != null && !location.isBlank()) {
            return new CallbackAnswer.Redirected(location.strip());
        }
        return new CallbackAnswer.Refused(status);
    }

    Future<Void> close() {
        return Future.all(lines.values().stream().map(line -> line.client.close()).toList())
                .mapEmpty();
    }
}
