package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever others do to {@code /ws}, a client who behaves is answered, and soon. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealtimeFloodTest {
    private static final int POLICY = 1008;
    private static final int SLOW = 1013;
    private static final int CROWD = 500;
    private static final int BURSTS = 15;
    private static final int JOINS_IN_BURST = 45;
    private static final int FINAL_TEXT = 0x81;
    private static final String JOIN = "{\"type\":\"join\",\"topic\":\"streams\"}";

    /** Refused with an answer as long as itself. */
    private static final String LONG_JOIN =
            "{\"type\":\"join\",\"topic\":\"" + "x".repeat(8000) + "\"}";

    /** Far less than the second that the flood of one client takes. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final TestingServer server =
            TestingServer.start(
                    TestingServer.folder("flood"),
                    Map.of("NEXUS_EDGE_LIMITS_ADDRESS_PER_MINUTE", "0"));
    private final RawWebSocket good = new RawWebSocket(server.httpPort(), 0);

    @BeforeAll
    void join() throws IOException {
        good.say(JOIN);
        assertThat(good.await("snapshot")).contains("streams");
    }

    @AfterEach
    void goodClientIsAnswered() throws IOException {
        long start = System.nanoTime();
        good.say("{\"type\":\"ping\",\"at\":" + start + "}");
        assertThat(good.await("pong")).contains(Long.toString(start));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
        assertThat(server.errors()).isEmpty();
    }

    @AfterAll
    void close() {
        good.close();
        server.close();
        assertThat(server.leaks()).isEmpty();
    }

    private RawWebSocket connect() {
        return new RawWebSocket(server.httpPort(), 0);
    }

    @Test
    void tooManyMessagesEndIt() throws IOException {
        try (RawWebSocket flood = connect()) {
            byte[] ping = "{\"type\":\"ping\"}".getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 1000; i++) {
                if (!sent(flood, FINAL_TEXT, ping)) {
                    break;
                }
            }
            goodClientIsAnswered();
            assertThat(flood.awaitEnd()).isIn(POLICY, 0);
        }
    }

    @Test
    void manyFloodsAtOnceHoldNobodyUp() throws IOException {
        List<RawWebSocket> floods = new ArrayList<>();
        try {
            for (int i = 0; i < CROWD; i++) {
                RawWebSocket flood = connect();
                floods.add(flood);
                for (int n = 0; n < 60; n++) {
                    if (!sent(flood, FINAL_TEXT, JOIN.getBytes(StandardCharsets.UTF_8))) {
                        break;
                    }
                }
            }
            goodClientIsAnswered();
        } finally {
            floods.forEach(RawWebSocket::close);
        }
    }

    private static boolean sent(RawWebSocket socket, int firstByte, byte[] payload) {
        try {
            socket.send(firstByte, payload);
            return true;
        } catch (IOException e) {
            // The server has had enough.
            return false;
        }
    }

    @Test
    void tooLargeMessagesEndIt() throws IOException {
        try (RawWebSocket large = connect();
                RawWebSocket larger = connect();
                RawWebSocket announced = connect();
                RawWebSocket pieces = connect()) {
            sent(large, FINAL_TEXT, new byte[9 << 10]);
            assertThat(large.awaitEnd()).isIn(POLICY, 1009, 1007, 0);
            sent(larger, FINAL_TEXT, new byte[4 << 20]);
            assertThat(larger.awaitEnd()).isIn(POLICY, 1009, 0);
            // 2^62 bytes, of which none comes.
            announced.sendBytes(
                    new byte[] {(byte) FINAL_TEXT, (byte) 0xff, 0x40, 0, 0, 0, 0, 0, 0, 0});
            announced.sendBytes(new byte[4]);
            assertThat(announced.awaitEnd()).isIn(POLICY, 1009, 0);
            sent(pieces, RawWebSocket.TEXT, new byte[4 << 10]);
            for (int i = 0; i < 100; i++) {
                sent(pieces, 0, new byte[4 << 10]);
            }
            assertThat(pieces.awaitEnd()).isIn(POLICY, 1009, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "1",
                "\"text\"",
                "{",
                "{}",
                "{\"type\":7}",
                "{\"type\":\"none\"}",
                "{\"type\":\"join\",\"topic\":7}",
                "{\"type\":\"join\",\"topic\":\"streams\",\"epoch\":7}",
                "{\"type\":\"ping\",\"at\":\"x\"}",
                "\u0000",
                "{\"type\":null}"
            })
    void malformedMessagesEndIt(String text) throws IOException {
        try (RawWebSocket client = connect()) {
            client.say(text);
            assertThat(client.awaitEnd()).isEqualTo(POLICY);
        }
    }

    @Test
    void malformedFramesEndIt() throws IOException {
        byte[][] frames = {
            // not masked; a reserved operation; reserved bits; a long ping; a ping in pieces
            {(byte) 0x81, 2, '{', '}'},
            {(byte) 0x83, (byte) 0x80, 0, 0, 0, 0},
            {(byte) 0xf1, (byte) 0x80, 0, 0, 0, 0},
            {(byte) 0x89, (byte) 0xfe, 0, (byte) 200},
            {(byte) 0x09, (byte) 0x80, 0, 0, 0, 0},
            // a text that is no UTF-8; a close with an alien code; a continuation of nothing
            {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, (byte) 0xc3, (byte) 0x28},
            {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 0, 7},
            {(byte) 0x80, (byte) 0x80, 0, 0, 0, 0},
        };
        for (byte[] frame : frames) {
            try (RawWebSocket client = connect()) {
                client.sendBytes(frame);
                assertThat(client.awaitEnd()).isBetween(0, 1015);
            }
        }
    }

    @Test
    void topicsThatThereAreNotCannotBeJoined() throws IOException {
        try (RawWebSocket client = connect()) {
            for (String topic :
                    List.of("", "nothing", "streams.1", "rooms.{id}", "../streams", "*")) {
                client.say("{\"type\":\"join\",\"topic\":\"" + topic + "\"}");
                assertThat(client.await("left")).contains("404");
            }
            client.say(JOIN);
            client.await("snapshot");
            client.say(JOIN);
            assertThat(client.await("left")).contains("409");
        }
    }

    @Test
    void whoStopsReadingIsDropped() throws IOException {
        try (RawWebSocket slow = new RawWebSocket(server.httpPort(), 4096)) {
            // Messages a second are bounded too, so the answers are asked for in several.
            for (int burst = 0; burst < BURSTS; burst++) {
                for (int i = 0; i < JOINS_IN_BURST; i++) {
                    sent(slow, FINAL_TEXT, LONG_JOIN.getBytes(StandardCharsets.UTF_8));
                }
                awaitNextSecond();
            }
            goodClientIsAnswered();
            // It reads at last what was on the way, and then the reason, or finds the line broken.
            assertThat(slow.awaitEnd()).isIn(SLOW, 0);
        }
    }

    /** By the server's clock, as it tells the client who behaves. */
    private void awaitNextSecond() throws IOException {
        long from = time();
        long now = from;
        while (now < from + 1001) {
            Thread.onSpinWait();
            if (System.currentTimeMillis() >= from + 1001) {
                now = time();
            }
        }
    }

    private long time() throws IOException {
        good.say("{\"type\":\"ping\",\"at\":0}");
        return new JsonObject(good.await("pong")).getLong("time");
    }

    @Test
    void controlFramesInAFloodHoldNobodyUp() throws IOException {
        try (RawWebSocket flood = connect()) {
            for (int i = 0; i < 20_000; i++) {
                if (!sent(flood, 0x80 | RawWebSocket.PING, new byte[100])) {
                    break;
                }
            }
            goodClientIsAnswered();
        }
    }
}
