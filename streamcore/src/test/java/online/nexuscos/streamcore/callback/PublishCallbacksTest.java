package online.nexuscos.streamcore.callback;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import online.nexuscos.streamcore.hub.Hub;
import online.nexuscos.streamcore.hub.HubOptions;
import online.nexuscos.streamcore.hub.Introduction;
import online.nexuscos.streamcore.hub.LiveStream;
import online.nexuscos.streamcore.hub.LocalStreamRegistry;
import online.nexuscos.streamcore.hub.Publication;
import online.nexuscos.streamcore.hub.PublishRefusedException;
import online.nexuscos.streamcore.hub.Publisher;
import online.nexuscos.streamcore.hub.StreamKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PublishCallbacksTest {
    private static final StreamKeys ONE_KEY =
            (key, _) ->
                    Future.succeededFuture(
                            key.equals("secret-key") ? Optional.of("show") : Optional.empty());

    private final Vertx vertx = Vertx.vertx();
    private final EventLoopGroup loops = ((VertxInternal) vertx).nettyEventLoopGroup();
    private final List<String> acquainted = new ArrayList<>();
    private final List<String> pushed = new ArrayList<>();
    private final Hub hub =
            new Hub(
                    loops,
                    ONE_KEY,
                    new LocalStreamRegistry(),
                    HubOptions.defaults(),
                    InstantSource.system(),
                    new Hub.Listener() {
                        @Override
                        public void created(LiveStream stream) {}

                        @Override
                        public void removed(LiveStream stream) {}
                    });

    @AfterEach
    void close() throws Exception {
        await(hub.close());
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private PublishCallbacks gate(
            TestingSite site, Duration timeout, Duration update, CallbackKind... kinds) {
        Map<CallbackKind, URI> addresses = new EnumMap<>(CallbackKind.class);
        for (CallbackKind kind : kinds) {
            addresses.put(kind, site.address("/" + kind));
        }
        CallbackOptions options =
                new CallbackOptions(
                        addresses,
                        CallbackOptions.Method.POST,
                        timeout,
                        update,
                        CallbackOptions.Silence.ALLOWS);
        Callbacks callbacks =
                new Callbacks(vertx, options, new CallbackMetrics(new PrometheusRegistry()));
        return new PublishCallbacks(
                callbacks,
                ONE_KEY,
                hub::publish,
                name -> {
                    acquainted.add(name);
                    return Future.succeededFuture();
                },
                (stream, address) -> pushed.add(stream + " to " + address.place()));
    }

    private PublishCallbacks gate(TestingSite site) {
        return gate(
                site,
                Duration.ofSeconds(10),
                Duration.ofMillis(50),
                CallbackKind.PUBLISH,
                CallbackKind.PUBLISH_DONE,
                CallbackKind.DONE);
    }

    private static String refusal(Future<Publication> publishing) throws Exception {
        try {
            Publication publication = await(publishing);
            throw new AssertionError(publication.name() + " is published");
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNull(e.getCause());
            assertThat(cause).isInstanceOf(PublishRefusedException.class);
            return String.valueOf(cause.getMessage());
        }
    }

    private static Visitor visitor(String arguments) {
        return new Visitor(
                Introduction.NONE.asking(arguments, "live"), new LinkedBlockingQueue<>());
    }

    @Test
    void theSitesYesTakesThePlaceOfAKey() throws Exception {
        TestingSite site = TestingSite.answering(vertx, 204, "");
        Publication publication = await(gate(site).publish("any", visitor("token=1")));
        assertThat(publication.name()).isEqualTo("any");
        assertThat(acquainted).containsExactly("any");
        publication.end("over");
        List<String> calls = List.of(site.next(), site.next(), site.next());
        assertThat(calls.getFirst()).startsWith("POST /PUBLISH app=live&").contains("clientid=1&");
        assertThat(calls)
                .anyMatch(call -> call.endsWith("&call=publish&name=any&type=live&token=1"))
                .anyMatch(call -> call.endsWith("&call=publish_done&name=any&token=1"))
                .anyMatch(call -> call.endsWith("&call=done&name=any&token=1"));
    }

    @Test
    void aKeyIsToldToNobodyAndTheSiteMayRefuseItsOwner() throws Exception {
        TestingSite site = TestingSite.answering(vertx, 403, "");
        assertThat(refusal(gate(site).publish("secret-key", visitor(""))))
                .isEqualTo("the site refuses (403)");
        assertThat(site.next()).contains("name=show").doesNotContain("secret-key");
        assertThat(site.calls).as("whoever was refused is not done with").isEmpty();
    }

    @Test
    void aRedirectPublishesUnderAnotherName() throws Exception {
        TestingSite site = TestingSite.answering(vertx, 302, "other?x=1");
        Publication publication = await(gate(site).publish("any", visitor("")));
        assertThat(publication.name()).isEqualTo("other");
        site.next();
        publication.end("over");
        assertThat(site.next()).contains("name=any");
    }

    @Test
    void aRedirectToAnAddressTakesTheStreamAlong() throws Exception {
        TestingSite site = TestingSite.answering(vertx, 302, "rtmp://other:1936/live/copy");
        assertThat(await(gate(site).publish("any", visitor(""))).name()).isEqualTo("any");
        assertThat(pushed).containsExactly("any to rtmp://other:1936");
        TestingSite wrong = TestingSite.answering(vertx, 302, "rtmp://other");
        assertThat(refusal(gate(wrong).publish("one", visitor("")))).contains("no application");
        assertThat(pushed).hasSize(1);
    }

    @Test
    void aRedirectToWhatIsNoNameRefuses() throws Exception {
        TestingSite site = TestingSite.answering(vertx, 302, "/not/a/name");
        assertThat(refusal(gate(site).publish("any", visitor("")))).startsWith("no name for");
    }

    @Test
    void aNameWithoutAnAnswerOrWithoutAQuestionIsRefused() throws Exception {
        TestingSite site = TestingSite.answering(vertx, 200, "");
        PublishCallbacks silent =
                gate(
                        TestingSite.silent(vertx),
                        Duration.ofMillis(300),
                        Duration.ofSeconds(1),
                        CallbackKind.PUBLISH);
        long begun = System.nanoTime();
        assertThat(refusal(silent.publish("any", visitor("")))).contains("no answer in 300 ms");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        PublishCallbacks unasked =
                gate(site, Duration.ofSeconds(1), Duration.ofSeconds(1), CallbackKind.DONE);
        assertThat(refusal(unasked.publish("any", visitor("")))).isNotEmpty();
        assertThat(await(unasked.publish("secret-key", visitor(""))).name()).isEqualTo("show");
    }

    @Test
    void nobodyWaitsForAnothersAnswer() throws Exception {
        TestingSite site = TestingSite.slowFor(vertx, "name=slow");
        PublishCallbacks gate = gate(site);
        List<Future<Publication>> slow = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            slow.add(gate.publish("slow", visitor("")));
        }
        assertThat(await(gate.publish("fast", visitor(""))).name()).isEqualTo("fast");
        assertThat(slow).noneMatch(Future::isComplete);
    }

    @Test
    void atTheBoundOneMoreIsRefused() throws Exception {
        TestingSite site = TestingSite.silent(vertx);
        PublishCallbacks gate = gate(site);
        for (int i = 0; i < CallbackClient.MAX_AT_ONCE; i++) {
            gate.publish("name" + i, visitor(""));
        }
        assertThat(refusal(gate.publish("any", visitor("")))).contains("256 are asked already");
    }

    @Test
    void anUpdateThatIsRefusedEndsIt() throws Exception {
        TestingSite site = TestingSite.refusing(vertx, "call=update_publish");
        PublishCallbacks gate =
                gate(
                        site,
                        Duration.ofSeconds(10),
                        Duration.ofMillis(50),
                        CallbackKind.PUBLISH,
                        CallbackKind.UPDATE_PUBLISH);
        Visitor visitor = visitor("");
        Publication publication = await(gate.publish("any", visitor));
        site.next();
        assertThat(site.next()).contains("&call=update_publish&time=0&timestamp=0&name=any");
        assertThat(visitor.closed.poll(20, TimeUnit.SECONDS)).isEqualTo("the site ends it (403)");
        publication.end("over");
    }

    @Test
    void whoIsLetInButFindsTheStreamTakenIsDoneWith() throws Exception {
        TestingSite site = TestingSite.answering(vertx, 200, "");
        PublishCallbacks gate = gate(site);
        await(gate.publish("any", visitor("a=1")));
        assertThat(refusal(gate.publish("any", visitor("a=1")))).contains("already");
        List<String> calls = List.of(site.next(), site.next(), site.next(), site.next());
        assertThat(calls).filteredOn(call -> call.contains("clientid=2")).hasSize(3);
    }

    /** A publisher that notes why it was closed. */
    private record Visitor(Introduction introduction, BlockingQueue<String> closed)
            implements Publisher {
        @Override
        public String protocol() {
            return "testing";
        }

        @Override
        public String address() {
            return "192.0.2.1:1";
        }

        @Override
        public String agent() {
            return "";
        }

        @Override
        public boolean isLoopback() {
            return false;
        }

        @Override
        public void close(String reason) {
            closed.add(reason);
        }
    }
}
