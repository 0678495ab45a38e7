package online.nexuscos.streamcore.rtmp.handshake;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import online.nexuscos.streamcore.rtmp.amf.RtmpException;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of the handshake that begins a connection.
 *
 * <pre>
 *  client                                 server
 *    |  C0 version, C1 time and random      |
 *    |------------------------------------->|
 *    |  S0 version, S1 time and random, S2  |
 *    |<-------------------------------------|
 *    |  C2                                  |
 *    |------------------------------------->|
 *
 *  C0, S0      C1, S1, C2, S2
 * +---------+ +---------+------------------------+----------------------- - - -+
 * | 8 ver=3 | | 32 time | 32 zero, or a version  | 1528 bytes random           |
 * +---------+ +---------+------------------------+----------------------- - - -+
 * </pre>
 *
 * In the plain handshake S2 is a copy of C1. A client that puts a version beside the time of C1 and
 * a valid digest into it (see {@link DigestScheme}) gets S1 with a digest by the same scheme and S2
 * signed, as some clients send H.264 to no other server. C2 is not checked, since it proves
 * nothing.
 *
 * @see <a href="https://rtmp.veriskope.com/pdf/rtmp_specification_1.0.pdf">RTMP 1.0, 5.2</a>
 */
public final class ServerHandshake {
    private static final int VERSION = 3;
    private static final int PACKET_LENGTH = DigestScheme.PACKET_LENGTH;

    /** Stands for a Flash Media Server that knows digests. */
    private static final int SERVER_VERSION = 0x0d0e0a0d;

    private enum State {
        CLIENT_0,
        CLIENT_1,
        CLIENT_2,
        DONE
    }

    private final RandomGenerator random;
    private final int epochMs;
    private final byte[] client1 = new byte[PACKET_LENGTH];
    private State state = State.CLIENT_0;

    /** Bytes of C1 or C2 so far. */
    private int length;

    /**
     * @param random fills S1; need not be secret, only different for each connection
     * @param epochMs the time of S1, of an arbitrary origin
     */
    public ServerHandshake(RandomGenerator random, int epochMs) {
        this.random = random;
        this.epochMs = epochMs;
    }

    /**
     * Takes the client's next bytes, at most up to the end of C2.
     *
     * @return S0, S1 and S2 once C1 is complete, else null; the caller's to release
     */
    public @Nullable ByteBuf read(ByteBuf in, ByteBufAllocator allocator) throws RtmpException {
        ByteBuf answer = null;
        while (state != State.DONE && in.isReadable()) {
            switch (state) {
                case CLIENT_0 -> readVersion(in);
                case CLIENT_1 -> {
                    int part = Math.min(in.readableBytes(), PACKET_LENGTH - length);
                    in.readBytes(client1, length, part);
                    if (advance(part, State.CLIENT_2)) {
                        answer = answer(allocator);
                    }
                }
                case CLIENT_2 -> {
                    int part = Math.min(in.readableBytes(), PACKET_LENGTH - length);
                    in.skipBytes(part);
                    advance(part, State.DONE);
                }
                case DONE -> throw new AssertionError("left by the loop");
            }
        }
        return answer;
    }

    /** Whether C2 is complete, so that chunks follow. */
    public boolean isDone() {
        return state == State.DONE;
    }

    private void readVersion(ByteBuf in) throws RtmpException {
        int version = in.getUnsignedByte(in.readerIndex());
        if (version != VERSION) {
            throw new RtmpException("RTMP version", version, "3");
        }
        in.skipBytes(1);
        state = State.CLIENT_1;
    }

    /** Counts bytes of a packet and goes on to the next state at its end. */
    private boolean advance(int part, State next) {
        length += part;
        if (length < PACKET_LENGTH) {
            return false;
        }
        length = 0;
        state = next;
        return true;
    }

    private ByteBuf answer(ByteBufAllocator allocator) {
        DigestScheme scheme = hasVersion() ? DigestScheme.of(client1, Signature.CLIENT_KEY) : null;
        byte[] server1 = packet();
        byte[] server2 = client1;
        if (scheme != null) {
            ByteBuffer.wrap(server1).putInt(4, SERVER_VERSION);
            scheme.sign(server1, Signature.SERVER_KEY);
            server2 = packet();
            Signature.sign(server2, Signature.SERVER_KEY, scheme.digest(client1));
        }
        return allocator
                .buffer(1 + 2 * PACKET_LENGTH)
                .writeByte(VERSION)
                .writeBytes(server1)
                .writeBytes(server2);
    }

    private boolean hasVersion() {
        return ByteBuffer.wrap(client1).getInt(4) != 0;
    }

    /** Time, zero, random. */
    private byte[] packet() {
        byte[] packet = new byte[PACKET_LENGTH];
        random.nextBytes(packet);
        ByteBuffer.wrap(packet).putInt(epochMs).putInt(0);
        return packet;
    }
}
