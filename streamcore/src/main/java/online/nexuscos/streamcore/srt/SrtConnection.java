package online.nexuscos.streamcore.srt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import online.nexuscos.streamcore.hub.Publication;
import online.nexuscos.streamcore.hub.Publisher;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.srt.packet.Handshake;
import online.nexuscos.streamcore.srt.packet.KeyMaterial;
import online.nexuscos.streamcore.srt.packet.KeyMaterial.BadSecretException;
import online.nexuscos.streamcore.srt.packet.SrtException;
import online.nexuscos.streamcore.srt.packet.SrtPacket;
import online.nexuscos.streamcore.srt.packet.SrtPacket.Range;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One caller, from the handshake to the end; all on the server's event loop. */
final class SrtConnection implements Publisher, ReceiveWindow.Output {
    private static final Logger LOG = LoggerFactory.getLogger(SrtConnection.class);
    private static final long ACK_US = 10_000;
    private static final long KEEP_ALIVE_US = 1_000_000;
    private static final long SILENCE_US = 5_000_000;
    private static final long PAUSE_US = 50_000;
    private static final long RATE_US = 1_000_000;
    private static final long KEY_CHANGE_US = 1_000_000;

    /** What a connection needs of the server. */
    interface Line {
        void send(SrtPacket packet, InetSocketAddress to);

        /** It is over; nothing more is handed to it. */
        void closed(SrtConnection connection);
    }

    private enum State {
        /** The hub was asked. */
        ASKING,
        LIVE,
        CLOSED
    }

    private final EventLoop loop;
    private final Line line;
    private final InetSocketAddress peer;
    private final int socketId;
    private final int peerSocketId;
    private final Handshake answer;
    private final Optional<String> passphrase;
    private final SrtCounters counters;
    private final ReceiveWindow window;
    private final long latencyUs;
    private final RoundTrip roundTrip = new RoundTrip();
    private final long startUs;

    private State state = State.ASKING;
    private KeyMaterial.@Nullable Opener even;
    private KeyMaterial.@Nullable Opener odd;
    private @Nullable Publication publication;
    private @Nullable SrtIngest ingest;
    private long nowUs;
    private long heardUs;
    private long sentUs;
    private long tickedUs;
    private long ackedUs;
    private long keyChangedUs;
    private long rateSinceUs;
    private int ackNumber;
    private int acknowledged;
    private int packetsInRate;
    private int bytesInRate;
    private int packetsPerSecond;
    private int bytesPerSecond;

    /**
     * @param answer what concludes the handshake once the hub has agreed
     * @param keys of an encrypted caller
     */
    SrtConnection(
            EventLoop loop,
            Line line,
            InetSocketAddress peer,
            Handshake answer,
            int peerSocketId,
            long latencyUs,
            Optional<KeyMaterial> keys,
            Optional<String> passphrase,
            SrtCounters counters) {
        this.loop = loop;
        this.line = line;
        this.peer = peer;
        this.answer = answer;
        this.socketId = answer.socketId();
        this.peerSocketId = peerSocketId;
        this.passphrase = passphrase;
        this.counters = counters;
        this.latencyUs = latencyUs;
        this.startUs = nanosToUs(System.nanoTime());
        this.window = new ReceiveWindow(answer.firstSequence(), latencyUs, this);
        this.acknowledged = answer.firstSequence();
        nowUs = startUs;
        heardUs = startUs;
        sentUs = startUs;
        tickedUs = startUs;
        rateSinceUs = startUs;
        keys.ifPresent(this::use);
    }

    private static long nanosToUs(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos);
    }

    private void use(KeyMaterial keys) {
        KeyMaterial.Opener newEven = keys.opener(KeyMaterial.EVEN);
        KeyMaterial.Opener newOdd = keys.opener(KeyMaterial.ODD);
        even = newEven == null ? even : newEven;
        odd = newOdd == null ? odd : newOdd;
    }

    int socketId() {
        return socketId;
    }

    int peerSocketId() {
        return peerSocketId;
    }

    InetSocketAddress peer() {
        return peer;
    }

    /** The hub has agreed. */
    void begin(Publication granted, String key) {
        if (state != State.ASKING) {
            granted.end("the caller has gone");
            return;
        }
        state = State.LIVE;
        publication = granted;
        ingest = new SrtIngest(granted);
        counters.accepted.increment();
        LOG.info("srt {}: publishing \"{}\"", address(), granted.name());
        answer();
    }

    /** Answers the conclusion, again where the first answer was lost. */
    void answer() {
        if (state == State.LIVE) {
            send(new SrtPacket.HandshakePacket(timestamp(), peerSocketId, answer));
        }
    }

    private int timestamp() {
        return (int) (nowUs - startUs);
    }

    private void send(SrtPacket packet) {
        sentUs = nowUs;
        line.send(packet, peer);
    }

    /** Takes a packet of this connection. */
    void receive(SrtPacket packet, long nowNanos) {
        nowUs = nanosToUs(nowNanos);
        heardUs = nowUs;
        if (state != State.LIVE) {
            return;
        }
        switch (packet) {
            case SrtPacket.Data data -> data(data);
            case SrtPacket.AckAck it -> roundTrip.answered(it.number(), nowUs);
            case SrtPacket.Drop it -> window.giveUp(it.given());
            case SrtPacket.Key it -> key(it);
            case SrtPacket.Shutdown _ -> end("the caller has hung up");
            case SrtPacket.KeepAlive _,
                    SrtPacket.Ack _,
                    SrtPacket.Nak _,
                    SrtPacket.HandshakePacket _,
                    SrtPacket.Other _ -> {}
        }
    }

    private void data(SrtPacket.Data data) {
        counters.packets.increment();
        packetsInRate++;
        bytesInRate += data.payload().readableBytes();
        if (data.retransmitted()) {
            counters.retransmitted.increment();
        }
        ByteBuf payload = opened(data);
        if (payload == null) {
            return;
        }
        Range missing = window.take(data.sequence(), payload, nowUs);
        if (missing != null) {
            send(new SrtPacket.Nak(List.of(missing), timestamp(), peerSocketId));
        }
    }

    /** The payload in the clear; null without its key. */
    private @Nullable ByteBuf opened(SrtPacket.Data data) {
        ByteBuf payload = data.payload();
        if (data.key() == 0) {
            return passphrase.isEmpty() ? payload.retain() : null;
        }
        KeyMaterial.Opener opener = data.key() == KeyMaterial.EVEN ? even : odd;
        if (opener == null) {
            return null;
        }
        int size = payload.readableBytes();
        ByteBuf clear = payload.alloc().directBuffer(size, size);
        ByteBuffer in = payload.nioBuffer();
        opener.apply(data.sequence(), in, clear.nioBuffer(0, size));
        return clear.writerIndex(size);
    }

    private void key(SrtPacket.Key message) {
        if (!message.request() || passphrase.isEmpty() || nowUs - keyChangedUs < KEY_CHANGE_US) {
            return;
        }
        keyChangedUs = nowUs;
        try {
            use(KeyMaterial.unwrap(message.material().array(), passphrase.get()));
            send(new SrtPacket.Key(false, message.material(), timestamp(), peerSocketId));
        } catch (SrtException | BadSecretException e) {
            LOG.debug("srt {}: {}", address(), e.toString());
        }
    }

    @Override
    public void next(ByteBuf payload) {
        try {
            if (ingest != null && state == State.LIVE) {
                ingest.read(payload, TimeUnit.MICROSECONDS.toNanos(nowUs));
            }
        } catch (MediaException e) {
            end(String.valueOf(e.getMessage()));
        } finally {
            payload.release();
        }
    }

    @Override
    public void lost(int packets) {
        counters.lost.add(packets);
        if (ingest != null) {
            ingest.gap();
        }
    }

    /** What one read of the socket brought is complete. */
    void flush() {
        if (ingest != null && state == State.LIVE) {
            ingest.flush();
        }
    }

    /** Every few milliseconds: acknowledges, asks again, leaves gaps, and notices silence. */
    void tick(long nowNanos) {
        nowUs = nanosToUs(nowNanos);
        if (nowUs - heardUs > SILENCE_US) {
            end("nothing came for 5 s");
            return;
        }
        if (state != State.LIVE) {
            return;
        }
        boolean paused = nowUs - tickedUs > PAUSE_US;
        tickedUs = nowUs;
        if (window.hasGap()) {
            // What fills the gap may have come while this thread stood still.
            if (!paused) {
                window.expire(nowUs);
            }
            List<Range> overdue = window.overdue(nowUs, roundTrip.patienceUs(latencyUs));
            if (!overdue.isEmpty()) {
                send(new SrtPacket.Nak(overdue, timestamp(), peerSocketId));
            }
            flush();
        }
        if (window.next() != acknowledged && nowUs - ackedUs >= ACK_US) {
            acknowledge();
        }
        if (nowUs - sentUs >= KEEP_ALIVE_US) {
            send(new SrtPacket.KeepAlive(timestamp(), peerSocketId));
        }
        if (nowUs - rateSinceUs >= RATE_US) {
            packetsPerSecond = packetsInRate;
            bytesPerSecond = bytesInRate;
            packetsInRate = 0;
            bytesInRate = 0;
            rateSinceUs = nowUs;
        }
    }

    private void acknowledge() {
        acknowledged = window.next();
        ackedUs = nowUs;
        ackNumber = ackNumber == Integer.MAX_VALUE ? 1 : ackNumber + 1;
        roundTrip.sent(ackNumber, nowUs);
        send(
                new SrtPacket.Ack(
                        ackNumber,
                        acknowledged,
                        roundTrip.smoothedUs(),
                        roundTrip.variationUs(),
                        window.free(),
                        packetsPerSecond,
                        bytesPerSecond,
                        timestamp(),
                        peerSocketId));
    }

    /** Ends it and tells the caller. */
    void end(String reason) {
        if (state == State.CLOSED) {
            return;
        }
        if (state == State.LIVE) {
            LOG.info("srt {}: {}", address(), reason);
            send(new SrtPacket.Shutdown(timestamp(), peerSocketId));
        }
        state = State.CLOSED;
        window.close();
        if (ingest != null) {
            ingest.close();
        }
        if (publication != null) {
            publication.end(reason);
        }
        line.closed(this);
    }

    @Override
    public String protocol() {
        return "srt";
    }

    @Override
    public String address() {
        return NetUtil.toSocketAddressString(peer);
    }

    /** SRT has no place for it. */
    @Override
    public String agent() {
        return "";
    }

    @Override
    public boolean isLoopback() {
        return peer.getAddress().isLoopbackAddress();
    }

    @Override
    public void close(String reason) {
        loop.execute(() -> end(reason));
    }
}
