package online.nexuscos.streamcore.media;

import io.netty.buffer.ByteBuf;

/**
 * What a live server needs of the header of a VP8 or VP9 frame (RFC 6386, 9.1; <a
 * href="https://storage.googleapis.com/downloads.webmproject.org/docs/vp9/vp9-bitstream-specification-v0.7-20170222-draft.pdf">VP9
 * bitstream, 6.2</a>).
 */
public sealed interface VpFrameHeader {
    /** A decoder cannot start here. */
    record Inter() implements VpFrameHeader {
        static final Inter INSTANCE = new Inter();
    }

    /**
     * A decoder can start here.
     *
     * @param bitDepth 8, 10 or 12
     * @param chroma as vpcC counts: 1: 4:2:0, 2: 4:2:2, 3: 4:4:4
     * @param width in pixels, 1 or more
     * @param height in pixels, 1 or more
     */
    record Key(int profile, int bitDepth, int chroma, boolean fullRange, int width, int height)
            implements VpFrameHeader {}

    /** Reads a VP8 frame's header without moving the indices of {@code in}. */
    static VpFrameHeader ofVp8(ByteBuf in) throws MediaException {
        return VpFrameReader.vp8(in);
    }

    /** Reads a VP9 frame's header, the first of a superframe, without moving indices. */
    static VpFrameHeader ofVp9(ByteBuf in) throws MediaException {
        return VpFrameReader.vp9(in);
    }
}
