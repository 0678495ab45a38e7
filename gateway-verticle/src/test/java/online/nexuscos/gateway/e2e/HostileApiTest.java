package online.nexuscos.gateway.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import online.nexuscos.gateway.e2e.ApiDocument.Operation;
import online.nexuscos.gateway.http.TestingHttp;
import online.nexuscos.gateway.http.TestingHttp.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Every route that the document names is called in every wrong way that can be told from it, on the
 * whole server with its own stores. None answers 5xx; what is refused is a problem, and has changed
 * nothing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileApiTest {
    private static final String JSON = "Content-Type: application/json";
    private static final int MEBIBYTE = 1 << 20;
    private static final int DEPTH = 20_000;
    private static final String UNKNOWN_ID = "0f0e0d0c-0b0a-4908-8706-050403020100";

    private final Path folder = TestingServer.folder("hostile");
    private final TestingServer server =
            TestingServer.start(
                    folder,
                    Map.of(
                            "NEXUS_ACCOUNTS_ENABLED",
                            "true",
                            "NEXUS_EDGE_LIMITS_ADDRESS_PER_MINUTE",
                            "0",
                            "NEXUS_EDGE_LIMITS_ACCOUNT_PER_MINUTE",
                            "0"));
    private final TestingHttp http = new TestingHttp(server.httpPort());
    private final SignedIn administrator =
            SignedIn.administrator(server, new People(server, folder));
    private final ApiDocument document =
            ApiDocument.of(
                    new JsonObject(new String(server.get("/api/openapi.json").body(), UTF_8)));
    private final List<String> violations = new ArrayList<>();

    @AfterEach
    void holdsNobodyUp() {
        List<String> found = List.copyOf(violations);
        violations.clear();
        assertThat(found).isEmpty();
        assertThat(server.status("/health")).isEqualTo(200);
        assertThat(server.errors()).isEmpty();
    }

    @AfterAll
    void close() {
        server.close();
        assertThat(server.leaks()).isEmpty();
    }

    /** The routes, one after another, with somebody signed in who may do everything. */
    private void eachRoute(Consumer<Operation> abuse) {
        assertThat(document.operations()).hasSizeGreaterThan(20);
        for (Operation operation : document.operations()) {
            administrator.staySignedIn();
            abuse.accept(operation);
        }
    }

    private void hold(boolean holds, Operation operation, String what, Answer answer) {
        ProblemRules.violation(answer)
                .ifPresent(fault -> violations.add(operation + ", " + what + ": " + fault));
        if (!holds) {
            violations.add(
                    "%s, %s: %d %s"
                            .formatted(
                                    operation, what, answer.status(), ProblemRules.shown(answer)));
        }
    }

    private static boolean isRefused(Answer answer) {
        return answer.status() >= 400 && answer.status() < 500;
    }

    private Answer call(Operation operation, String path, byte[] body, String... headers) {
        List<String> all = new ArrayList<>(List.of(administrator.credentials()));
        all.addAll(List.of(headers));
        return SignedIn.exchange(http, operation.method(), path, all, body);
    }

    private Answer call(Operation operation, String body) {
        return call(operation, operation.pathWith(UNKNOWN_ID), body.getBytes(UTF_8), JSON);
    }

    @Test
    void everyRouteHasAPermissionAndAsksForIt() {
        for (Operation operation : document.operations()) {
            assertThat(operation.permission()).as(operation.toString()).isNotEmpty();
            Answer answer =
                    SignedIn.exchange(
                            http,
                            operation.method(),
                            operation.pathWith(UNKNOWN_ID),
                            List.of(JSON),
                            operation.reads() ? new byte[0] : "{}".getBytes(UTF_8));
            boolean asked = answer.status() == 401;
            hold(asked || operation.isPublic(), operation, "a stranger", answer);
        }
        assertThat(document.operations()).anyMatch(each -> !each.isPublic());
    }

    @Test
    void alienCredentialsAreRefused() throws Exception {
        Map<String, String> credentials = HostileTokens.of(administrator);
        StolenKey key = StolenKey.of(folder);
        String good = administrator.accessToken();
        assertThat(http.get("/api/users/me", "Authorization: Bearer " + key.same(good)).status())
                .isEqualTo(200);
        key.wrong(good)
                .forEach((what, token) -> credentials.put(what, "Authorization: Bearer " + token));
        for (Map.Entry<String, String> alien : credentials.entrySet()) {
            for (Operation operation : document.operations()) {
                Answer answer =
                        SignedIn.exchange(
                                http,
                                operation.method(),
                                operation.pathWith(UNKNOWN_ID),
                                List.of(JSON, alien.getValue()),
                                operation.reads() ? new byte[0] : "{}".getBytes(UTF_8));
                boolean refused = answer.status() == 401 || answer.status() == 431;
                hold(refused || operation.isPublic(), operation, alien.getKey(), answer);
            }
        }
    }

    @Test
    void aSessionWithoutItsTokenChangesNothing() {
        eachRoute(operation -> {
            if (operation.reads()) {
                return;
            }
            String cookie = administrator.credentials()[0];
            for (String csrf : List.of("X-CSRF-Token: ", "X-CSRF-Token: wrong", "X-None: 1")) {
                Answer answer =
                        SignedIn.exchange(
                                http,
                                operation.method(),
                                operation.pathWith(UNKNOWN_ID),
                                List.of(JSON, cookie, csrf),
                                "{}".getBytes(UTF_8));
                hold(
                        answer.status() == 403 || operation.isPublic(),
                        operation,
                        "the cookie with " + csrf,
                        answer);
            }
        });
    }

    @Test
    void brokenBodiesAreRefusedAndChangeNothing() {
        Map<String, String> before = state();
        Map<Operation, Integer> named = new LinkedHashMap<>();
        eachRoute(operation ->
                operation
                        .body()
                        .ifPresent(schema -> {
                            Map<String, String> bodies = new LinkedHashMap<>(malformed());
                            bodies.putAll(SchemaSamples.broken(schema));
                            bodies.forEach((what, body) -> {
                                Answer answer = call(operation, body);
                                hold(isRefused(answer), operation, what, answer);
                                if (answer.status() == 422) {
                                    named.merge(operation, 1, Integer::sum);
                                }
                            });
                            boolean hasFields = !schema.getJsonObject("properties").isEmpty();
                            assertThat(hasFields)
                                    .as(operation + " was refused before its body was read")
                                    .isEqualTo(named.containsKey(operation) && hasFields);
                        }));
        assertThat(named).isNotEmpty();
        assertThat(state()).isEqualTo(before);
    }

    private static Map<String, String> malformed() {
        Map<String, String> bodies = new LinkedHashMap<>();
        for (String text :
                List.of(
                        "{",
                        "}",
                        "{\"a\":}",
                        "[1,2",
                        "nul",
                        "{}{}",
                        "{} x",
                        "\u0000",
                        "\ufeff{}x",
                        "{'a':1}",
                        "{\"a\":1,\"a\":2}",
                        "{\"a\":01}",
                        "{\"a\":NaN}",
                        "/**/",
                        "[]",
                        "1",
                        "\"text\"",
                        "null",
                        "true",
                        "<a/>",
                        "a=1&b=2")) {
            bodies.put("the body " + text, text);
        }
        bodies.put("arrays in arrays", "{\"a\":" + "[".repeat(DEPTH) + "]".repeat(DEPTH) + "}");
        bodies.put("objects in objects", "{\"a\":".repeat(DEPTH) + "1" + "}".repeat(DEPTH));
        bodies.put("no end of arrays", "[".repeat(MEBIBYTE / 2));
        bodies.put("a very long number", "{\"a\":" + "9".repeat(MEBIBYTE / 2) + "}");
        bodies.put("a very long name", "{\"" + "a".repeat(MEBIBYTE / 2) + "\":1}");
        return bodies;
    }

    @Test
    void oddValuesAreNoFault() {
        eachRoute(operation ->
                operation
                        .body()
                        .ifPresent(schema ->
                                SchemaSamples.odd(schema)
                                        .forEach((what, body) -> {
                                            hold(true, operation, what, call(operation, body));
                                            administrator.staySignedIn();
                                        })));
    }

    @Test
    void bodiesOfOtherTypesAndEncodingsAreRefused() {
        eachRoute(operation ->
                operation
                        .body()
                        .ifPresent(schema -> {
                            byte[] body = "{\"unknown-field\":1}".getBytes(UTF_8);
                            String path = operation.pathWith(UNKNOWN_ID);
                            for (String type :
                                    List.of(
                                            "text/plain",
                                            "application/x-www-form-urlencoded",
                                            "multipart/form-data; boundary=x",
                                            "application/xml",
                                            "application/json-patch+json",
                                            "",
                                            ";;;")) {
                                Answer answer =
                                        call(operation, path, body, "Content-Type: " + type);
                                hold(answer.status() == 415, operation, "type " + type, answer);
                            }
                            Answer untyped = call(operation, path, body);
                            hold(untyped.status() == 415, operation, "no type", untyped);
                            byte[] latin =
                                    "{\"a\":\"\u00fc\"}".getBytes(StandardCharsets.ISO_8859_1);
                            Answer answer = call(operation, path, latin, JSON);
                            hold(isRefused(answer), operation, "no UTF-8", answer);
                            byte[] wide = "{}".getBytes(StandardCharsets.UTF_16);
                            answer = call(operation, path, wide, JSON + "; charset=utf-16");
                            hold(isRefused(answer), operation, "UTF-16", answer);
                            answer = call(operation, path, body, JSON, "Content-Encoding: gzip");
                            hold(isRefused(answer), operation, "no gzip", answer);
                        }));
    }

    @Test
    void hugeBodiesAreRefused() {
        eachRoute(operation -> {
            String path = operation.pathWith(UNKNOWN_ID);
            List<String> headers = new ArrayList<>(List.of(administrator.credentials()));
            headers.add(JSON);
            Answer announced =
                    HugeBody.announced(server.httpPort(), operation.method(), path, headers);
            // What a route does not read may come, and goes nowhere.
            boolean read = operation.body().isPresent();
            hold(!read || announced.status() == 413, operation, "2 MiB announced", announced);
            Answer chunked = HugeBody.chunked(server.httpPort(), operation.method(), path, headers);
            hold(!read || chunked.status() == 413, operation, "2 MiB in chunks", chunked);
        });
    }

    @Test
    void oddAddressesAreRefused() {
        eachRoute(operation -> {
            List<String> paths = new ArrayList<>();
            if (operation.hasPathValues()) {
                for (String odd :
                        List.of(
                                "..",
                                "%2e%2e",
                                "%2e%2e%2f%2e%2e%2fetc",
                                "..%5c..",
                                "%00",
                                "a%00b",
                                "%ff",
                                "%c0%ae",
                                "%zz",
                                "%",
                                "%u0041",
                                "a;b=c",
                                "'",
                                "%27%20OR%201",
                                "-1",
                                "0",
                                "99999999999999999999999999",
                                "null",
                                "undefined",
                                "*",
                                "%F0%9F%98%80",
                                "a".repeat(3000),
                                UNKNOWN_ID,
                                UNKNOWN_ID + "0",
                                "00000000-0000-0000-0000-000000000000",
                                "0-0-0-0-0")) {
                    paths.add(operation.pathWith(odd));
                }
            }
            paths.add(operation.pathWith(UNKNOWN_ID) + "/");
            paths.add(operation.pathWith(UNKNOWN_ID) + "//");
            paths.add(operation.pathWith(UNKNOWN_ID) + "/%00");
            paths.add(operation.pathWith(UNKNOWN_ID) + "/../..");
            paths.add(operation.pathWith(UNKNOWN_ID) + "?unknown-parameter=1");
            for (String path : paths) {
                // A body that no route takes, so that nothing is done.
                byte[] body =
                        operation.body().isPresent()
                                ? "{\"unknown-field\":1}".getBytes(UTF_8)
                                : new byte[0];
                Answer answer = call(operation, path, body, JSON);
                boolean harmless = isRefused(answer) || operation.body().isEmpty();
                hold(harmless, operation, "at " + abbreviated(path), answer);
            }
            Answer unknown = call(operation, paths.getLast(), "{}".getBytes(UTF_8), JSON);
            hold(isRefused(unknown), operation, "an unknown parameter", unknown);
        });
    }

    @Test
    void oddQueriesAreNoFault() {
        eachRoute(operation -> {
            for (ApiDocument.Parameter parameter : operation.query()) {
                for (String value :
                        List.of(
                                "",
                                "%00",
                                "a%00",
                                "-1",
                                "0",
                                "1e9",
                                "99999999999999999999",
                                "true",
                                "%ff",
                                "%zz",
                                "'",
                                "x".repeat(2000),
                                "1&" + parameter.name() + "=2",
                                "%7B%7D",
                                "%5B%5D",
                                "null",
                                "+",
                                "=",
                                "&&")) {
                    String path =
                            operation.pathWith(UNKNOWN_ID) + "?" + parameter.name() + "=" + value;
                    hold(true, operation, abbreviated(path), call(operation, path, new byte[0]));
                }
            }
        });
    }

    @Test
    void oddHeadersAreNoFault() {
        eachRoute(operation -> {
            for (String header :
                    List.of(
                            "Idempotency-Key: ",
                            "Idempotency-Key: " + "k".repeat(256),
                            "Idempotency-Key: \u00ff\u0001",
                            "Traceparent: 00-0-0-0",
                            "Traceparent: " + "f".repeat(500),
                            "X-Request-Id: " + "r".repeat(5000),
                            "X-Request-Id: \u001b[31m",
                            "Accept: application/xml;q=9",
                            "Accept-Encoding: x".repeat(100),
                            "Cookie: " + "a=b;".repeat(2000),
                            "Cookie: =;;=",
                            "Expect: 200-maybe",
                            "Range: bytes=-1",
                            "If-None-Match: *",
                            "Origin: null",
                            "X-Forwarded-For: 1.2.3.4, x",
                            "Forwarded: for=\"_x\"",
                            "X-HTTP-Method-Override: DELETE",
                            "Upgrade: websocket")) {
                byte[] body = "{\"unknown-field\":1}".getBytes(UTF_8);
                Answer answer =
                        call(
                                operation,
                                operation.pathWith(UNKNOWN_ID) + "?unknown-parameter=1",
                                body,
                                JSON,
                                header);
                hold(isRefused(answer), operation, abbreviated(header), answer);
            }
        });
    }

    @Test
    void methodsThatARouteHasNotAreRefused() {
        Map<String, List<String>> declared = new TreeMap<>();
        document.operations()
                .forEach(each ->
                        declared.computeIfAbsent(each.path(), unseen -> new ArrayList<>())
                                .add(each.method()));
        eachRoute(operation -> {
            for (String method :
                    List.of("GET", "PUT", "POST", "PATCH", "DELETE", "TRACE", "FOO", "CONNECT")) {
                if (declared.getOrDefault(operation.path(), List.of()).contains(method)) {
                    continue;
                }
                List<String> headers = new ArrayList<>(List.of(administrator.credentials()));
                headers.add(JSON);
                Answer answer =
                        SignedIn.exchange(
                                http,
                                method,
                                operation.pathWith(UNKNOWN_ID),
                                headers,
                                method.equals("GET") ? new byte[0] : "{}".getBytes(UTF_8));
                // Another route with a value in its path may match this one's address.
                hold(answer.status() != 200, operation, "by " + method, answer);
            }
        });
    }

    /** What every reading route without values in its path shows, but for times of use. */
    private Map<String, String> state() {
        administrator.staySignedIn();
        Map<String, String> state = new TreeMap<>();
        for (Operation operation : document.operations()) {
            boolean lasting =
                    !operation.path().startsWith("/api/os")
                            && !operation.path().endsWith("/events");
            if (operation.reads() && !operation.hasPathValues() && lasting) {
                Answer answer = administrator.get(operation.path());
                state.put(operation.path(), answer.status() + withoutTimes(answer.text()));
            }
        }
        return state;
    }

    private static String withoutTimes(String json) {
        return json.replaceAll("\"(seenAt|usedAt|time|at)\":\"[^\"]*\"", "");
    }

    private static String abbreviated(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }
}
