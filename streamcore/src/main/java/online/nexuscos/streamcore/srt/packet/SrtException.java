package online.nexuscos.streamcore.srt.packet;

import java.io.Serial;

/** A peer sent a packet that is none of SRT. */
public final class SrtException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    public SrtException(String message) {
        super(message);
    }
}
