package online.nexuscos.streamcore.rtmp.handshake;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import online.nexuscos.streamcore.rtmp.amf.RtmpException;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of the plain handshake, without digests: those who take streams ask for none.
 *
 * @see ServerHandshake for the layout
 * @see <a href="https://rtmp.veriskope.com/pdf/rtmp_specification_1.0.pdf">RTMP 1.0, 5.2</a>
 */
public final class ClientHandshake {
    private static final int VERSION = 3;
    private static final int PACKET_LENGTH = DigestScheme.PACKET_LENGTH;

    private enum State {
        SERVER_0,
        SERVER_1,
        SERVER_2,
        DONE
    }

    private final RandomGenerator random;
    private final byte[] server1 = new byte[PACKET_LENGTH];
    private State state = State.SERVER_0;

    /** Bytes of S1 or S2 so far. */
    private int length;

    /**
     * @param random fills C1; need not be secret, only different for each connection
     */
    public ClientHandshake(RandomGenerator random) {
        this.random = random;
    }

    /** C0 and C1; the caller's to release. */
    public ByteBuf hello(ByteBufAllocator allocator) {
        byte[] client1 = new byte[PACKET_LENGTH];
        random.nextBytes(client1);
        ByteBuffer.wrap(client1).putInt(0).putInt(0);
        return allocator.buffer(1 + PACKET_LENGTH).writeByte(VERSION).writeBytes(client1);
    }

    /**
     * Takes the server's next bytes, at most up to the end of S2.
     *
     * @return C2 once S1 is complete, else null; the caller's to release
     */
    public @Nullable ByteBuf read(ByteBuf in, ByteBufAllocator allocator) throws RtmpException {
        ByteBuf answer = null;
        while (state != State.DONE && in.isReadable()) {
            switch (state) {
                case SERVER_0 -> readVersion(in);
                case SERVER_1 -> {
                    int part = Math.min(in.readableBytes(), PACKET_LENGTH - length);
                    in.readBytes(server1, length, part);
                    if (advance(part, State.SERVER_2)) {
                        answer = allocator.buffer(PACKET_LENGTH).writeBytes(server1);
                    }
                }
                case SERVER_2 -> {
                    int part = Math.min(in.readableBytes(), PACKET_LENGTH - length);
                    in.skipBytes(part);
                    advance(part, State.DONE);
                }
                case DONE -> throw new AssertionError("left by the loop");
            }
        }
        return answer;
    }

    /** Whether S2 is complete, so that chunks follow. */
    public boolean isDone() {
        return state == State.DONE;
    }

    private void readVersion(ByteBuf in) throws RtmpException {
        int version = in.getUnsignedByte(in.readerIndex());
        if (version != VERSION) {
            throw new RtmpException("RTMP version", version, "3");
        }
        in.skipBytes(1);
        state = State.SERVER_1;
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
}
