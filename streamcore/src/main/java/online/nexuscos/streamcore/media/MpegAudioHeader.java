package online.nexuscos.streamcore.media;

import io.netty.buffer.ByteBuf;

/**
 * The header of an MP3 frame (ISO/IEC 11172-3, 2.4.2.3; ISO/IEC 13818-3).
 *
 * <pre>
 * | 11 ones | 2 version | 2 layer | 1 | 4 bit rate | 2 sample rate | 2 | 2 channel mode | ...
 * </pre>
 */
public final class MpegAudioHeader {
    private static final int SIZE = 4;
    private static final int LAYER_3 = 1;
    private static final int MONO = 3;
    private static final int[] SAMPLE_RATES = {44_100, 48_000, 32_000};

    private MpegAudioHeader() {}

    /** Reads the header of a frame without moving the indices of {@code in}. */
    public static AudioConfiguration parse(ByteBuf in) throws MediaException {
        if (in.readableBytes() < SIZE) {
            throw new MediaException(
                    "MP3 frame: " + in.readableBytes() + " bytes (expected: >= 4)");
        }
        int header = in.getInt(in.readerIndex());
        if (header >>> 21 != 0x7ff) {
            throw new MediaException("MP3 frame: without its sync word");
        }
        int version = (header >> 19) & 3;
        int layer = (header >> 17) & 3;
        int rate = (header >> 10) & 3;
        if (version == 1 || layer != LAYER_3 || rate == 3) {
            throw new MediaException(
                    "MP3 header: version " + version + ", layer " + layer + ", rate " + rate);
        }
        // MPEG 1 has the rates of the table, MPEG 2 the half of them, MPEG 2.5 a quarter.
        int sampleRate = SAMPLE_RATES[rate] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
        return new AudioConfiguration(
                Codec.MP3,
                version == 3 ? "mp4a.6B" : "mp4a.69",
                CodecPrivate.NONE,
                sampleRate,
                ((header >> 6) & 3) == MONO ? 1 : 2,
                version == 3 ? 1152 : 576);
    }
}
