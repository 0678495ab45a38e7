package online.nexuscos.streamcore.srt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import online.nexuscos.streamcore.srt.SrtCaller.End;
import online.nexuscos.streamcore.srt.SrtCaller.Patience;
import online.nexuscos.streamcore.srt.TestingListener.Manner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SrtCallerTest {
    private static final String PASSPHRASE = "correct horse battery";
    private static final Patience SHORT = new Patience(600, 600, 600);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final EventLoop loop = ((VertxInternal) vertx).nettyEventLoopGroup().next();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final byte[] stream = new byte[188 * 5000];

    private final class Told implements SrtCaller.Listener {
        @Override
        public void connected() {
            told.add("connected");
        }

        @Override
        public void writable() {}

        @Override
        public void ended(End end, String reason) {
            told.add(end + ": " + reason);
        }
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private SrtCaller call(InetSocketAddress address, SrtCall call, Patience patience)
            throws Exception {
        new Random(5).nextBytes(stream);
        return loop.submit(() ->
                        SrtCaller.call(
                                loop,
                                () -> ((VertxInternal) vertx).transport().datagramChannel(),
                                call,
                                address,
                                patience,
                                new Told()))
                .get(10, TimeUnit.SECONDS);
    }

    private static SrtCall plain(String streamId) {
        return new SrtCall(streamId, 200, Optional.empty(), 16);
    }

    private void write(SrtCaller caller, int from, int to) throws Exception {
        loop.submit(
                        () -> {
                            ByteBuf bytes =
                                    Unpooled.wrappedBuffer(stream, from * 188, (to - from) * 188);
                            caller.write(bytes);
                        })
                .get(10, TimeUnit.SECONDS);
    }

    private void hangUp(SrtCaller caller) throws Exception {
        loop.submit(caller::close).get(10, TimeUnit.SECONDS);
    }

    private String told() throws InterruptedException {
        return String.valueOf(told.poll(20, TimeUnit.SECONDS));
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            LockSupport.parkNanos(5_000_000);
        }
    }

    @ParameterizedTest
    @CsvSource({"TAKES, 0", "LOSES, 0", "BABBLES, 0", "LOSES, 16", "TAKES, 24", "TAKES, 32"})
    void brings_a_stream_whole(Manner manner, int keyLength) throws Exception {
        Optional<String> passphrase = Optional.of(PASSPHRASE).filter(_ -> keyLength > 0);
        try (TestingListener listener = new TestingListener(manner, passphrase)) {
            SrtCall call = new SrtCall("live/key", 200, passphrase, Math.max(16, keyLength));
            SrtCaller caller = call(listener.address(), call, Patience.USUAL);
            assertThat(told()).isEqualTo("connected");
            assertThat(listener.await("handshake -1")).isEqualTo("handshake -1 live/key");
            write(caller, 0, 3); // less than a datagram
            listener.await("ackack");
            write(caller, 3, 2000);
            write(caller, 2000, 5000); // more than goes out at once
            await(() -> listener.stream().length == stream.length);
            assertThat(Arrays.equals(listener.stream(), stream)).isTrue();
            if (manner == Manner.LOSES) {
                assertThat(listener.repeated()).isGreaterThanOrEqualTo(50);
            }
            assertThat(caller.bytesSent()).isEqualTo(stream.length);
            assertThat(caller.dropped()).isZero();
            hangUp(caller);
            listener.await("shutdown");
            assertThat(told).isEmpty();
        }
    }

    @Test
    void says_nothing_of_a_stream_id_where_there_is_none() throws Exception {
        try (TestingListener listener = new TestingListener(Manner.TAKES, Optional.empty())) {
            SrtCaller caller = call(listener.address(), plain(""), Patience.USUAL);
            assertThat(told()).isEqualTo("connected");
            assertThat(listener.await("handshake -1")).isEqualTo("handshake -1 ");
            hangUp(caller);
        }
    }

    @Test
    void keeps_a_quiet_call_alive() throws Exception {
        try (TestingListener listener = new TestingListener(Manner.TAKES, Optional.empty())) {
            SrtCaller caller = call(listener.address(), plain("key"), Patience.USUAL);
            assertThat(told()).isEqualTo("connected");
            listener.await("keepalive");
            hangUp(caller);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "REFUSES, REFUSED: the stream id is not accepted (code 1401)",
        "SLEEPS, LOST: it does not answer",
    })
    void is_told_why_there_is_no_call(Manner manner, String reason) throws Exception {
        try (TestingListener listener = new TestingListener(manner, Optional.empty())) {
            call(listener.address(), plain("key"), SHORT);
            assertThat(told()).isEqualTo(reason);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "LEAVES, LOST: closed by the server",
        "VANISHES, LOST: nothing is heard of it any more",
        "STALLS, LOST: it takes nothing",
    })
    void notices_the_end_of_a_call(Manner manner, String reason) throws Exception {
        try (TestingListener listener = new TestingListener(manner, Optional.empty())) {
            SrtCaller caller = call(listener.address(), plain("key"), SHORT);
            assertThat(told()).isEqualTo("connected");
            while (told.isEmpty()) {
                write(caller, 0, 7);
                LockSupport.parkNanos(20_000_000);
            }
            assertThat(told()).isEqualTo(reason);
            assertThat(caller.isWritable()).isFalse();
            write(caller, 0, 7);
        }
    }

    @Test
    void gives_up_what_is_too_late() throws Exception {
        try (TestingListener listener = new TestingListener(Manner.STALLS, Optional.empty())) {
            Patience patience = new Patience(600, 5000, 5000);
            SrtCaller caller = call(listener.address(), plain("key"), patience);
            assertThat(told()).isEqualTo("connected");
            write(caller, 0, 700);
            listener.await("data");
            await(() -> caller.dropped() == 100);
            hangUp(caller);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void what_does_not_fit_is_counted(int times) throws Exception {
        try (TestingListener listener = new TestingListener(Manner.STALLS, Optional.empty())) {
            SrtCaller caller = call(listener.address(), plain("key"), Patience.USUAL);
            assertThat(told()).isEqualTo("connected");
            int datagrams = Math.ceilDiv(5000, 7);
            int fit = Math.floorDiv(SendWindow.SIZE, datagrams);
            loop.submit(
                            () -> {
                                for (int i = 0; i < fit + times; i++) {
                                    caller.write(Unpooled.wrappedBuffer(stream));
                                }
                                assertThat(caller.isWritable()).isFalse();
                            })
                    .get(10, TimeUnit.SECONDS);
            assertThat(caller.dropped())
                    .isBetween((times - 1L) * datagrams, (long) times * datagrams);
            hangUp(caller);
        }
    }

    @Test
    void nobody_listens() throws Exception {
        InetSocketAddress nobody;
        try (TestingListener listener = new TestingListener(Manner.TAKES, Optional.empty())) {
            nobody = listener.address();
        }
        call(nobody, plain("key"), Patience.USUAL);
        assertThat(told()).isEqualTo("LOST: nobody listens there");
        assertThat(nobody.getAddress()).isEqualTo(InetAddress.getLoopbackAddress());
    }
}
