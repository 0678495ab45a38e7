package online.nexuscos.streamcore.rtmp.amf;

import java.io.Serial;

/** A peer sent bytes that are not RTMP, or RTMP beyond this server's limits. */
public final class RtmpException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    public RtmpException(String message) {
        super(message);
    }

    /** "chunk size: 70000 (expected: &lt;= 65536)". */
    public RtmpException(String name, long value, String expected) {
        super(name + ": " + value + " (expected: " + expected + ")");
    }
}
