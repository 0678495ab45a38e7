package online.nexuscos.services.core.webhook;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.TrustManager;
import online.nexuscos.platform.net.AddressPolicy;
import online.nexuscos.services.core.webhook.DeliveryTable.Due;

/** Makes attempts. Calls wait: they are for virtual threads. */
final class Sender {
    /** For all of an attempt. */
    static final Duration TIMEOUT = Duration.ofSeconds(15);

    private static final int MAX_BODY_BYTES = 64 * 1024;
    private static final int GONE = 410;
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private final HttpClient client;
    private final AddressPolicy policy;
    private final Duration timeout;

    Sender(Vertx vertx, AddressPolicy policy, TrustManager authorities, Duration timeout) {
        this.policy = policy;
        this.timeout = timeout;
        client =
                vertx.createHttpClient(
                        new HttpClientOptions()
                                .setTrustOptions(TrustOptions.wrap(authorities))
                                .setKeepAlive(false));
    }

    /** What came of an attempt. */
    sealed interface Outcome {
        /** 2xx. */
        record Delivered(int status) implements Outcome {}

        /** Another status: 410 means that it wants no more. */
        record Refused(int status) implements Outcome {
            boolean forGood() {
                return status == GONE;
            }
        }

        /** No answer. */
        record Missed(String reason) implements Outcome {}
    }

    Outcome send(Due due, Instant now) {
        URI uri = URI.create(due.url());
        InetAddress address;
        try {
            address = InetAddress.getByName(host(uri));
        } catch (UnknownHostException e) {
            return new Outcome.Missed("no such host");
        }
        if (!policy.allows(address)) {
            return new Outcome.Missed("an address of a private network, which is not allowed");
        }
        try {
            int status =
                    exchange(due, uri, address, now)
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return status >= 200 && status < 300
                    ? new Outcome.Delivered(status)
                    : new Outcome.Refused(status);
        } catch (TimeoutException e) {
            return new Outcome.Missed("no answer in " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            return new Outcome.Missed(reason(e.getCause() == null ? e : e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Missed("the server stops");
        }
    }

    private static String reason(Throwable cause) {
        return switch (cause) {
            case javax.net.ssl.SSLException _ -> "the certificate is not accepted";
            case java.net.ConnectException _ -> "connection refused";
            case Throwable other -> "no answer: " + other.getClass().getSimpleName();
        };
    }

    private Future<Integer> exchange(Due due, URI uri, InetAddress address, Instant now) {
        boolean secure = "https".equals(uri.getScheme());
        int port = uri.getPort() > 0 ? uri.getPort() : secure ? HTTPS : HTTP;
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        RequestOptions options =
                new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        // The address that was judged, whatever the name says the next time.
                        .setServer(
                                SocketAddress.inetSocketAddress(
                                        new InetSocketAddress(address, port)))
                        .setHost(host(uri))
                        .setPort(port)
                        .setSsl(secure)
                        .setURI(uri.getRawQuery() == null ? path : path + '?' + uri.getRawQuery())
                        .setFollowRedirects(false)
                        .setTimeout(timeout.toMillis())
                        .putHeader("content-type", "application/json")
                        .putHeader("user-agent", "Nexus-COS-Webhooks/1")
                        .putHeader("webhook-id", due.messageId())
                        .putHeader("webhook-timestamp", Long.toString(now.getEpochSecond()))
                        .putHeader(
                                "webhook-signature",
                                due.secret()
                                        .signature(
                                                due.messageId(), now.getEpochSecond(), due.body()));
        Promise<Integer> promise = Promise.promise();
        client.request(options)
                .compose(request ->
                        request.send(Buffer.buffer(due.body()))
                                .map(response -> status(request, response)))
                .onSuccess(promise::tryComplete)
                .onFailure(promise::tryFail);
        return promise.future();
    }

    /** Reads the body away, as far as it is short. */
    private static int status(HttpClientRequest request, HttpClientResponse response) {
        int[] bytes = {0};
        response.handler(buffer -> {
            bytes[0] += buffer.length();
            if (bytes[0] > MAX_BODY_BYTES) {
                request.reset();
            }
        });
        response.exceptionHandler(_ -> {});
        return response.statusCode();
    }

    static String host(URI uri) {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    void close() {
        client.close();
    }
}
