package online.nexuscos.streamcore.media;

import io.netty.buffer.ByteBuf;

/** See {@link VpFrameHeader}. */
final class VpFrameReader {
    private static final int VP8_KEY_HEADER = 10;
    private static final int VP8_START_CODE = 0x9d012a;
    private static final int VP9_HEADER = 16;
    private static final int VP9_MARKER = 2;

    /** Marker, show_existing_frame and frame_type of nearly all frames, but those of profile 3. */
    private static final int VP9_INTER = 0x84;

    private static final int VP9_INTER_MASK = 0xcc;
    private static final int VP9_PROFILE_3 = 0x30;
    private static final int VP9_SYNC_CODE = 0x498342;
    private static final int VP9_SRGB = 7;
    private static final int CHROMA_420 = 1;
    private static final int CHROMA_422 = 2;
    private static final int CHROMA_444 = 3;
    private static final int MAX_PIXELS = 16_384;

    private VpFrameReader() {}

    /**
     * <pre>
     * | 19 size, 1 shown, 3 version, 1 inter (little endian) | 9d 01 2a | u14 width, 2 | u14 height, 2 |
     * </pre>
     */
    static VpFrameHeader vp8(ByteBuf in) throws MediaException {
        int at = in.readerIndex();
        if (in.readableBytes() < 3) {
            throw new MediaException(
                    "VP8 frame: " + in.readableBytes() + " bytes (expected: >= 3)");
        }
        int tag = in.getUnsignedByte(at);
        if ((tag & 1) != 0) {
            return VpFrameHeader.Inter.INSTANCE;
        }
        if (in.readableBytes() < VP8_KEY_HEADER || in.getUnsignedMedium(at + 3) != VP8_START_CODE) {
            throw new MediaException("VP8 keyframe: without its start code");
        }
        int width = in.getUnsignedShortLE(at + 6) & 0x3fff;
        int height = in.getUnsignedShortLE(at + 8) & 0x3fff;
        requirePicture(width, height);
        return new VpFrameHeader.Key(0, 8, CHROMA_420, false, width, height);
    }

    static VpFrameHeader vp9(ByteBuf in) throws MediaException {
        int first = in.isReadable() ? in.getUnsignedByte(in.readerIndex()) : 0;
        if ((first & VP9_INTER_MASK) == VP9_INTER && (first & VP9_PROFILE_3) != VP9_PROFILE_3) {
            return VpFrameHeader.Inter.INSTANCE;
        }
        byte[] header = new byte[Math.min(in.readableBytes(), VP9_HEADER)];
        in.getBytes(in.readerIndex(), header);
        BitReader bits = new BitReader(header);
        if (bits.bits(2) != VP9_MARKER) {
            throw new MediaException("VP9 frame: without its marker");
        }
        int profile = (int) bits.bits(1) | ((int) bits.bits(1) << 1);
        if (profile == 3) {
            bits.flag();
        }
        boolean showsExisting = bits.flag();
        if (showsExisting || bits.flag()) {
            return VpFrameHeader.Inter.INSTANCE;
        }
        bits.bits(2); // show_frame, error_resilient_mode
        if (bits.bits(24) != VP9_SYNC_CODE) {
            throw new MediaException("VP9 keyframe: without its sync code");
        }
        int bitDepth = profile < 2 ? 8 : bits.flag() ? 12 : 10;
        boolean odd = (profile & 1) != 0;
        boolean fullRange = true;
        int chroma = CHROMA_444;
        if (bits.bits(3) == VP9_SRGB) {
            if (!odd) {
                throw new MediaException("VP9 profile: " + profile + " (expected: 1 or 3 for RGB)");
            }
            bits.flag();
        } else {
            fullRange = bits.flag();
            chroma = odd ? chroma((int) bits.bits(2)) : CHROMA_420;
            bits.skip(odd ? 1 : 0);
        }
        int width = (int) bits.bits(16) + 1;
        int height = (int) bits.bits(16) + 1;
        requirePicture(width, height);
        return new VpFrameHeader.Key(profile, bitDepth, chroma, fullRange, width, height);
    }

    private static int chroma(int subsampling) throws MediaException {
        return switch (subsampling) {
            case 0 -> CHROMA_444;
            case 2 -> CHROMA_422;
            default -> throw new MediaException("VP9 chroma subsampling: 4:4:0 is not supported");
        };
    }

    private static void requirePicture(int width, int height) throws MediaException {
        if (width < 1 || height < 1 || width > MAX_PIXELS || height > MAX_PIXELS) {
            throw new MediaException(
                    "picture size: "
                            + width
                            + "x"
                            + height
                            + " (expected: 1 to "
                            + MAX_PIXELS
                            + ")");
        }
    }
}
