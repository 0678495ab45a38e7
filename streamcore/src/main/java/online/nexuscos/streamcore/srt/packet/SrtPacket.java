package online.nexuscos.streamcore.srt.packet;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A packet of SRT (draft-sharabayko-srt-01, 3).
 *
 * <pre>
 * |0| 31 sequence number          |  |1| 15 type | 16 subtype                |
 * |2 place|1 order|2 key|1 again|26 message|  | 32 type-specific information |
 * | 32 timestamp, microseconds                                                |
 * | 32 socket id of the receiver                                              |
 * | payload, or control information                                           |
 * </pre>
 */
public sealed interface SrtPacket {
    int HEADER = 16;

    /** Runs of lost packets that one report may name. */
    int MAX_RANGES = 512;

    /** Numbers of messages wrap behind it, to 1. */
    int MAX_MESSAGE = 0x03ff_ffff;

    /** A message of one packet. */
    int ALONE = 3 << 30;

    int AGAIN = 1 << 26;

    int CONTROL = 0x8000;
    int TYPE_HANDSHAKE = 0;
    int TYPE_KEEP_ALIVE = 1;
    int TYPE_ACK = 2;
    int TYPE_NAK = 3;
    int TYPE_SHUTDOWN = 5;
    int TYPE_ACK_ACK = 6;
    int TYPE_DROP = 7;
    int TYPE_USER = 0x7fff;
    int SUBTYPE_KEY_REQUEST = 3;
    int SUBTYPE_KEY_RESPONSE = 4;

    /** Socket id of the receiver; 0 before there is one. */
    int socketId();

    /**
     * A piece of the stream.
     *
     * @param key 0: in the clear, 1: even, 2: odd key
     * @param retransmitted sent again
     * @param payload a view of the datagram
     */
    record Data(
            int sequence,
            int message,
            int key,
            boolean retransmitted,
            int timestamp,
            int socketId,
            ByteBuf payload)
            implements SrtPacket {}

    record HandshakePacket(int timestamp, int socketId, Handshake handshake) implements SrtPacket {}

    record KeepAlive(int timestamp, int socketId) implements SrtPacket {}

    /**
     * Everything before a number has come.
     *
     * @param number of the acknowledgement, 0 for a short one
     * @param next the first sequence number that has not come
     * @param roundTripUs microseconds
     * @param freePackets that the receiver has room for
     * @param packetsPerSecond received of late
     * @param bytesPerSecond received of late
     */
    record Ack(
            int number,
            int next,
            int roundTripUs,
            int roundTripVariationUs,
            int freePackets,
            int packetsPerSecond,
            int bytesPerSecond,
            int timestamp,
            int socketId)
            implements SrtPacket {}

    /** What has not come, in runs. */
    record Nak(List<Range> lost, int timestamp, int socketId) implements SrtPacket {}

    record Shutdown(int timestamp, int socketId) implements SrtPacket {}

    record AckAck(int number, int timestamp, int socketId) implements SrtPacket {}

    /** The sender has given packets up. */
    record Drop(Range given, int timestamp, int socketId) implements SrtPacket {}

    /** A new key, or the answer to one. */
    record Key(boolean request, ByteBuffer material, int timestamp, int socketId)
            implements SrtPacket {}

    /** A packet that means nothing here. */
    record Other(int type, int timestamp, int socketId) implements SrtPacket {}

    /** Sequence numbers from the first to the last. */
    record Range(int first, int last) {}

    /** Reads one datagram; the payload is a slice of it. */
    static SrtPacket read(ByteBuf in) throws SrtException {
        require(in, HEADER);
        int start = in.readInt();
        int information = in.readInt();
        int timestamp = in.readInt();
        int socketId = in.readInt();
        if (start >= 0) {
            return new Data(
                    start,
                    information & MAX_MESSAGE,
                    information >>> 27 & 3,
                    (information & AGAIN) != 0,
                    timestamp,
                    socketId,
                    in.slice());
        }
        int type = start >>> 16 & 0x7fff;
        return switch (type) {
            case TYPE_HANDSHAKE -> new HandshakePacket(timestamp, socketId, Handshake.read(in));
            case TYPE_KEEP_ALIVE -> new KeepAlive(timestamp, socketId);
            case TYPE_ACK -> ack(information, timestamp, socketId, in);
            case TYPE_NAK -> new Nak(ranges(in), timestamp, socketId);
            case TYPE_SHUTDOWN -> new Shutdown(timestamp, socketId);
            case TYPE_ACK_ACK -> new AckAck(information, timestamp, socketId);
            case TYPE_DROP -> {
                require(in, 8);
                Range given = new Range(in.readInt() & Sequence.MAX, in.readInt() & Sequence.MAX);
                yield new Drop(given, timestamp, socketId);
            }
            case TYPE_USER -> user(start & 0xffff, timestamp, socketId, in);
            default -> new Other(type, timestamp, socketId);
        };
    }

    private static SrtPacket user(int subtype, int timestamp, int socketId, ByteBuf in)
            throws SrtException {
        if (subtype != SUBTYPE_KEY_REQUEST && subtype != SUBTYPE_KEY_RESPONSE) {
            return new Other(TYPE_USER, timestamp, socketId);
        }
        if (in.readableBytes() > KeyMaterial.MAX_MESSAGE) {
            throw new SrtException("key material length: " + in.readableBytes());
        }
        byte[] material = new byte[in.readableBytes()];
        in.readBytes(material);
        return new Key(
                subtype == SUBTYPE_KEY_REQUEST, ByteBuffer.wrap(material), timestamp, socketId);
    }

    private static Ack ack(int number, int timestamp, int socketId, ByteBuf in)
            throws SrtException {
        require(in, 4);
        int[] fields = new int[7];
        for (int i = 0; i < fields.length && in.readableBytes() >= 4; i++) {
            fields[i] = in.readInt();
        }
        return new Ack(
                number,
                fields[0] & Sequence.MAX,
                fields[1],
                fields[2],
                fields[3],
                fields[4],
                fields[6],
                timestamp,
                socketId);
    }

    private static List<Range> ranges(ByteBuf in) throws SrtException {
        List<Range> ranges = new ArrayList<>();
        while (in.readableBytes() >= 4) {
            if (ranges.size() == MAX_RANGES) {
                throw new SrtException("ranges of a loss report: more than " + MAX_RANGES);
            }
            int first = in.readInt();
            if (first < 0) {
                require(in, 4);
            }
            int last = first < 0 ? in.readInt() : first;
            ranges.add(new Range(first & Sequence.MAX, last & Sequence.MAX));
        }
        return ranges;
    }

    /**
     * Writes the beginning of a piece of the stream; its payload follows.
     *
     * @param message number, 1 to 2^26 - 1
     * @param key 0: in the clear, 1: even, 2: odd key
     */
    static void writeDataHeader(
            ByteBuf out, int sequence, int message, int key, int timestamp, int socketId) {
        out.writeInt(sequence).writeInt(ALONE | key << 27 | message);
        out.writeInt(timestamp).writeInt(socketId);
    }

    /** Says in a piece of the stream as it was written that it goes out again. */
    static void markRetransmitted(ByteBuf data) {
        int at = data.readerIndex() + 4;
        data.setByte(at, data.getByte(at) | AGAIN >>> 24);
    }

    /** Writes it whole. */
    default void write(ByteBuf out) {
        switch (this) {
            case Data data -> {
                int message = data.message | (data.retransmitted ? AGAIN : 0);
                writeDataHeader(
                        out, data.sequence, message, data.key, data.timestamp, data.socketId);
                out.writeBytes(
                        data.payload, data.payload.readerIndex(), data.payload.readableBytes());
            }
            case HandshakePacket it -> {
                control(out, TYPE_HANDSHAKE, 0, 0, it.timestamp, it.socketId);
                it.handshake.write(out);
            }
            case KeepAlive it -> control(out, TYPE_KEEP_ALIVE, 0, 0, it.timestamp, it.socketId);
            case Ack ack -> {
                control(out, TYPE_ACK, 0, ack.number, ack.timestamp, ack.socketId);
                out.writeInt(ack.next);
                if (ack.number != 0) {
                    out.writeInt(ack.roundTripUs).writeInt(ack.roundTripVariationUs);
                    out.writeInt(ack.freePackets).writeInt(ack.packetsPerSecond);
                    out.writeInt(ack.packetsPerSecond).writeInt(ack.bytesPerSecond);
                }
            }
            case Nak nak -> {
                control(out, TYPE_NAK, 0, 0, nak.timestamp, nak.socketId);
                nak.lost.forEach(range -> write(range, out));
            }
            // libsrt reads four bytes behind the header of these.
            case Shutdown it ->
                    control(out, TYPE_SHUTDOWN, 0, 0, it.timestamp, it.socketId).writeInt(0);
            case AckAck it ->
                    control(out, TYPE_ACK_ACK, 0, it.number, it.timestamp, it.socketId).writeInt(0);
            case Drop it -> {
                control(out, TYPE_DROP, 0, 0, it.timestamp, it.socketId);
                out.writeInt(it.given.first).writeInt(it.given.last);
            }
            case Key it -> {
                int subtype = it.request ? SUBTYPE_KEY_REQUEST : SUBTYPE_KEY_RESPONSE;
                control(out, TYPE_USER, subtype, 0, it.timestamp, it.socketId);
                out.writeBytes(it.material.duplicate());
            }
            case Other it -> control(out, it.type, 0, 0, it.timestamp, it.socketId);
        }
    }

    private static void write(Range range, ByteBuf out) {
        if (range.first == range.last) {
            out.writeInt(range.first);
        } else {
            out.writeInt(range.first | 1 << 31).writeInt(range.last);
        }
    }

    private static ByteBuf control(
            ByteBuf out, int type, int subtype, int information, int timestamp, int socketId) {
        return out.writeShort(CONTROL | type)
                .writeShort(subtype)
                .writeInt(information)
                .writeInt(timestamp)
                .writeInt(socketId);
    }

    private static void require(ByteBuf in, int bytes) throws SrtException {
        if (in.readableBytes() < bytes) {
            throw new SrtException("packet: ends " + (bytes - in.readableBytes()) + " bytes early");
        }
    }
}
