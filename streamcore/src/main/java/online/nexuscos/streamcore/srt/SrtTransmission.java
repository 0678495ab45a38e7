package online.nexuscos.streamcore.srt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.Optional;
import online.nexuscos.streamcore.srt.packet.KeyMaterial;
import online.nexuscos.streamcore.srt.packet.SrtPacket;
import online.nexuscos.streamcore.srt.packet.SrtPacket.Range;
import org.jspecify.annotations.Nullable;

/**
 * Sends an MPEG transport stream to a receiver that has agreed (draft-sharabayko-srt-01, 4.2 to
 * 4.9): what it lacks again, what is too late no more, and never more in one go than a socket's
 * buffer takes. One thread; times are given.
 */
final class SrtTransmission {
    /** Seven packets of a transport stream: what fits into one datagram everywhere. */
    static final int PAYLOAD = 7 * 188;

    /** Datagrams that go out at once; sockets of receivers often hold some ninety. */
    static final int BURST = 64;

    /** Beyond the burst, one datagram goes in so many microseconds: some 105 Mb/s. */
    static final long PACE_US = 100;

    /** As libsrt has it: what is younger than that is never too late. */
    static final long LEAST_AGE_US = 1_000_000;

    /** After half of all numbers the key has served; a new call has a new one. */
    static final int MAX_ENCRYPTED = 1 << 30;

    /** So long, and four round trips, the end of what was sent may go unanswered. */
    private static final long UNANSWERED_US = 100_000;

    private static final int MAX_ROUND_TRIP_US = 10_000_000;
    private static final int FIRST_ROUND_TRIP_US = 100_000;

    /** The line to the receiver. */
    interface Line {
        /** A datagram; its reference passes on. */
        void send(ByteBuf datagram);

        void send(SrtPacket packet);
    }

    private final Line line;
    private final ByteBufAllocator allocator;
    private final SendWindow window;
    private final int peerSocketId;
    private final long startUs;
    private final long maxAgeUs;
    private final KeyMaterial.@Nullable Opener sealer;
    private @Nullable ByteBuf filling;
    private int message = 1;
    private int roundTripUs = FIRST_ROUND_TRIP_US;
    private long creditUs;
    private long creditAtUs;
    private long progressUs;
    private long repeatedUs;
    private long bytes;
    private long packets;
    private long dropped;
    private long again;

    /**
     * @param startUs where the time stamps of the connection begin
     * @param agreed what the receiver said
     * @param keys seal the payloads where there are any
     */
    SrtTransmission(
            Line line,
            ByteBufAllocator allocator,
            int firstSequence,
            long startUs,
            long nowUs,
            CallerHandshake.Step.Agreed agreed,
            Optional<KeyMaterial> keys) {
        this.line = line;
        this.allocator = allocator;
        this.window = new SendWindow(firstSequence, agreed.window());
        this.peerSocketId = agreed.socketId();
        this.startUs = startUs;
        this.maxAgeUs = Math.max(LEAST_AGE_US, agreed.latencyMs() * 1000L);
        this.sealer = keys.map(all -> all.opener(KeyMaterial.EVEN)).orElse(null);
        creditUs = BURST * PACE_US;
        creditAtUs = nowUs;
        progressUs = nowUs;
        repeatedUs = nowUs;
    }

    /** May more be written now? There is room for a picture of megabytes then. */
    boolean isWritable() {
        return window.isHalfEmpty();
    }

    /** Bytes of the stream that have gone out, each counted once. */
    long bytes() {
        return bytes;
    }

    /** Datagrams given up: too late, or without room. */
    long dropped() {
        return dropped;
    }

    /** Datagrams that went out once more. */
    long again() {
        return again;
    }

    /** For so long nothing that was sent has been acknowledged. */
    long stalledUs(long nowUs) {
        return window.hasUnacknowledged() ? nowUs - progressUs : 0;
    }

    /** Whether the key must not be used any longer. */
    boolean isSpent() {
        return sealer != null && packets >= MAX_ENCRYPTED;
    }

    /** Takes whole packets of the transport stream, which stay the caller's. */
    void write(ByteBuf stream, long nowUs) {
        while (stream.isReadable()) {
            if (window.isFull()) {
                dropped += Math.ceilDiv(stream.readableBytes(), PAYLOAD);
                return;
            }
            ByteBuf datagram = filling;
            if (datagram == null) {
                datagram = allocator.directBuffer(SrtPacket.HEADER + PAYLOAD);
                SrtPacket.writeDataHeader(
                        datagram,
                        window.next(),
                        message,
                        sealer == null ? 0 : KeyMaterial.EVEN,
                        (int) (nowUs - startUs),
                        peerSocketId);
                filling = datagram;
            }
            int room = SrtPacket.HEADER + PAYLOAD - datagram.readableBytes();
            datagram.writeBytes(stream, Math.min(room, stream.readableBytes()));
            if (datagram.readableBytes() == SrtPacket.HEADER + PAYLOAD) {
                seal(datagram, nowUs);
            }
        }
    }

    private void seal(ByteBuf datagram, long nowUs) {
        filling = null;
        int size = datagram.readableBytes() - SrtPacket.HEADER;
        if (sealer != null) {
            ByteBuffer in = datagram.nioBuffer(SrtPacket.HEADER, size);
            sealer.apply(window.next(), in, in.duplicate());
        }
        bytes += size;
        packets++;
        message = message == SrtPacket.MAX_MESSAGE ? 1 : message + 1;
        window.add(datagram, nowUs);
    }

    /** What was written is to go out with the next {@link #pump}, full datagram or not. */
    void complete(long nowUs) {
        ByteBuf datagram = filling;
        if (datagram != null) {
            seal(datagram, nowUs);
        }
    }

    /**
     * Sends what there is credit for; what was asked for again goes first.
     *
     * @return whether something still waits
     */
    boolean pump(long nowUs) {
        creditUs = Math.min(BURST * PACE_US, creditUs + nowUs - creditAtUs);
        creditAtUs = nowUs;
        if (!window.hasUnacknowledged()) {
            progressUs = nowUs;
        }
        while (creditUs >= PACE_US) {
            ByteBuf next = window.pollAsked(nowUs, roundTripUs);
            if (next != null) {
                again++;
            } else {
                next = window.pollFresh();
            }
            if (next == null) {
                return false;
            }
            creditUs -= PACE_US;
            line.send(next.retainedDuplicate());
        }
        return window.hasFresh() || window.hasAsked();
    }

    /** Takes what the receiver says of the stream; all else means nothing here. */
    void receive(SrtPacket packet, long nowUs) {
        switch (packet) {
            case SrtPacket.Ack ack -> acknowledged(ack, nowUs);
            case SrtPacket.Nak nak -> nak.lost().forEach(lost -> ask(lost, nowUs));
            case SrtPacket.Data _,
                    SrtPacket.HandshakePacket _,
                    SrtPacket.KeepAlive _,
                    SrtPacket.Shutdown _,
                    SrtPacket.AckAck _,
                    SrtPacket.Drop _,
                    SrtPacket.Key _,
                    SrtPacket.Other _ -> {}
        }
    }

    private void acknowledged(SrtPacket.Ack ack, long nowUs) {
        int before = window.first();
        window.acknowledge(ack.next());
        if (window.first() != before) {
            progressUs = nowUs;
        }
        if (ack.number() != 0) {
            if (ack.roundTripUs() > 0) {
                roundTripUs = Math.min(ack.roundTripUs(), MAX_ROUND_TRIP_US);
            }
            line.send(new SrtPacket.AckAck(ack.number(), (int) (nowUs - startUs), peerSocketId));
        }
    }

    private void ask(Range lost, long nowUs) {
        Range gone = window.ask(lost);
        if (gone != null) {
            line.send(new SrtPacket.Drop(gone, (int) (nowUs - startUs), peerSocketId));
        }
    }

    /**
     * Every few milliseconds: gives up what is too late, and repeats what nothing came back for.
     */
    void look(long nowUs) {
        dropped += window.expire(nowUs, maxAgeUs);
        // A receiver sees a gap by what follows: behind the last datagram there is nothing.
        long patienceUs = UNANSWERED_US + 4L * roundTripUs;
        boolean unanswered = stalledUs(nowUs) > patienceUs && nowUs - repeatedUs > patienceUs;
        if (unanswered && !window.hasFresh()) {
            repeatedUs = nowUs;
            window.askOldest(BURST);
        }
    }

    /** Releases what has not arrived. */
    void close() {
        window.close();
        ByteBuf datagram = filling;
        if (datagram != null) {
            datagram.release();
            filling = null;
        }
    }
}
