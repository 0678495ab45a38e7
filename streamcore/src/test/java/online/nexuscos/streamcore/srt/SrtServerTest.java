package online.nexuscos.streamcore.srt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import online.nexuscos.streamcore.hub.IngestPacket;
import online.nexuscos.streamcore.hub.Publication;
import online.nexuscos.streamcore.hub.PublishRefusedException;
import online.nexuscos.streamcore.media.Cue;
import online.nexuscos.streamcore.media.Track;
import online.nexuscos.streamcore.srt.packet.Handshake;
import online.nexuscos.streamcore.srt.packet.Handshake.Settings;
import online.nexuscos.streamcore.srt.packet.SrtException;
import online.nexuscos.streamcore.srt.packet.SrtPacket;
import online.nexuscos.streamcore.srt.packet.SrtPacket.Range;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callers that no library would be: by hand, over real sockets. */
class SrtServerTest {
    private static final int MINE = 4711;
    private static final int FIRST = 0x7fff_fffe;
    private static final int PATIENCE_MS = 5000;
    private static final int SILENCE_MS = 200;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final List<String> ended = new ArrayList<>();
    private final Map<String, Promise<Optional<String>>> secrets = new ConcurrentHashMap<>();
    private SrtServer server;
    private DatagramSocket socket;

    @BeforeEach
    void listen() throws Exception {
        server =
                await(
                        SrtServer.listen(
                                vertx,
                                SrtOptions.of("127.0.0.1", 0, 120, Optional.empty()),
                                (key, _) ->
                                        key.equals("key")
                                                ? Future.succeededFuture(new Silent())
                                                : Future.failedFuture(
                                                        new PublishRefusedException(
                                                                PublishRefusedException.Reason
                                                                        .UNKNOWN_KEY,
                                                                "no")),
                                key -> asked(key)));
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.setSoTimeout(PATIENCE_MS);
    }

    @AfterEach
    void close() throws Exception {
        socket.close();
        await(server.close());
        await(vertx.close());
    }

    /** Of keys that the test has secrets for, when the test says so. */
    private Future<Optional<String>> asked(String key) {
        Promise<Optional<String>> promise = secrets.get(key);
        return promise == null ? Future.succeededFuture(Optional.empty()) : promise.future();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private void send(SrtPacket packet) throws IOException {
        ByteBuf out = Unpooled.buffer();
        packet.write(out);
        send(out);
    }

    private void send(ByteBuf out) throws IOException {
        socket.send(
                new DatagramPacket(
                        out.array(),
                        out.readableBytes(),
                        InetAddress.getLoopbackAddress(),
                        server.port()));
    }

    private SrtPacket receive() throws IOException, SrtException {
        DatagramPacket datagram = new DatagramPacket(new byte[1500], 1500);
        socket.receive(datagram);
        return SrtPacket.read(Unpooled.copiedBuffer(datagram.getData(), 0, datagram.getLength()));
    }

    private <T extends SrtPacket> T receive(Class<T> type) throws IOException, SrtException {
        SrtPacket packet = receive();
        while (!type.isInstance(packet)) {
            packet = receive();
        }
        return type.cast(packet);
    }

    private static Handshake handshake(int type, int cookie, Settings settings, String stream) {
        return new Handshake(
                type == Handshake.INDUCTION ? 4 : 5,
                0,
                type == Handshake.INDUCTION ? 2 : 5,
                FIRST,
                1500,
                8192,
                type,
                MINE,
                cookie,
                type == Handshake.INDUCTION ? Optional.empty() : Optional.of(settings),
                Optional.empty(),
                type == Handshake.INDUCTION ? Optional.empty() : Optional.of(stream));
    }

    private static final Settings LIVE = new Settings(0x010500, 0x3f, 0, 1000);

    private int cookie() throws Exception {
        send(new SrtPacket.HandshakePacket(0, 0, handshake(Handshake.INDUCTION, 0, LIVE, "")));
        Handshake answer = receive(SrtPacket.HandshakePacket.class).handshake();
        assertThat(answer.extension()).isEqualTo(Handshake.MAGIC);
        assertThat(answer.version()).isEqualTo(5);
        return answer.cookie();
    }

    private Handshake conclude(int cookie, Settings settings, String stream) throws Exception {
        send(
                new SrtPacket.HandshakePacket(
                        0, 0, handshake(Handshake.CONCLUSION, cookie, settings, stream)));
        return receive(SrtPacket.HandshakePacket.class).handshake();
    }

    private void assertSilence() throws Exception {
        socket.setSoTimeout(SILENCE_MS);
        try {
            SrtPacket packet = receive();
            throw new AssertionError("an answer: " + packet);
        } catch (SocketTimeoutException e) {
            socket.setSoTimeout(PATIENCE_MS);
        }
    }

    private void data(int socketId, int offset) throws IOException {
        int sequence = (FIRST + offset) & 0x7fff_ffff;
        ByteBuf payload = Unpooled.buffer(188).writeByte(0x47).writeZero(187);
        send(new SrtPacket.Data(sequence, 1, 0, false, 0, socketId, payload));
    }

    @Test
    void lets_a_caller_in_and_acknowledges() throws Exception {
        int cookie = cookie();
        Handshake answer = conclude(cookie, LIVE, "live/key");
        assertThat(answer.type()).isEqualTo(Handshake.CONCLUSION);
        assertThat(answer.settings().orElseThrow().receiverDelayMs()).isEqualTo(1000);
        assertThat(server.statistics().connections()).isEqualTo(1);
        // The answer was lost: the same one again, and no second caller.
        assertThat(conclude(cookie, LIVE, "live/key").socketId()).isEqualTo(answer.socketId());
        assertThat(server.statistics().accepted()).isEqualTo(1);
        data(answer.socketId(), 0);
        data(answer.socketId(), 1);
        SrtPacket.Ack ack = receive(SrtPacket.Ack.class);
        while (ack.next() != 0) {
            ack = receive(SrtPacket.Ack.class); // the numbers wrap here
        }
        data(answer.socketId(), 5);
        assertThat(receive(SrtPacket.Nak.class).lost()).containsExactly(new Range(0, 2));
        assertThat(receive(SrtPacket.Nak.class).lost()).containsExactly(new Range(0, 2));
        send(new SrtPacket.Shutdown(0, answer.socketId()));
        receive(SrtPacket.Shutdown.class);
        assertThat(server.statistics().connections()).isZero();
        assertThat(ended).containsExactly("the caller has hung up");
    }

    @Test
    void refuses_with_a_code() throws Exception {
        int cookie = cookie();
        assertThat(conclude(cookie, LIVE, "other").type()).isEqualTo(2401);
        assertThat(conclude(cookie, LIVE, "").type()).isEqualTo(2400);
        assertThat(conclude(cookie, LIVE, "#!::m=request,u=key").type()).isEqualTo(2405);
        Settings old = new Settings(0x010200, 0x3f, 0, 0);
        assertThat(conclude(cookie, old, "key").type()).isEqualTo(1008);
        Settings file = new Settings(0x010500, 0x7f, 0, 0);
        assertThat(conclude(cookie, file, "key").type()).isEqualTo(1012);
        server.setLimits(0, 0);
        cookie(); // by then the loop has heard of it
        assertThat(conclude(cookie, LIVE, "key").type()).isEqualTo(1003);
        assertThat(server.statistics().connections()).isZero();
        assertThat(server.statistics().refused()).isEqualTo(6);
    }

    @Test
    void asks_for_the_passphrase_of_a_channel_once_and_lets_nobody_in_without_it()
            throws Exception {
        Promise<Optional<String>> secret = Promise.promise();
        secrets.put("key", secret);
        int cookie = cookie();
        SrtPacket conclusion =
                new SrtPacket.HandshakePacket(
                        0, 0, handshake(Handshake.CONCLUSION, cookie, LIVE, "key"));
        send(conclusion);
        send(conclusion);
        assertSilence();
        secret.complete(Optional.of("correct horse battery"));
        assertThat(receive(SrtPacket.HandshakePacket.class).handshake().type()).isEqualTo(1011);
        assertSilence();
        secrets.put("key", Promise.promise());
        secrets.get("key").fail("away");
        assertThat(conclude(cookie, LIVE, "key").type()).isEqualTo(2402);
        assertThat(server.statistics().connections()).isZero();
    }

    @Test
    void a_forged_conclusion_gets_no_answer() throws Exception {
        int cookie = cookie();
        send(
                new SrtPacket.HandshakePacket(
                        0, 0, handshake(Handshake.CONCLUSION, cookie ^ 0x100, LIVE, "key")));
        assertSilence();
        // Another address does not come in by this one's cookie.
        DatagramSocket first = socket;
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        send(
                new SrtPacket.HandshakePacket(
                        0, 0, handshake(Handshake.CONCLUSION, cookie, LIVE, "key")));
        assertSilence();
        first.close();
        assertThat(server.statistics().connections()).isZero();
        assertThat(server.statistics().strangers()).isEqualTo(2);
    }

    @Test
    void nobody_speaks_for_another_caller() throws Exception {
        Handshake answer = conclude(cookie(), LIVE, "key");
        DatagramSocket first = socket;
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        send(new SrtPacket.Shutdown(0, answer.socketId()));
        data(answer.socketId(), 0);
        assertSilence();
        assertThat(server.statistics().connections()).isEqualTo(1);
        assertThat(server.statistics().packets()).isZero();
        first.close();
    }

    @Test
    void what_is_no_transport_stream_ends_the_call() throws Exception {
        Handshake answer = conclude(cookie(), LIVE, "key");
        for (int i = 0; i <= SrtIngest.MAX_BEFORE_TABLES; i++) {
            data(answer.socketId(), i);
            if (i % 200 == 199) {
                receive(SrtPacket.Ack.class); // not faster than the server reads
            }
        }
        receive(SrtPacket.Shutdown.class);
        assertThat(ended).containsExactly("what is sent is no MPEG transport stream");
    }

    @Test
    void garbage_harms_nobody() throws Exception {
        Handshake answer = conclude(cookie(), LIVE, "key");
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(1, 400)];
            random.nextBytes(bytes);
            ByteBuf out = Unpooled.wrappedBuffer(bytes);
            if (i % 2 == 0 && bytes.length >= 16) {
                out.setInt(12, answer.socketId()); // as if it were of the call
                out.setInt(0, (out.getInt(0) & 0x8000_ffff) | (random.nextInt(8) << 16));
            }
            send(out);
        }
        Handshake again = conclude(cookie(), LIVE, "other");
        assertThat(again.type()).isEqualTo(2401);
        assertThat(server.statistics().strangers()).isPositive();
    }

    /** Takes what comes. */
    private final class Silent implements Publication {
        @Override
        public String name() {
            return "silent";
        }

        @Override
        public void begin(List<Track> tracks) {}

        @Override
        public void write(List<IngestPacket> batch) {
            batch.forEach(packet -> packet.payload().release());
        }

        @Override
        public void notices(List<String> texts) {}

        @Override
        public void cue(long timeMs, Cue cue) {}

        @Override
        public void end(String reason) {
            ended.add(reason);
        }
    }
}
