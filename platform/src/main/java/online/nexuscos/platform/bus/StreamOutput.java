package online.nexuscos.platform.bus;

import java.io.OutputStream;
import java.util.Objects;
import online.nexuscos.platform.bus.StreamLine.LineException;

/** What a download writes: gathered into pieces, counted, held to the route's size. */
final class StreamOutput extends OutputStream {
    private static final int PIECE = 64 << 10;

    private final StreamLine line;
    private final ActiveCall<?> call;
    private final String mediaType;
    private final long maxBytes;
    private final byte[] piece = new byte[PIECE];
    private int filled;
    private long sent;
    private State state = State.UNBEGUN;

    private enum State {
        UNBEGUN,
        BEGUN,
        ENDED
    }

    StreamOutput(StreamLine line, ActiveCall<?> call, String mediaType, long maxBytes) {
        this.line = line;
        this.call = call;
        this.mediaType = mediaType;
        this.maxBytes = maxBytes;
    }

    /** A problem can still be told. */
    boolean isUnbegun() {
        return state == State.UNBEGUN;
    }

    long sent() {
        return sent;
    }

    @Override
    public void write(int value) throws LineException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws LineException {
        Objects.checkFromIndexSize(from, length, bytes.length);
        int at = from;
        int left = length;
        while (left > 0) {
            int taken = Math.min(left, PIECE - filled);
            System.arraycopy(bytes, at, piece, filled, taken);
            filled += taken;
            at += taken;
            left -= taken;
            if (filled == PIECE) {
                send();
            }
        }
    }

    private void send() throws LineException {
        if (sent + filled > maxBytes) {
            throw new LineException(
                    LineException.Cause.LONG, "a download beyond " + maxBytes + " bytes");
        }
        if (state == State.UNBEGUN) {
            line.begin(new Answer.Head(call.status(), call.headers(), false), mediaType);
            state = State.BEGUN;
        }
        if (filled > 0) {
            line.write(piece, 0, filled);
            sent += filled;
            filled = 0;
        }
    }

    /** All was written: sends the rest, and ends. */
    void finish() throws LineException {
        send();
        state = State.ENDED;
        line.end();
    }
}
