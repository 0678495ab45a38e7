package online.nexuscos.streamcore.srt;

import online.nexuscos.streamcore.hub.PublishRefusedException.Reason;
import online.nexuscos.streamcore.srt.packet.Handshake;

/** Why a caller is not let in, as libsrt numbers it (access_control.h, SRT_REJECT_REASON). */
enum Rejection {
    RESOURCE(3),
    VERSION(8),
    BAD_SECRET(10),
    UNSECURE(11),
    MESSAGE_API(12),
    BAD_REQUEST(1400),
    UNAUTHORIZED(1401),
    OVERLOAD(1402),
    BAD_MODE(1405),
    CONFLICT(1409);

    private final int code;

    Rejection(int code) {
        this.code = code;
    }

    /** The handshake's type. */
    int type() {
        return Handshake.REJECTION + code;
    }

    static Rejection of(Reason reason) {
        return switch (reason) {
            case UNKNOWN_KEY -> UNAUTHORIZED;
            case ALREADY_LIVE -> CONFLICT;
            case OVERLOADED -> OVERLOAD;
        };
    }
}
