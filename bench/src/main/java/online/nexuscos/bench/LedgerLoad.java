package online.nexuscos.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Transfers between random accounts of the ledger of a running server, each one its own HTTP
 * request, database transaction and flush to disk. Whoever runs it lifts the server's rate limits.
 */
final class LedgerLoad {
    private static final int WRITERS = 32;
    private static final int CREATED = 201;
    private static final int OK = 200;
    private static final Duration TIME_OUT = Duration.ofSeconds(10);
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");
    private static final Pattern DIFFERENCE = Pattern.compile("\"difference\":(-?\\d+)");

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIME_OUT).build();
    private final URI server;
    private final String token;

    /**
     * @param server {@code http://127.0.0.1:8080}
     * @param token of an account that may read and write a ledger
     */
    LedgerLoad(URI server, String token) {
        this.server = Http.loopback(server.toString());
        this.token = token;
    }

    /** Opens accounts of one currency, without limits; their ids. */
    List<String> open(int accounts) {
        List<String> ids = new ArrayList<>();
        String name = "bench-" + UUID.randomUUID();
        for (int i = 0; i < accounts; i++) {
            String body = "{\"name\":\"%s:%d\",\"currency\":\"EUR\"}".formatted(name, i);
            HttpRequest.Builder request =
                    request("/api/ledger/accounts")
                            .header("content-type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body));
            Matcher id = ID.matcher(send(request, CREATED));
            if (!id.find()) {
                throw new BenchException("an opened account has no id");
            }
            ids.add(id.group(1));
        }
        return ids;
    }

    /**
     * Transfers for some seconds with 32 connections.
     *
     * @throws BenchException a transfer failed, or the books do not balance afterwards
     */
    WrkReport transfer(List<String> accounts, double seconds, Path folder) {
        Path script = folder.resolve("ledger.lua");
        try {
            Files.writeString(script, script(accounts));
        } catch (IOException e) {
            throw new BenchException(script + ": " + e, e);
        }
        List<String> command =
                List.of(
                        "wrk",
                        "-t1",
                        "-c" + WRITERS,
                        "-d" + Math.max(1, Math.round(seconds)) + "s",
                        "-s",
                        script.toString(),
                        server.toString());
        WrkReport report = WrkReport.parse(Command.run(Path.of("."), command));
        if (report.failures() > 0 || report.requests() == 0) {
            throw new BenchException(
                    "%d of %d transfers failed".formatted(report.failures(), report.requests()));
        }
        requireBalanced();
        return report;
    }

    /** What wrk does: it picks two accounts for each request. */
    private String script(List<String> accounts) {
        return """
        local accounts = { %s }
        local headers = { ["content-type"] = "application/json", ["authorization"] = "Bearer %s" }
        local body = '{"description":"load","legs":[{"account":"%%s","amount":-%%d},'
            .. '{"account":"%%s","amount":%%d}]}'
        local threads = 0
        function setup(thread) thread:set("seed", threads); threads = threads + 1 end
        function init() math.randomseed(4711 + seed) end
        function request()
            local from = math.random(#accounts)
            local to = (from + math.random(#accounts - 1) - 1) %% #accounts + 1
            local amount = math.random(10000)
            return wrk.format("POST", "%s", headers,
                string.format(body, accounts[from], amount, accounts[to], amount))
        end
        """
                .formatted(
                        "\"" + String.join("\", \"", accounts) + "\"",
                        token,
                        "/api/ledger/transactions");
    }

    private void requireBalanced() {
        Matcher difference =
                DIFFERENCE.matcher(send(request("/api/ledger/trial-balance?limit=1").GET(), OK));
        while (difference.find()) {
            if (!difference.group(1).equals("0")) {
                throw new BenchException("the books are off by " + difference.group(1));
            }
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path))
                .timeout(TIME_OUT)
                .header("authorization", "Bearer " + token);
    }

    private String send(HttpRequest.Builder request, int expected) {
        try {
            HttpResponse<String> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != expected) {
                throw new BenchException(
                        response.uri()
                                + " answered "
                                + response.statusCode()
                                + ": "
                                + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new BenchException(server + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }
}
