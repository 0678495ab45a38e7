package online.nexuscos.platform.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import online.nexuscos.platform.bus.ServiceStatus.State;
import online.nexuscos.platform.service.Nothing;
import online.nexuscos.platform.service.Principal;
import online.nexuscos.platform.service.Remote;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class ServiceBusTest {
    private static final String ROOT = "/api/puabo/nuki/products";
    private static final String GOOD =
            "{\"name\":\"shirt\",\"amount\":2,\"colour\":\"dark-blue\",\"sizes\":[]}";

    private final TestingShop shop = new TestingShop();
    private final TestingBus testing = new TestingBus(2);

    @BeforeEach
    void start() throws Exception {
        testing.add(shop, "a");
    }

    @AfterEach
    void close() throws Exception {
        testing.close();
    }

    private Answer post(String body) throws Exception {
        return testing.call("POST " + ROOT, TestingBus.SELLER, Map.of(), Map.of(), body);
    }

    @Test
    void answersWithTheRecord() throws Exception {
        Answer answer = post(GOOD);
        assertThat(answer.status()).isEqualTo(201);
        assertThat(TestingBus.json(answer)).isEqualTo(new JsonObject(GOOD));
        assertThat(answer.head().headers())
                .containsExactly(new Answer.Header("location", "/api/puabo/nuki/products/1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ | 400 | ",
                "[] | 400 | ",
                "null | 400 | ",
                "{} {} | 400 | ",
                "{\"name\":\"a\",\"name\":\"b\"} | 400 | ",
                "{} | 422 | ",
                "{\"name\":7,\"amount\":2,\"sizes\":[]} | 422 | name",
                "{\"name\":\"12345678901\",\"amount\":2,\"sizes\":[]} | 422 | name",
                "{\"name\":\" \",\"amount\":2,\"sizes\":[]} | 422 | name",
                "{\"name\":\"a\",\"amount\":0,\"sizes\":[]} | 422 | amount",
                "{\"name\":\"a\",\"amount\":1.5,\"sizes\":[]} | 422 | amount",
                "{\"name\":\"a\",\"amount\":99999999999999999999,\"sizes\":[]} | 422 | amount",
                "{\"name\":\"a\",\"amount\":1e999,\"sizes\":[]} | 422 | amount",
                "{\"name\":\"a\",\"amount\":2,\"sizes\":[],\"colour\":\"green\"} | 422 | colour",
                "{\"name\":\"a\",\"amount\":2,\"sizes\":[{\"width\":1,\"height\":10}]} | 422 |"
                        + " sizes[0].height",
                "{\"name\":\"a\",\"amount\":2,\"sizes\":[null]} | 422 | sizes[0]",
                "{\"name\":\"a\",\"amount\":2,\"sizes\":[],\"more\":1} | 422 | more"
            })
    void namesTheFieldAtFault(String body, int status, String field) throws Exception {
        Answer answer = post(body);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        assertThat(TestingBus.json(answer).getString("field"))
                .as(answer.body().toString())
                .isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource({
        "text,abc,200",
        "limit,7,200",
        "limit,x,422",
        "limit,101,422",
        "limit,1.5,422",
        "text,abcdef,422",
        "other,1,400"
    })
    void checksTheAddress(String name, String value, int status) throws Exception {
        Answer answer =
                testing.call(
                        "GET " + ROOT,
                        Principal.ANONYMOUS,
                        Map.of(),
                        Map.of(name, List.of(value)),
                        "");
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        if (status >= 400) {
            assertThat(TestingBus.json(answer).getString("field")).isEqualTo(name);
        }
    }

    @Test
    void asksForThePermission() throws Exception {
        assertThat(testing.call("POST " + ROOT, GOOD).status()).isEqualTo(401);
        Principal other = new Principal("a2", "", "", java.util.Set.of("else"));
        assertThat(testing.call("POST " + ROOT, other, Map.of(), Map.of(), GOOD).status())
                .isEqualTo(403);
    }

    @Test
    void runsCallsSideBySideAndRefusesOneTooMany() throws Exception {
        // Neither ends without the other.
        Future<Answer> first = send("/pair");
        Future<Answer> second = send("/pair");
        assertThat(TestingBus.await(first).status()).isEqualTo(204);
        assertThat(TestingBus.await(second).status()).isEqualTo(204);

        List<Future<Answer>> hanging = new ArrayList<>(List.of(send("/hang"), send("/hang")));
        Answer refused = TestingBus.await(send("/pair"));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.head().headers()).contains(new Answer.Header("retry-after", "1"));
        for (Future<Answer> each : hanging) {
            assertThat(TestingBus.await(each).status()).isEqualTo(503);
        }
        assertThat(testing.metrics().lines().filter(line -> line.startsWith("nexus_")).toList())
                .contains("nexus_service_refused_total{service=\"product-catalog\"} 1.0");
    }

    private Future<Answer> send(String path) {
        return testing.send("POST " + ROOT + path, Principal.ANONYMOUS, Map.of(), Map.of(), "");
    }

    @Test
    void keepsItsFailuresToItself() throws Exception {
        Answer answer = testing.call("POST " + ROOT + "/fault", "");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body().toString()).doesNotContain("secret");
        assertThat(testing.bus.statuses().getFirst().state()).isEqualTo(State.UP);
    }

    @Test
    void comesBackAfterACrash() throws Exception {
        shop.failingStarts.set(2);
        assertThat(testing.call("POST " + ROOT + "/crash", "").status()).isEqualTo(500);
        until(() -> testing.bus.statuses().getFirst().restarts() == 3);
        until(() -> testing.bus.statuses().getFirst().state() == State.UP);
        assertThat(shop.starts.get()).isEqualTo(4);
        assertThat(post(GOOD).status()).isEqualTo(201);
        assertThat(testing.metrics())
                .contains("nexus_service_restarts_total{service=\"product-catalog\"} 3.0")
                .contains("nexus_service_up{service=\"product-catalog\"} 1.0");
    }

    @Test
    void aCallWaitsForTheFirstStart() throws Exception {
        TestingBus other = new TestingBus(2);
        TestingShop slow = new TestingShop();
        slow.opening = new CountDownLatch(1);
        Future<Void> started = other.bus.add(slow);
        Future<Answer> answer =
                other.send("GET " + ROOT, Principal.ANONYMOUS, Map.of(), Map.of(), "");
        until(() -> slow.starts.get() == 1);
        assertThat(answer.isComplete()).isFalse();
        slow.opening.countDown();
        assertThat(TestingBus.await(answer).status()).isEqualTo(200);
        assertThat(started.isComplete()).isTrue();
        other.close();
    }

    private static void until(BooleanSupplier condition) {
        for (int i = 0; i < 5000 && !condition.getAsBoolean(); i++) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Test
    void usesAnotherInstanceWhenOneIsGoneOrBusy() throws Exception {
        TestingShop other = new TestingShop();
        testing.add(other, "b");
        List<Future<Answer>> hanging = List.of(send("/hang"), send("/hang"), send("/hang"));
        // One has room left, and it is the one that is asked.
        assertThat(post(GOOD).status()).isEqualTo(201);
        for (Future<Answer> each : hanging) {
            assertThat(TestingBus.await(each).status()).isEqualTo(503);
        }
        until(() -> testing.bus.statuses().stream().allMatch(each -> each.inFlight() == 0));
        testing.vertx.deploymentIDs().stream()
                .findFirst()
                .ifPresent(id -> testing.vertx.undeploy(id));
        for (int i = 0; i < 20; i++) {
            Answer answer = post(GOOD);
            assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        }
    }

    @Test
    void tellsEventsToThoseWhoListen() throws Exception {
        testing.bus.events().publish(new TestingShop.ItemAdded("shirt"));
        assertThat(shop.heard.poll(10, TimeUnit.SECONDS))
                .isEqualTo(new TestingShop.ItemAdded("shirt"));
    }

    record Asked(String text) {}

    record Wanted(String text, java.util.Optional<String> colour) {}

    record Wrong(int text, String more) {}

    @Test
    void callersOwnTheirClients() throws Exception {
        Remote<Asked, Wanted> search =
                testing.bus.clients().to("product-catalog", "GET", "", Asked.class, Wanted.class);
        assertThat(testing.bus.mismatches()).isEmpty();
        assertThat(search.callAsSystem(new Asked("abc")).text()).isEqualTo("abc");
        assertThatThrownBy(() -> search.callAsSystem(new Asked("too long")))
                .isInstanceOf(online.nexuscos.platform.problem.ProblemException.class);

        testing.bus.clients().to("product-catalog", "GET", "", Nothing.class, Wrong.class);
        testing.bus.clients().to("product-catalog", "PUT", "", Nothing.class, Nothing.class);
        testing.bus.clients().to("product-catalog", "POST", "", Asked.class, Nothing.class);
        assertThat(testing.bus.mismatches())
                .contains(
                        "GET " + ROOT + ": reads text: is [string] (expected: [integer])",
                        "GET " + ROOT + ": reads more: is not always there (expected: it is)",
                        "PUT " + ROOT + ": no such route",
                        "POST " + ROOT + ": sends amount: is not always there (expected: it is)",
                        "POST " + ROOT + ": sends text: is there (expected: no such field)");
    }

    @Test
    void joinsTopics() throws Exception {
        Answer joined =
                TestingBus.await(
                        testing.bus.join(
                                "product-catalog", "shop", "", Map.of(), Principal.ANONYMOUS, "r"));
        JsonObject first = TestingBus.json(joined);
        assertThat(first.getJsonObject("snapshot").getInteger("calls")).isZero();
        shop.topic.publish(new TestingShop.ItemAdded("shirt"));
        Map<String, String> after =
                Map.of("epoch", first.getString("epoch"), "number", first.getLong("number") + "");
        JsonObject second =
                TestingBus.json(
                        TestingBus.await(
                                testing.bus.join(
                                        "product-catalog",
                                        "shop",
                                        "a",
                                        after,
                                        Principal.ANONYMOUS,
                                        "r")));
        assertThat(second.containsKey("snapshot")).isFalse();
        assertThat(second.getJsonArray("changes").encode())
                .isEqualTo("[{\"number\":1,\"data\":{\"name\":\"shirt\"}}]");
    }
}
