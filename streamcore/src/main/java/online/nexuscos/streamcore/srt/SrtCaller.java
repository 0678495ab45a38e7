package online.nexuscos.streamcore.srt;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import online.nexuscos.streamcore.srt.packet.KeyMaterial;
import online.nexuscos.streamcore.srt.packet.Sequence;
import online.nexuscos.streamcore.srt.packet.SrtException;
import online.nexuscos.streamcore.srt.packet.SrtPacket;
import org.jspecify.annotations.Nullable;

/**
 * One call that brings a stream to a listener. All of it runs on its event loop, from which alone
 * it is called.
 */
public final class SrtCaller {
    /** From the first datagram to the agreement. */
    static final int HANDSHAKE_TIMEOUT_MS = 5000;

    /** A listener that says nothing for so long has gone. */
    static final int SILENCE_MS = 5000;

    /** One that acknowledges nothing for so long is given up, whatever else it says. */
    static final int STALL_TIMEOUT_MS = 15_000;

    private static final long REPEAT_US = 250_000;
    private static final long KEEP_ALIVE_US = 1_000_000;
    private static final long TICK_MS = 10;
    private static final long PUMP_MS = 2;
    private static final int MAX_DATAGRAM = 1500;

    /** Datagrams read at once: acknowledgements are small and few. */
    private static final int READS = 16;

    /** Told what becomes of a call, on its loop. */
    public interface Listener {
        /** The stream may be written. */
        void connected();

        /** There is room again. */
        void writable();

        /** It is over, which was not our wish; called once. */
        void ended(End end, String reason);
    }

    /** Why a call is over. */
    public enum End {
        /** The listener said no. */
        REFUSED,
        /** The line broke, or never was. */
        LOST
    }

    /** Times that a test may shorten. */
    record Patience(int handshakeMs, int silenceMs, int stallMs) {
        static final Patience USUAL =
                new Patience(HANDSHAKE_TIMEOUT_MS, SILENCE_MS, STALL_TIMEOUT_MS);
    }

    private enum State {
        CALLING,
        CONNECTED,
        OVER
    }

    private final EventLoop loop;
    private final Listener listener;
    private final Patience patience;
    private final int socketId;
    private final int firstSequence;
    private final Optional<KeyMaterial> keys;
    private final CallerHandshake handshake;
    private final long startUs = nowUs();
    private State state = State.CALLING;
    private @Nullable Channel channel;
    private volatile @Nullable SrtTransmission transmission;
    private @Nullable ScheduledFuture<?> ticking;
    private @Nullable ScheduledFuture<?> pumping;
    private boolean flushScheduled;
    private int peerSocketId;
    private long heardUs = startUs;
    private long sentUs = startUs;

    private SrtCaller(EventLoop loop, SrtCall call, Patience patience, Listener listener) {
        SecureRandom random = new SecureRandom();
        this.loop = loop;
        this.listener = listener;
        this.patience = patience;
        socketId = random.nextInt(1, Integer.MAX_VALUE);
        firstSequence = random.nextInt() & Sequence.MAX;
        keys = call.passphrase().map(_ -> KeyMaterial.random(random, call.keyLength()));
        handshake = new CallerHandshake(call, socketId, firstSequence, keys);
    }

    /**
     * Begins to call; on the loop.
     *
     * @param channels make UDP channels
     * @param listening the listener's address, which has been judged
     */
    public static SrtCaller call(
            EventLoop loop,
            ChannelFactory<? extends Channel> channels,
            SrtCall call,
            InetSocketAddress listening,
            Listener listener) {
        return call(loop, channels, call, listening, Patience.USUAL, listener);
    }

    static SrtCaller call(
            EventLoop loop,
            ChannelFactory<? extends Channel> channels,
            SrtCall call,
            InetSocketAddress listening,
            Patience patience,
            Listener listener) {
        assert loop.inEventLoop();
        SrtCaller caller = new SrtCaller(loop, call, patience, listener);
        caller.open(channels, listening);
        return caller;
    }

    private void open(ChannelFactory<? extends Channel> channels, InetSocketAddress listening) {
        new Bootstrap()
                .group(loop)
                .channelFactory(channels)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(MAX_DATAGRAM).maxMessagesPerRead(READS))
                .handler(new Handler())
                .connect(listening)
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        end(End.LOST, "the address cannot be called");
                    }
                });
        ticking = loop.scheduleWithFixedDelay(this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
    }

    private static long nowUs() {
        return TimeUnit.NANOSECONDS.toMicros(System.nanoTime());
    }

    private int timestamp(long nowUs) {
        return (int) (nowUs - startUs);
    }

    /** May more be written now? */
    public boolean isWritable() {
        SrtTransmission open = transmission;
        return state == State.CONNECTED && open != null && open.isWritable();
    }

    /** Bytes of the stream that were taken, each counted once. */
    public long bytesSent() {
        SrtTransmission open = transmission;
        return open == null ? 0 : open.bytes();
    }

    /** Datagrams that came too late, and were given up. */
    public long dropped() {
        SrtTransmission open = transmission;
        return open == null ? 0 : open.dropped();
    }

    /**
     * Takes whole packets of a transport stream, which stay the caller's; they go out when this
     * turn of the loop is over.
     */
    public void write(ByteBuf stream) {
        SrtTransmission open = transmission;
        if (open == null || state != State.CONNECTED) {
            return;
        }
        open.write(stream, nowUs());
        if (!flushScheduled) {
            flushScheduled = true;
            loop.execute(this::flush);
        }
    }

    private void flush() {
        flushScheduled = false;
        SrtTransmission open = transmission;
        if (open != null && state == State.CONNECTED) {
            open.complete(nowUs());
            pump();
        }
    }

    private void resume() {
        pumping = null;
        pump();
    }

    /** Sends what may go out now, and the rest a little later. */
    private void pump() {
        SrtTransmission open = transmission;
        if (open == null || state != State.CONNECTED) {
            return;
        }
        boolean more = open.pump(nowUs());
        if (channel != null) {
            channel.flush();
        }
        if (more && pumping == null) {
            pumping = loop.schedule(this::resume, PUMP_MS, TimeUnit.MILLISECONDS);
        }
    }

    /** Hangs up; the listener hears nothing more. */
    public void close() {
        finish();
    }

    private void end(End end, String reason) {
        if (state != State.OVER) {
            finish();
            listener.ended(end, reason);
        }
    }

    private void finish() {
        if (state == State.OVER) {
            return;
        }
        if (state == State.CONNECTED) {
            send(new SrtPacket.Shutdown(timestamp(nowUs()), peerSocketId));
        }
        state = State.OVER;
        cancel(ticking);
        cancel(pumping);
        if (transmission != null) {
            transmission.close();
        }
        if (channel != null) {
            channel.flush();
            var _ = channel.close();
        }
    }

    private static void cancel(@Nullable ScheduledFuture<?> task) {
        if (task != null) {
            task.cancel(false);
        }
    }

    private void send(SrtPacket packet) {
        Channel open = channel;
        if (open != null) {
            ByteBuf out = open.alloc().directBuffer(MAX_DATAGRAM);
            packet.write(out);
            send(out);
        }
    }

    private void send(ByteBuf datagram) {
        Channel open = channel;
        if (open == null) {
            datagram.release();
            return;
        }
        sentUs = nowUs();
        var _ = open.write(datagram, open.voidPromise());
    }

    private void sayHandshake() {
        send(new SrtPacket.HandshakePacket(timestamp(nowUs()), 0, handshake.said()));
        if (channel != null) {
            channel.flush();
        }
    }

    /** Every few milliseconds: repeats what was not answered, drops what is late, sees silence. */
    private void tick() {
        long now = nowUs();
        switch (state) {
            case CALLING -> {
                if (now - startUs > patience.handshakeMs() * 1000L) {
                    end(End.LOST, "it does not answer");
                } else if (now - sentUs > REPEAT_US) {
                    sayHandshake();
                }
            }
            case CONNECTED -> look(now);
            case OVER -> {}
        }
    }

    private void look(long now) {
        SrtTransmission open = transmission;
        if (open == null) {
            return;
        }
        if (now - heardUs > patience.silenceMs() * 1000L) {
            end(End.LOST, "nothing is heard of it any more");
            return;
        }
        if (open.stalledUs(now) > patience.stallMs() * 1000L) {
            end(End.LOST, "it takes nothing");
            return;
        }
        if (open.isSpent()) {
            end(End.LOST, "the key has served its time");
            return;
        }
        if (now - sentUs > KEEP_ALIVE_US) {
            send(new SrtPacket.KeepAlive(timestamp(now), peerSocketId));
        }
        open.look(now);
        progressed(open);
    }

    /** Something was acknowledged, asked for again or given up. */
    private void progressed(SrtTransmission open) {
        pump();
        if (open.isWritable()) {
            listener.writable();
        }
    }

    private void receive(SrtPacket packet) {
        heardUs = nowUs();
        if (packet instanceof SrtPacket.HandshakePacket it) {
            if (state == State.CALLING) {
                answered(it);
            }
            return;
        }
        if (state != State.CONNECTED || packet.socketId() != socketId) {
            return;
        }
        if (packet instanceof SrtPacket.Shutdown) {
            end(End.LOST, "closed by the server");
        } else if (transmission != null) {
            transmission.receive(packet, heardUs);
        }
    }

    private void answered(SrtPacket.HandshakePacket packet) {
        if (packet.socketId() != socketId) {
            return;
        }
        switch (handshake.answered(packet.handshake())) {
            case CallerHandshake.Step.Ignored() -> {}
            case CallerHandshake.Step.Said() -> sayHandshake();
            case CallerHandshake.Step.Refused(var reason) -> end(End.REFUSED, reason);
            case CallerHandshake.Step.Busy(var reason) -> end(End.LOST, reason);
            case CallerHandshake.Step.Agreed agreed -> begin(agreed);
        }
    }

    private void begin(CallerHandshake.Step.Agreed agreed) {
        state = State.CONNECTED;
        peerSocketId = agreed.socketId();
        transmission =
                new SrtTransmission(
                        new Out(),
                        PooledByteBufAllocator.DEFAULT,
                        firstSequence,
                        startUs,
                        heardUs,
                        agreed,
                        keys);
        listener.connected();
    }

    private final class Out implements SrtTransmission.Line {
        @Override
        public void send(ByteBuf datagram) {
            SrtCaller.this.send(datagram);
        }

        @Override
        public void send(SrtPacket packet) {
            SrtCaller.this.send(packet);
        }
    }

    private final class Handler extends ChannelInboundHandlerAdapter {
        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            channel = context.channel();
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            sayHandshake();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            DatagramPacket datagram = (DatagramPacket) message;
            try {
                receive(SrtPacket.read(datagram.content()));
            } catch (SrtException e) {
                // Not of this call; the listener's silence ends it.
            } finally {
                datagram.release();
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            SrtTransmission open = transmission;
            if (open != null && state == State.CONNECTED) {
                progressed(open);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // Whichever comes first of reading and writing is told what ICMP said.
            if (cause instanceof PortUnreachableException
                    || String.valueOf(cause.getMessage()).contains("refused")) {
                end(End.LOST, "nobody listens there");
            }
        }
    }
}
