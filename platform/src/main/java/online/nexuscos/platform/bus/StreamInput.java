package online.nexuscos.platform.bus;

import java.io.InputStream;
import java.util.Objects;
import online.nexuscos.platform.bus.StreamLine.LineException;
import online.nexuscos.platform.problem.ProblemException;

/** What an upload reads: counted, held to the route's size. */
final class StreamInput extends InputStream {
    private final StreamLine line;
    private final long maxBytes;
    private long received;

    StreamInput(StreamLine line, long maxBytes) {
        this.line = line;
        this.maxBytes = maxBytes;
    }

    long received() {
        return received;
    }

    @Override
    public int read() throws LineException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /**
     * @throws ProblemException 413 beyond the route's size
     */
    @Override
    public int read(byte[] into, int from, int length) throws LineException {
        Objects.checkFromIndexSize(from, length, into.length);
        if (length == 0) {
            return 0;
        }
        int count = line.read(into, from, length);
        if (count > 0) {
            received += count;
            if (received > maxBytes) {
                throw tooLong(maxBytes);
            }
        }
        return count;
    }

    static ProblemException tooLong(long maxBytes) {
        return ProblemException.of(413, "A body may have " + maxBytes + " bytes here at most.");
    }
}
