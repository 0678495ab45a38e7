package online.nexuscos.services.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import online.nexuscos.platform.bus.Answer;
import online.nexuscos.platform.bus.BusOptions;
import online.nexuscos.platform.bus.Request;
import online.nexuscos.platform.bus.RouteDeclaration;
import online.nexuscos.platform.bus.ServiceBus;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.service.Authenticator;
import online.nexuscos.platform.service.Authenticator.Credentials;
import online.nexuscos.platform.service.Origin;
import online.nexuscos.platform.service.Principal;
import online.nexuscos.platform.service.Service;
import online.nexuscos.platform.sql.TestingDatabase;

/** The three services on the real bus and database, called as the gateway calls them. */
final class TestingAccounts implements AutoCloseable {
    static final String PASSWORD = "correct horse battery";

    private static final Pattern CODE = Pattern.compile("\\b\\d{8}\\b");
    private static final Origin HTTP = new Origin("192.0.2.7", "Test/1", false, false);

    final TestingClock clock = new TestingClock();
    final TestingDatabase database = new TestingDatabase();
    final BlockingQueue<Mail> letters = new LinkedBlockingQueue<>();
    final Accounts accounts;

    private final ServiceBus bus;

    TestingAccounts(Path folder) {
        AccountsOptions options =
                new AccountsOptions(
                        folder,
                        "https://nexus.example",
                        "admin@localhost",
                        Duration.ofHours(12),
                        Duration.ofDays(30),
                        Duration.ofDays(30),
                        2);
        try {
            accounts =
                    Accounts.open(
                            database.database(),
                            options,
                            () -> Set.of("streams:own", "accounts:read", "all", "public"),
                            Letterbox.of(letters::add),
                            clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        bus =
                new ServiceBus(
                        database.vertx(),
                        BusOptions.of("local", new byte[32], clock),
                        new PrometheusRegistry(),
                        Optional.of(database.database()));
        for (Service service : accounts.services()) {
            bus.add(service).toCompletionStage().toCompletableFuture().join();
        }
    }

    /** Another node: its own memory, the same database and key file. */
    Authenticator otherNode(Path folder) {
        try {
            return Accounts.open(
                            database.database(),
                            new AccountsOptions(
                                    folder,
                                    "https://nexus.example",
                                    "admin@localhost",
                                    Duration.ofHours(12),
                                    Duration.ofDays(30),
                                    Duration.ofDays(30),
                                    1),
                            Set::of,
                            Letterbox.of(letters::add),
                            clock)
                    .authenticator();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * An answer.
     *
     * @param body empty where there was none
     */
    record Said(int status, JsonObject body, Map<String, String> headers) {
        String text(String name) {
            return String.valueOf(body.getString(name));
        }
    }

    /** Somebody with a browser or a program: keeps cookies, and sends the CSRF token. */
    final class Client {
        private Optional<String> cookie = Optional.empty();
        private Optional<String> csrf = Optional.empty();
        private Optional<String> authorization = Optional.empty();
        private Origin origin = HTTP;
        private boolean crossSite;

        Said get(String path) {
            return call("GET", path, Optional.empty());
        }

        Said post(String path, JsonObject body) {
            return call("POST", path, Optional.of(body));
        }

        Said put(String path, JsonObject body) {
            return call("PUT", path, Optional.of(body));
        }

        Said delete(String path) {
            return call("DELETE", path, Optional.empty());
        }

        Client over(Origin other) {
            origin = other;
            return this;
        }

        Client bearing(String token) {
            authorization = Optional.of("Bearer " + token);
            return this;
        }

        Client fromAnotherSite() {
            crossSite = true;
            return this;
        }

        Client withoutCsrf() {
            csrf = Optional.empty();
            return this;
        }

        Optional<String> cookie() {
            return cookie;
        }

        Client carrying(Optional<String> other) {
            cookie = other;
            return this;
        }

        Credentials credentials(String method) {
            return new Credentials(authorization, cookie, csrf, method, crossSite, origin);
        }

        Said call(String method, String path, Optional<JsonObject> body) {
            try {
                Principal principal = accounts.authenticator().authenticate(credentials(method));
                Said said = send(method, path, body, principal);
                remember(said);
                return said;
            } catch (ProblemException e) {
                return said(Answer.of(e));
            }
        }

        private void remember(Said said) {
            String set = said.headers().get("set-cookie");
            if (set != null) {
                String pair = set.substring(0, set.indexOf(';'));
                cookie = pair.endsWith("=") ? Optional.empty() : Optional.of(pair);
                csrf = Optional.empty();
                csrf = Optional.ofNullable(get("/api/sessions/current").body().getString("csrf"));
            }
        }

        private Said send(
                String method, String path, Optional<JsonObject> body, Principal principal) {
            String[] address = path.split("\\?", 2);
            for (var service : bus.declarations()) {
                for (RouteDeclaration<?, ?> route : service.routes()) {
                    Map<String, String> values = new HashMap<>();
                    if (route.method().equals(method) && matches(route, address[0], values)) {
                        Request.Head head =
                                new Request.Head(
                                        route.id(),
                                        values,
                                        query(address),
                                        "",
                                        "request-1",
                                        "",
                                        "",
                                        origin);
                        Buffer bytes = body.map(JsonObject::toBuffer).orElse(Buffer.buffer());
                        return said(
                                bus.send(service.info().name(), route, head, principal, bytes)
                                        .toCompletionStage()
                                        .toCompletableFuture()
                                        .join());
                    }
                }
            }
            throw new AssertionError("no route " + method + " " + path);
        }
    }

    private static Map<String, List<String>> query(String[] address) {
        Map<String, List<String>> query = new HashMap<>();
        if (address.length == 2) {
            for (String pair : address[1].split("&", -1)) {
                String[] sides = pair.split("=", 2);
                query.put(sides[0], List.of(sides[1]));
            }
        }
        return query;
    }

    private static boolean matches(
            RouteDeclaration<?, ?> route, String path, Map<String, String> values) {
        Matcher matcher =
                Pattern.compile(route.path().replaceAll("\\{[^}]*}", "([^/]+)")).matcher(path);
        if (!matcher.matches() || (route.path().contains("{") && path.endsWith("/current"))) {
            return false;
        }
        for (int i = 0; i < route.pathNames().size(); i++) {
            values.put(route.pathNames().get(i), matcher.group(i + 1));
        }
        return true;
    }

    private static Said said(Answer answer) {
        Map<String, String> headers = new HashMap<>();
        answer.head().headers().forEach(header -> headers.put(header.name(), header.value()));
        JsonObject body =
                answer.body().length() == 0 ? new JsonObject() : new JsonObject(answer.body());
        return new Said(answer.status(), body, headers);
    }

    Client stranger() {
        return new Client();
    }

    /** Somebody who registered and entered the code. */
    Client member(String email) {
        Client client = stranger();
        assertThat(register(client, email, PASSWORD).status()).isEqualTo(202);
        Said said =
                client.post(
                        "/api/users/verify",
                        JsonObject.of("email", email, "code", code(), "password", PASSWORD));
        assertThat(said.status()).as(said.body().encode()).isEqualTo(200);
        return client;
    }

    /** The first administrator, with a password of the own. */
    Client administrator() {
        FirstAdministrator first = accounts.firstStart().orElseThrow();
        Client client = stranger();
        assertThat(signIn(client, first.email(), first.password()).status()).isEqualTo(200);
        JsonObject change =
                JsonObject.of("current", first.password(), "password", "another horse battery");
        assertThat(client.post("/api/users/password", change).status()).isEqualTo(200);
        letter();
        return client;
    }

    static Said register(Client client, String email, String password) {
        return client.post(
                "/api/users/register",
                JsonObject.of("email", email, "name", "Ada", "password", password));
    }

    static Said signIn(Client client, String email, String password) {
        return client.post(
                "/api/users/sign-in", JsonObject.of("email", email, "password", password));
    }

    Mail letter() {
        try {
            Mail mail = letters.poll(10, TimeUnit.SECONDS);
            assertThat(mail).as("a letter").isNotNull();
            return mail;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    String code() {
        Matcher matcher = CODE.matcher(letter().text());
        assertThat(matcher.find()).isTrue();
        return matcher.group();
    }

    @Override
    public void close() {
        bus.close().toCompletionStage().toCompletableFuture().join();
        accounts.close();
        database.close();
    }
}
