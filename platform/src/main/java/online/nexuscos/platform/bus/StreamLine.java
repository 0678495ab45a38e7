package online.nexuscos.platform.bus;

import java.io.IOException;

/**
 * The line on which a stream's bytes come and go: HTTP, in the gateway. For the one virtual thread
 * that runs the handler; its calls wait for the other end.
 */
public interface StreamLine {
    /** Sends all there is, where nothing was begun: a problem, or the record of an upload. */
    void answer(Answer answer);

    /** Begins an answer of bytes. */
    void begin(Answer.Head head, String mediaType) throws LineException;

    /** Sends some of them; the array can be used again. */
    void write(byte[] bytes, int from, int length) throws LineException;

    /** That was all of them. */
    void end();

    /** Breaks off, so that nobody takes what came for the whole. */
    void abort();

    /**
     * Takes bytes of the request.
     *
     * @return how many, at least one, or -1 at the end
     */
    int read(byte[] into, int from, int length) throws LineException;

    /** The line is of no use any more. */
    final class LineException extends IOException {
        @java.io.Serial private static final long serialVersionUID = 1;

        private final Cause reason;

        /** Why. */
        public enum Cause {
            /** The other end went away. */
            GONE,
            /** It took or gave nothing for too long. */
            SLOW,
            /** The route's time is over. */
            LATE,
            /** The route may send no more. */
            LONG,
            /** No more than the head was asked for. */
            ENOUGH
        }

        public LineException(Cause reason, String message) {
            super(message);
            this.reason = reason;
        }

        public Cause reason() {
            return reason;
        }
    }
}
