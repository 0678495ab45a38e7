package online.nexuscos.streamcore.callback;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import online.nexuscos.streamcore.hub.Introduction;
import online.nexuscos.streamcore.play.Doorkeeper.Answer;
import online.nexuscos.streamcore.play.Doorkeeper.Guest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PlayCallbacksTest {
    private static final Guest GUEST =
            new Guest("show", "[::1]:99", Introduction.NONE.asking("token=1", ""));

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private Answer ask(TestingSite site, Duration timeout, CallbackKind... kinds) throws Exception {
        Map<CallbackKind, URI> addresses = new EnumMap<>(CallbackKind.class);
        for (CallbackKind kind : kinds) {
            addresses.put(kind, site.address("/" + kind));
        }
        CallbackOptions options =
                new CallbackOptions(
                        addresses,
                        CallbackOptions.Method.POST,
                        timeout,
                        Duration.ofMillis(50),
                        CallbackOptions.Silence.ALLOWS);
        Callbacks callbacks =
                new Callbacks(vertx, options, new CallbackMetrics(new PrometheusRegistry()));
        return await(new PlayCallbacks(callbacks).ask(GUEST, ended::add));
    }

    private Answer ask(TestingSite site) throws Exception {
        return ask(site, Duration.ofSeconds(10), CallbackKind.PLAY, CallbackKind.PLAY_DONE);
    }

    private static Answer.Welcome welcome(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Welcome.class);
        return (Answer.Welcome) answer;
    }

    @Test
    void asksBeforeAndTellsAfterwards() throws Exception {
        TestingSite site = TestingSite.answering(vertx, 204, "");
        Answer.Welcome welcome = welcome(ask(site));
        assertThat(welcome.stream()).isEqualTo("show");
        assertThat(site.next())
                .contains("addr=%3A%3A1&clientid=1&call=play&name=show&")
                .endsWith("&token=1");
        welcome.left().run();
        assertThat(site.next()).endsWith("&call=play_done&name=show&token=1");
    }

    @Test
    void sendsAwayWhomTheSiteRefusesOrDoesNotAnswerAbout() throws Exception {
        TestingSite site = TestingSite.answering(vertx, 403, "");
        assertThat(ask(site)).isEqualTo(new Answer.SentAway());
        TestingSite silent = TestingSite.silent(vertx);
        assertThat(ask(silent, Duration.ofMillis(300), CallbackKind.PLAY))
                .isEqualTo(new Answer.SentAway());
        site.next();
        assertThat(site.calls).as("whoever was refused is not done with").isEmpty();
    }

    @Test
    void playsWhatTheSiteNames() throws Exception {
        TestingSite site = TestingSite.answering(vertx, 302, "other?x=1");
        assertThat(welcome(ask(site)).stream()).isEqualTo("other");
        TestingSite elsewhere = TestingSite.answering(vertx, 302, "rtmp://other/live/show");
        assertThat(ask(elsewhere)).isEqualTo(new Answer.SentAway());
    }

    @Test
    void letsInWhereNobodyIsToBeAskedAndEndsWhatMayNotGoOn() throws Exception {
        TestingSite site = TestingSite.refusing(vertx, "call=update_play");
        Answer.Welcome welcome =
                welcome(ask(site, Duration.ofSeconds(10), CallbackKind.UPDATE_PLAY));
        assertThat(site.next()).contains("&call=update_play&time=0&timestamp=0&name=show");
        assertThat(ended.poll(20, TimeUnit.SECONDS)).isEqualTo("the site ends it (403)");
        welcome.left().run();
    }
}
