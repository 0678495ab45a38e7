package online.nexuscos.streamcore.media;

/**
 * What a live server needs of an AV1 sequence header (<a
 * href="https://aomediacodec.github.io/av1-spec/#sequence-header-obu-syntax">AV1, 5.5.1</a>).
 *
 * @param profile 0 to 2
 * @param level seq_level_idx of the first operating point, 0 to 31
 * @param tier 0: main, 1: high
 * @param bitDepth 8, 10 or 12
 * @param subsampling x, y and position of chroma samples as RFC 6381 writes them, three digits
 * @param width of the largest picture, in pixels
 * @param height of the largest picture, in pixels
 * @param frameRate frames a second by the timing information, 0 where there is none
 */
public record Av1SequenceHeader(
        int profile,
        int level,
        int tier,
        int bitDepth,
        boolean monochrome,
        int subsampling,
        int width,
        int height,
        double frameRate,
        Colour colour) {
    private static final int MAX_PROFILE = 2;
    private static final int MAX_PIXELS = 16_384;
    private static final int FIRST_LEVEL_WITH_TIER = 8;
    private static final int BT709 = 1;
    private static final int SRGB = 13;
    private static final int IDENTITY = 0;

    /**
     * Parses one.
     *
     * @param payload of the OBU, without its header
     */
    static Av1SequenceHeader parse(byte[] payload) throws MediaException {
        return new Parser(new BitReader(payload)).read();
    }

    /** RFC 6381 with the parameters of AV1 in ISO Base Media, 5; those that are usual are left. */
    public String rfc6381() {
        String name =
                String.format(
                        "av01.%d.%02d%s.%02d", profile, level, tier == 0 ? "M" : "H", bitDepth);
        boolean usual =
                !monochrome
                        && profile == 0
                        && (colour.equals(Colour.UNSPECIFIED)
                                || colour.equals(new Colour(BT709, BT709, BT709, false)));
        if (usual) {
            return name;
        }
        return name
                + String.format(
                        ".%d.%03d.%02d.%02d.%02d.%d",
                        monochrome ? 1 : 0,
                        subsampling,
                        colour.primaries(),
                        colour.transfer(),
                        colour.matrix(),
                        colour.fullRange() ? 1 : 0);
    }

    private static final class Parser {
        private final BitReader in;
        private int level;
        private int tier;
        private double frameRate;
        private int delayBits;

        Parser(BitReader in) {
            this.in = in;
        }

        Av1SequenceHeader read() throws MediaException {
            int profile = (int) in.bits(3);
            if (profile > MAX_PROFILE) {
                throw new MediaException(
                        "AV1 profile: " + profile + " (expected: <= " + MAX_PROFILE + ")");
            }
            in.flag(); // still_picture
            boolean reduced = in.flag();
            if (reduced) {
                level = (int) in.bits(5);
            } else {
                readOperatingPoints();
            }
            int widthBits = (int) in.bits(4) + 1;
            int heightBits = (int) in.bits(4) + 1;
            int width = (int) in.bits(widthBits) + 1;
            int height = (int) in.bits(heightBits) + 1;
            if (width > MAX_PIXELS || height > MAX_PIXELS) {
                throw new MediaException(
                        "picture size: "
                                + width
                                + "x"
                                + height
                                + " (expected: <= "
                                + MAX_PIXELS
                                + ")");
            }
            skipTools(reduced);
            return readColour(profile, width, height);
        }

        private void readOperatingPoints() throws MediaException {
            boolean model = false;
            if (in.flag()) {
                readTiming();
                model = in.flag();
                if (model) {
                    delayBits = (int) in.bits(5) + 1;
                    in.skip(32 + 5 + 5);
                }
            }
            boolean displayDelay = in.flag();
            int points = (int) in.bits(5) + 1;
            for (int i = 0; i < points; i++) {
                in.bits(12); // operating_point_idc
                int pointLevel = (int) in.bits(5);
                int pointTier = pointLevel >= FIRST_LEVEL_WITH_TIER ? (int) in.bits(1) : 0;
                if (i == 0) {
                    level = pointLevel;
                    tier = pointTier;
                }
                if (model && in.flag()) {
                    in.skip(2 * delayBits + 1);
                }
                if (displayDelay && in.flag()) {
                    in.bits(4);
                }
            }
        }

        private void readTiming() throws MediaException {
            long units = in.bits(32);
            long timescale = in.bits(32);
            if (in.flag()) {
                double ticks = 1.0 + in.unsignedGolomb();
                frameRate = VideoUsability.rate(timescale, units * ticks);
            }
        }

        private void skipTools(boolean reduced) throws MediaException {
            if (!reduced && in.flag()) {
                in.bits(4 + 3); // lengths of frame ids
            }
            in.bits(3); // use_128x128_superblock, enable_filter_intra, enable_intra_edge_filter
            if (!reduced) {
                in.bits(4); // interintra, masked compound, warped motion, dual filter
                boolean orderHint = in.flag();
                if (orderHint) {
                    in.bits(2); // enable_jnt_comp, enable_ref_frame_mvs
                }
                boolean chosenLater = in.flag();
                boolean screenContent = chosenLater || in.flag();
                if (screenContent && !in.flag()) {
                    in.flag(); // seq_force_integer_mv
                }
                if (orderHint) {
                    in.bits(3);
                }
            }
            in.bits(3); // enable_superres, enable_cdef, enable_restoration
        }

        /** color_config(), 5.5.2. */
        private Av1SequenceHeader readColour(int profile, int width, int height)
                throws MediaException {
            boolean high = in.flag();
            int bitDepth = high ? 10 : 8;
            if (profile == MAX_PROFILE && high) {
                bitDepth = in.flag() ? 12 : 10;
            }
            boolean monochrome = profile != 1 && in.flag();
            int primaries = Colour.NOT_SAID;
            int transfer = Colour.NOT_SAID;
            int matrix = Colour.NOT_SAID;
            if (in.flag()) {
                primaries = (int) in.bits(8);
                transfer = (int) in.bits(8);
                matrix = (int) in.bits(8);
            }
            boolean rgb =
                    !monochrome && primaries == BT709 && transfer == SRGB && matrix == IDENTITY;
            boolean fullRange = rgb || in.flag();
            int subsampling = rgb ? 0 : monochrome ? 110 : readSubsampling(profile, bitDepth);
            return new Av1SequenceHeader(
                    profile,
                    level,
                    tier,
                    bitDepth,
                    monochrome,
                    subsampling,
                    width,
                    height,
                    frameRate,
                    new Colour(primaries, transfer, matrix, fullRange));
        }

        private int readSubsampling(int profile, int bitDepth) throws MediaException {
            int x = profile == 1 ? 0 : 1;
            int y = profile == 0 ? 1 : 0;
            if (profile == MAX_PROFILE && bitDepth == 12) {
                x = (int) in.bits(1);
                y = x == 1 ? (int) in.bits(1) : 0;
            }
            int position = x == 1 && y == 1 ? (int) in.bits(2) : 0;
            return 100 * x + 10 * y + position;
        }
    }
}
