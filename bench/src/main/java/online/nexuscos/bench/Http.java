package online.nexuscos.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

/** GET requests to this machine, and to no other. */
final class Http {
    private static final Duration TIME_OUT = Duration.ofSeconds(10);
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost");
    private static final int OK = 200;

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(TIME_OUT)
                    .build();

    /**
     * @throws BenchException the address is not one of this machine
     */
    static URI loopback(String address) {
        URI uri = URI.create(address);
        if (uri.getHost() == null || !LOOPBACK.contains(uri.getHost())) {
            throw new BenchException(address + " (expected: an address on 127.0.0.1)");
        }
        return uri;
    }

    /**
     * The body of a 200 answer.
     *
     * @throws BenchException any other answer, or none
     */
    byte[] bytes(URI uri) {
        HttpRequest request =
                HttpRequest.newBuilder(loopback(uri.toString())).timeout(TIME_OUT).build();
        try {
            HttpResponse<byte[]> response =
                    client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != OK) {
                throw new BenchException(uri + " answered " + response.statusCode());
            }
            return response.body();
        } catch (IOException e) {
            throw new BenchException(uri + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    String text(URI uri) {
        return new String(bytes(uri), StandardCharsets.UTF_8);
    }
}
