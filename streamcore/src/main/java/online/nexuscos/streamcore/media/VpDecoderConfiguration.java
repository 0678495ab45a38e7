package online.nexuscos.streamcore.media;

import io.netty.buffer.ByteBuf;

/**
 * A VPCodecConfigurationRecord with the version and flags of its box (<a
 * href="https://www.webmproject.org/vp9/mp4/">VP Codec ISO Media, 2.2</a>). It does not tell the
 * picture's size: a keyframe does.
 *
 * <pre>
 *  0       1       4         5       6                    7          8          9        10
 * +-------+-------+---------+-------+--------------------+----------+----------+--------+--------
 * | ver=1 | flags | profile | level |4 depth,3 chroma,1 f| primaries| transfer | matrix | u16 = 0
 * +-------+-------+---------+-------+--------------------+----------+----------+--------+--------
 * </pre>
 *
 * @param level ten times the level's number, 10 to 62; 0: not said
 */
public record VpDecoderConfiguration(int level, Colour colour) {
    /** What holds where a publisher sends none. */
    public static final VpDecoderConfiguration UNKNOWN =
            new VpDecoderConfiguration(0, Colour.UNSPECIFIED);

    private static final int SIZE = 12;
    private static final int MAX_SIZE = 256;
    private static final int MAX_LEVEL = 62;

    /** Levels with the largest picture and the most luma samples a second that each allows. */
    private static final long[][] LEVELS = {
        {10, 36_864, 829_440},
        {11, 73_728, 2_764_800},
        {20, 122_880, 4_608_000},
        {21, 245_760, 9_216_000},
        {30, 552_960, 20_736_000},
        {31, 983_040, 36_864_000},
        {40, 2_228_224, 83_558_400},
        {41, 2_228_224, 160_432_128},
        {50, 8_912_896, 311_951_360},
        {51, 8_912_896, 588_251_136},
        {52, 8_912_896, 1_176_502_272},
        {60, 35_651_584, 1_176_502_272},
        {61, 35_651_584, 2_353_004_544L},
    };

    private static final int ASSUMED_FRAME_RATE = 30;

    /** Reads the whole of {@code in}. */
    public static VpDecoderConfiguration parse(ByteBuf in) throws MediaException {
        int size = in.readableBytes();
        if (size < SIZE || size > MAX_SIZE) {
            throw new MediaException(
                    "VP configuration length: "
                            + size
                            + " (expected: "
                            + SIZE
                            + " to "
                            + MAX_SIZE
                            + ")");
        }
        byte[] record = new byte[size];
        in.readBytes(record);
        if (record[0] != 1) {
            throw new MediaException("VP configuration version: " + record[0] + " (expected: 1)");
        }
        int level = record[5] & 0xff;
        return new VpDecoderConfiguration(
                level <= MAX_LEVEL ? level : 0,
                new Colour(
                        record[7] & 0xff,
                        record[8] & 0xff,
                        record[9] & 0xff,
                        (record[6] & 1) != 0));
    }

    /** The configuration of a track that begins with this keyframe, which has the last word. */
    public VideoConfiguration with(Codec codec, VpFrameHeader.Key key) {
        int known = level != 0 ? level : level(key.width(), key.height());
        byte[] record = new byte[SIZE];
        record[0] = 1;
        record[4] = (byte) key.profile();
        record[5] = (byte) known;
        record[6] =
                (byte) ((key.bitDepth() << 4) | (key.chroma() << 1) | (key.fullRange() ? 1 : 0));
        record[7] = (byte) colour.primaries();
        record[8] = (byte) colour.transfer();
        record[9] = (byte) colour.matrix();
        Colour shown =
                new Colour(colour.primaries(), colour.transfer(), colour.matrix(), key.fullRange());
        return new VideoConfiguration(
                codec,
                rfc6381(codec, key, known, shown),
                new CodecPrivate(record),
                key.width(),
                key.height(),
                0,
                shown);
    }

    private static String rfc6381(Codec codec, VpFrameHeader.Key key, int level, Colour colour) {
        String name =
                String.format(
                        "%s.%02d.%02d.%02d",
                        codec == Codec.VP8 ? "vp08" : "vp09", key.profile(), level, key.bitDepth());
        boolean usual =
                (key.profile() & 1) == 0
                        && !colour.fullRange()
                        && (colour.equals(Colour.UNSPECIFIED)
                                || colour.equals(new Colour(1, 1, 1, false)));
        if (usual) {
            return name;
        }
        return name
                + String.format(
                        ".%02d.%02d.%02d.%02d.%02d",
                        key.chroma(),
                        colour.primaries(),
                        colour.transfer(),
                        colour.matrix(),
                        colour.fullRange() ? 1 : 0);
    }

    private static int level(int width, int height) {
        long pixels = (long) width * height;
        for (long[] level : LEVELS) {
            if (pixels <= level[1] && pixels * ASSUMED_FRAME_RATE <= level[2]) {
                return (int) level[0];
            }
        }
        return MAX_LEVEL;
    }
}
