package online.nexuscos.bench;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Somebody who calls services with JSON, as a browser or a program does; keeps the cookie that it
 * is given. One for each thread.
 */
final class JsonClient {
    private static final Duration TIME_OUT = Duration.ofSeconds(30);
    private static final int FIRST_FAILURE = 400;

    private final HttpClient client;
    private final URI server;
    private final Map<String, String> headers = new LinkedHashMap<>();

    /**
     * @param server {@code http://127.0.0.1:8080}
     */
    JsonClient(HttpClient client, URI server) {
        this.client = client;
        this.server = Http.loopback(server.toString());
    }

    static HttpClient lines() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIME_OUT)
                .build();
    }

    /** Sends this header with every call from now on. */
    void header(String name, String value) {
        headers.put(name, value);
    }

    JsonObject get(String path) {
        return answer(path, request(path).GET());
    }

    JsonObject post(String path, JsonObject body) {
        return answer(
                path,
                request(path)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.encode())));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(path)).timeout(TIME_OUT);
        headers.forEach(request::header);
        return request;
    }

    private JsonObject answer(String path, HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= FIRST_FAILURE) {
                throw new BenchException(
                        path + " answered " + response.statusCode() + ": " + response.body());
            }
            response.headers()
                    .firstValue("set-cookie")
                    .ifPresent(cookie -> header("cookie", cookie.split(";", 2)[0]));
            return response.body().isEmpty() ? new JsonObject() : new JsonObject(response.body());
        } catch (DecodeException e) {
            throw new BenchException(path + " did not answer JSON", e);
        } catch (IOException e) {
            throw new BenchException(path + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }
}
