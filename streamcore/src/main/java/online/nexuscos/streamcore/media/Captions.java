package online.nexuscos.streamcore.media;

import io.netty.buffer.ByteBuf;

/**
 * Finds closed captions of CEA-608 and CEA-708 in access units: they travel as user data in
 * supplemental enhancement information (ATSC A/53 part 4, 6.2.3; ITU-T H.264 and H.265, annex D).
 */
public final class Captions {
    /** Of H.264: 5 bits of a byte; of HEVC: 6 bits of the first of two. */
    private static final int AVC_SEI = 6;

    private static final int AVC_FIRST_SLICE = 1;
    private static final int AVC_LAST_SLICE = 5;
    private static final int HEVC_PREFIX_SEI = 39;
    private static final int HEVC_LAST_SLICE = 31;

    private static final int REGISTERED_USER_DATA = 4;

    /** Country (United States), provider (ATSC), {@code GA94}, and the type that captions have. */
    private static final byte[] ATSC_CAPTIONS = {(byte) 0xb5, 0, 0x31, 'G', 'A', '9', '4', 3};

    /** Units before the first slice that are looked at. */
    private static final int MAX_UNITS = 16;

    private static final int LENGTH_SIZE = 4;

    private Captions() {}

    /**
     * Whether the access unit carries captions. Only what comes before its first slice is looked
     * at; what is malformed carries none.
     *
     * @param unit NAL units, each after its length of 4 bytes; its indices do not move
     */
    public static boolean areIn(Codec codec, ByteBuf unit) {
        return switch (codec) {
            case H264 -> find(unit, false);
            case HEVC -> find(unit, true);
            case AV1, VP9, VP8, AAC, OPUS, MP3, FLAC, AC3, EAC3 -> false;
        };
    }

    private static boolean find(ByteBuf unit, boolean hevc) {
        int end = unit.writerIndex();
        int at = unit.readerIndex();
        for (int i = 0; i < MAX_UNITS && end - at > LENGTH_SIZE; i++) {
            int length = unit.getInt(at);
            at += LENGTH_SIZE;
            if (length <= 0 || length > end - at) {
                return false;
            }
            int type = hevc ? unit.getByte(at) >> 1 & 0x3f : unit.getByte(at) & 0x1f;
            boolean slice =
                    hevc
                            ? type <= HEVC_LAST_SLICE
                            : type >= AVC_FIRST_SLICE && type <= AVC_LAST_SLICE;
            if (slice) {
                return false;
            }
            int header = hevc ? 2 : 1;
            if (type == (hevc ? HEVC_PREFIX_SEI : AVC_SEI)
                    && length > header
                    && message(unit, at + header, at + length)) {
                return true;
            }
            at += length;
        }
        return false;
    }

    /**
     * Walks through the messages of one unit; each has a type and a size in bytes of 255 and a
     * rest.
     */
    private static boolean message(ByteBuf unit, int start, int end) {
        int at = start;
        while (end - at > 2) {
            int type = 0;
            int size = 0;
            int next = 0xff;
            while (next == 0xff && at < end) {
                next = unit.getUnsignedByte(at++);
                type += next;
            }
            next = 0xff;
            while (next == 0xff && at < end) {
                next = unit.getUnsignedByte(at++);
                size += next;
            }
            if (type == REGISTERED_USER_DATA && size >= ATSC_CAPTIONS.length && is(unit, at, end)) {
                return true;
            }
            at += size;
        }
        return false;
    }

    private static boolean is(ByteBuf unit, int at, int end) {
        if (end - at < ATSC_CAPTIONS.length) {
            return false;
        }
        for (int i = 0; i < ATSC_CAPTIONS.length; i++) {
            if (unit.getByte(at + i) != ATSC_CAPTIONS[i]) {
                return false;
            }
        }
        return true;
    }
}
