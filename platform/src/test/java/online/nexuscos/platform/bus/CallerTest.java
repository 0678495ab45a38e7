package online.nexuscos.platform.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import online.nexuscos.platform.problem.Problem;
import online.nexuscos.platform.service.Origin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls to instances that go away meanwhile. */
class CallerTest {
    /** Longer than a test lasts: an answer comes by itself, or the test fails. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Vertx vertx = Vertx.vertx();
    private final BusMetrics metrics = new BusMetrics(new PrometheusRegistry());
    private final Instances instances = new Instances(metrics);
    private final Caller caller =
            new Caller(
                    vertx,
                    BusOptions.of("here", new byte[32], InstantSource.system()),
                    instances,
                    metrics);
    private final CountDownLatch asked = new CountDownLatch(1);

    /** Where an answer came, and which. */
    private record Arrival(Answer answer, boolean sameContext) {}

    @BeforeEach
    void twoNodes() {
        vertx.eventBus().registerDefaultCodec(Request.class, FrameCodec.ofRequests());
        vertx.eventBus().registerDefaultCodec(Answer.class, FrameCodec.ofAnswers());
        MessageConsumer<Request> hangs =
                vertx.eventBus().consumer(Circuit.address("shop", "one"), _ -> asked.countDown());
        MessageConsumer<Request> answers =
                vertx.eventBus()
                        .consumer(
                                Circuit.address("shop", "two"),
                                message -> message.reply(Answer.of(Problem.of(404, "two"))));
        assertThat(hangs.isRegistered() && answers.isRegistered()).isTrue();
        instances.add("shop", "one");
        instances.add("shop", "two");
        instances.load("shop", "two", 9);
    }

    @AfterEach
    void close() throws Exception {
        TestingBus.await(vertx.close());
    }

    private CompletableFuture<Arrival> call(boolean repeatable) {
        Request request =
                new Request(
                        new Request.Head(
                                "GET /api/shop",
                                Map.of(),
                                Map.<String, List<String>>of(),
                                "",
                                "r1",
                                "",
                                "",
                                Origin.INTERNAL),
                        Buffer.buffer());
        CompletableFuture<Arrival> arrived = new CompletableFuture<>();
        Context context = vertx.getOrCreateContext();
        context.runOnContext(_ ->
                caller.send("shop", request, repeatable, PATIENCE)
                        .onSuccess(answer ->
                                arrived.complete(
                                        new Arrival(
                                                answer,
                                                context.equals(Vertx.currentContext())
                                                        && Context.isOnEventLoopThread()))));
        return arrived;
    }

    private static Arrival await(CompletableFuture<Arrival> arrived) throws Exception {
        return arrived.get(20, TimeUnit.SECONDS);
    }

    @Test
    void goesElsewhereOnItsOwnThreadWhenANodeFallsSilent() throws Exception {
        CompletableFuture<Arrival> arrived = call(true);
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        instances.silent("one");
        Arrival arrival = await(arrived);
        assertThat(arrival.answer().status()).isEqualTo(404);
        assertThat(arrival.sameContext()).isTrue();
    }

    @Test
    void isToldWhenItCannotBeRepeated() throws Exception {
        CompletableFuture<Arrival> arrived = call(false);
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        instances.remove("shop", "one");
        Arrival arrival = await(arrived);
        assertThat(arrival.answer().status()).isEqualTo(503);
        assertThat(arrival.sameContext()).isTrue();
    }

    @Test
    void doesNotWaitForANodeThatWentAsTheCallBegan() {
        Circuit circuit =
                instances.beginAt("shop", "one", InstantSource.system().instant()).orElseThrow();
        instances.silent("one");
        assertThat(circuit.watch(io.vertx.core.Promise.promise()).future().failed()).isTrue();
    }
}
