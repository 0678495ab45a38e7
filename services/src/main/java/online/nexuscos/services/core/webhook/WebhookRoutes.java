package online.nexuscos.services.core.webhook;

import io.vertx.core.json.JsonObject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.secret.KeyFile;
import online.nexuscos.platform.service.Call;
import online.nexuscos.platform.service.Nothing;
import online.nexuscos.platform.service.Permission;
import online.nexuscos.platform.service.Routes;
import online.nexuscos.platform.sql.Database;
import online.nexuscos.platform.sql.Transaction;
import online.nexuscos.services.core.webhook.Endpoint.Scope;
import online.nexuscos.services.core.webhook.Endpoint.State;

/** What owners do with their endpoints. An endpoint is its organisation's; to others it is not. */
final class WebhookRoutes {
    private static final Permission OWN = Permission.of("webhooks:own");

    /** To hear of everybody's streams. */
    private static final Permission EVERYBODYS = Permission.of("webhooks:all");

    private final Database database;
    private final KeyFile keys;
    private final Runnable wake;
    private final SecureRandom random = new SecureRandom();

    WebhookRoutes(Database database, KeyFile keys, Runnable wake) {
        this.database = database;
        this.keys = keys;
        this.wake = wake;
    }

    /**
     * @param events types; absent for all
     * @param scope absent for those of one's own organisation
     */
    record NewEndpoint(
            @Size(min = 8, max = 2048) String url,
            Optional<@Size(max = 200) String> description,
            Optional<@Size(max = 20) List<@Size(max = 64) String>> events,
            Optional<Scope> scope) {}

    /** What is absent stays. */
    record ChangeEndpoint(
            Optional<@Size(min = 8, max = 2048) String> url,
            Optional<@Size(max = 200) String> description,
            Optional<@Size(max = 20) List<@Size(max = 64) String>> events,
            Optional<Boolean> enabled) {}

    /**
     * @param failingSince since when nothing has arrived there
     */
    record EndpointView(
            UUID id,
            String url,
            String description,
            List<String> events,
            Scope scope,
            State state,
            Optional<Instant> failingSince,
            Instant createdAt) {
        static EndpointView of(Endpoint endpoint) {
            return new EndpointView(
                    endpoint.id(),
                    endpoint.url(),
                    endpoint.description(),
                    endpoint.events(),
                    endpoint.scope(),
                    endpoint.state(),
                    endpoint.failingSince(),
                    endpoint.createdAt());
        }
    }

    record EndpointList(List<EndpointView> webhooks) {}

    /**
     * @param secret shown this once
     */
    record MadeEndpoint(EndpointView webhook, String secret) {}

    record MadeSecret(String secret) {}

    record AskedLog(@Min(1) @Max(DeliveryTable.MAX_SHOWN) Optional<Integer> limit) {}

    record DeliveryLog(List<DeliveryTable.Line> deliveries) {}

    /**
     * @param delivery where it is in the log
     */
    record MadeTest(UUID delivery) {}

    void declare(Routes routes) {
        routes.get("/webhooks", OWN, EndpointList.class, this::list)
                .summary("The webhooks of one's organisation");
        routes.post("/webhooks", OWN, NewEndpoint.class, MadeEndpoint.class, this::add)
                .summary("Add a webhook; its signing secret is shown this once")
                .creates()
                .secret();
        routes.patch("/webhooks/{id}", OWN, ChangeEndpoint.class, EndpointView.class, this::change)
                .summary("Change a webhook, or switch it on or off");
        routes.delete("/webhooks/{id}", OWN, Nothing.class, Nothing.class, this::delete)
                .summary("Delete a webhook, and its log");
        routes.post(
                        "/webhooks/{id}/secret",
                        OWN,
                        Nothing.class,
                        MadeSecret.class,
                        this::replaceSecret)
                .summary("Replace a webhook's signing secret; it is shown this once")
                .secret();
        routes.post("/webhooks/{id}/test", OWN, Nothing.class, MadeTest.class, this::test)
                .summary("Tell a webhook of nothing, to try it")
                .creates();
        routes.get("/webhooks/{id}/deliveries", OWN, AskedLog.class, DeliveryLog.class, this::log)
                .summary("What a webhook was told, the newest first");
        routes.post(
                        "/webhooks/{id}/deliveries/{delivery}/resend",
                        OWN,
                        Nothing.class,
                        Nothing.class,
                        this::resend)
                .summary("Tell it again");
    }

    private EndpointList list(Call<Nothing> call) {
        return new EndpointList(
                table(database).of(organisation(call)).stream().map(EndpointView::of).toList());
    }

    private MadeEndpoint add(Call<NewEndpoint> call, Transaction transaction) {
        NewEndpoint input = call.input();
        Scope scope = input.scope().orElse(Scope.OWN);
        if (scope == Scope.ALL && !call.principal().may(EVERYBODYS)) {
            throw ProblemException.of(403, "You may hear of your own streams alone.");
        }
        String organisation = organisation(call);
        EndpointTable table = table(transaction);
        transaction.lock("core.webhook/" + organisation);
        if (table.of(organisation).size() >= EndpointTable.MAX_ENDPOINTS) {
            throw ProblemException.of(409, "Your organisation has as many webhooks as it may.");
        }
        Endpoint endpoint =
                new Endpoint(
                        UUID.randomUUID(),
                        organisation,
                        url(input.url()),
                        input.description().orElse(""),
                        types(input.events().orElse(List.of())),
                        scope,
                        State.ON,
                        Optional.empty(),
                        transaction.now());
        SigningSecret secret = SigningSecret.random(random);
        table.add(endpoint, call.principal().account(), secret);
        audit(transaction, "webhook.added", endpoint.id());
        return new MadeEndpoint(EndpointView.of(endpoint), secret.text());
    }

    private EndpointView change(Call<ChangeEndpoint> call, Transaction transaction) {
        ChangeEndpoint input = call.input();
        EndpointTable table = table(transaction);
        Endpoint before = endpoint(call, table);
        State state = input.enabled().map(on -> on ? State.ON : State.OFF).orElse(before.state());
        Endpoint endpoint =
                new Endpoint(
                        before.id(),
                        before.organisation(),
                        input.url().map(WebhookRoutes::url).orElse(before.url()),
                        input.description().orElse(before.description()),
                        input.events().map(WebhookRoutes::types).orElse(before.events()),
                        before.scope(),
                        state,
                        // Whoever switches it on again gives it time.
                        input.enabled().isPresent() ? Optional.empty() : before.failingSince(),
                        before.createdAt());
        table.change(endpoint);
        audit(transaction, "webhook.changed", endpoint.id());
        return EndpointView.of(endpoint);
    }

    private Nothing delete(Call<Nothing> call, Transaction transaction) {
        UUID id = id(call, "id");
        if (!table(transaction).delete(organisation(call), id)) {
            throw missing();
        }
        audit(transaction, "webhook.deleted", id);
        return Nothing.NOTHING;
    }

    private MadeSecret replaceSecret(Call<Nothing> call, Transaction transaction) {
        UUID id = id(call, "id");
        SigningSecret secret = SigningSecret.random(random);
        if (!table(transaction).replaceSecret(organisation(call), id, secret)) {
            throw missing();
        }
        audit(transaction, "webhook.secret-replaced", id);
        return new MadeSecret(secret.text());
    }

    private MadeTest test(Call<Nothing> call, Transaction transaction) {
        Endpoint endpoint = endpoint(call, table(transaction));
        Message message = Message.of(Message.TEST, transaction.now(), new JsonObject());
        UUID delivery =
                new DeliveryTable(transaction)
                        .addTest(
                                endpoint,
                                message.id(),
                                message.type(),
                                message.body(),
                                transaction.now());
        wake.run();
        return new MadeTest(delivery);
    }

    private DeliveryLog log(Call<AskedLog> call) {
        Endpoint endpoint = endpoint(call, table(database));
        return new DeliveryLog(
                new DeliveryTable(database)
                        .log(
                                endpoint.organisation(),
                                endpoint.id(),
                                call.input().limit().orElse(DeliveryTable.MAX_SHOWN)));
    }

    private Nothing resend(Call<Nothing> call, Transaction transaction) {
        UUID endpoint = id(call, "id");
        UUID delivery = id(call, "delivery");
        if (!new DeliveryTable(transaction)
                .resend(organisation(call), endpoint, delivery, transaction.now())) {
            throw ProblemException.of(404, "There is no such delivery.");
        }
        audit(transaction, "webhook.resent", endpoint);
        wake.run();
        return Nothing.NOTHING;
    }

    private EndpointTable table(online.nexuscos.platform.sql.Statements sql) {
        return new EndpointTable(sql, keys);
    }

    private static Endpoint endpoint(Call<?> call, EndpointTable table) {
        return table.find(organisation(call), id(call, "id")).orElseThrow(WebhookRoutes::missing);
    }

    private static String url(String text) {
        try {
            URI uri = new URI(text.strip());
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean plain = uri.getRawUserInfo() == null && uri.getRawFragment() == null;
            if (web && plain && uri.getHost() != null && uri.getPort() <= 65_535) {
                return uri.toASCIIString();
            }
        } catch (URISyntaxException _) {
            // Told below, as any other text that is no such address.
        }
        throw ProblemException.of(422, "url", "Expected an address like https://example.org/hook.");
    }

    private static List<String> types(List<String> asked) {
        for (String type : asked) {
            if (!Message.TYPES.contains(type)) {
                throw ProblemException.of(
                        422,
                        "events",
                        "There are " + String.join(", ", Message.TYPES) + " to hear of.");
            }
        }
        return asked.stream().distinct().toList();
    }

    private static String organisation(Call<?> call) {
        String organisation = call.principal().organisation();
        if (organisation.isEmpty()) {
            throw ProblemException.of(
                    403, "A webhook belongs to an organisation; you act for none.");
        }
        return organisation;
    }

    private static UUID id(Call<?> call, String name) {
        try {
            return UUID.fromString(call.path(name));
        } catch (IllegalArgumentException e) {
            throw missing();
        }
    }

    private static ProblemException missing() {
        return ProblemException.of(404, "There is no such webhook.");
    }

    private static void audit(Transaction transaction, String action, UUID id) {
        transaction.audit(action, "webhook/" + id, new JsonObject());
    }
}
