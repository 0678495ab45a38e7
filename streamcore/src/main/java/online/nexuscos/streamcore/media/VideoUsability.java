package online.nexuscos.streamcore.media;

/**
 * What a live server needs of the video usability information of H.264 (ITU-T H.264, E.1.1) and
 * HEVC (ITU-T H.265, E.2.1).
 *
 * @param frameRate frames a second by the timing information, 0 where there is none
 */
public record VideoUsability(double frameRate, Colour colour) {
    public static final VideoUsability NONE = new VideoUsability(0, Colour.UNSPECIFIED);

    /** Nonsense is no reason to refuse a stream that plays. */
    static final int MAX_FRAME_RATE = 480;

    private static final int EXTENDED_SAR = 255;
    private static final int MAX_OFFSET = 16_384;

    static VideoUsability ofAvc(BitReader in) throws MediaException {
        Colour colour = pictureAndColour(in);
        // A frame is two ticks long, E.2.1.
        return new VideoUsability(in.flag() ? rate(in, 2) : 0, colour);
    }

    static VideoUsability ofHevc(BitReader in) throws MediaException {
        Colour colour = pictureAndColour(in);
        in.flag(); // neutral_chroma_indication_flag
        int fields = in.flag() ? 2 : 1; // field_seq_flag: a picture is a field
        in.flag(); // frame_field_info_present_flag
        if (in.flag()) {
            for (int i = 0; i < 4; i++) {
                in.unsignedGolomb("def_disp_win_offset", MAX_OFFSET);
            }
        }
        return new VideoUsability(in.flag() ? rate(in, fields) : 0, colour);
    }

    private static Colour pictureAndColour(BitReader in) throws MediaException {
        if (in.flag() && in.bits(8) == EXTENDED_SAR) {
            in.bits(32);
        }
        if (in.flag()) {
            in.flag(); // overscan_appropriate_flag
        }
        Colour colour = Colour.UNSPECIFIED;
        if (in.flag()) {
            in.bits(3); // video_format
            boolean fullRange = in.flag();
            colour =
                    in.flag()
                            ? new Colour(
                                    (int) in.bits(8), (int) in.bits(8), (int) in.bits(8), fullRange)
                            : new Colour(
                                    Colour.NOT_SAID, Colour.NOT_SAID, Colour.NOT_SAID, fullRange);
        }
        if (in.flag()) {
            in.unsignedGolomb("chroma_sample_loc_type_top_field", 5);
            in.unsignedGolomb("chroma_sample_loc_type_bottom_field", 5);
        }
        return colour;
    }

    private static double rate(BitReader in, int ticksPerFrame) throws MediaException {
        long unitsInTick = in.bits(32);
        long timescale = in.bits(32);
        return rate(timescale, (double) unitsInTick * ticksPerFrame);
    }

    static double rate(long timescale, double units) {
        double rate = units == 0 ? 0 : timescale / units;
        return rate <= MAX_FRAME_RATE ? rate : 0;
    }
}
