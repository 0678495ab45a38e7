package online.nexuscos.streamcore.media;

/**
 * What a live server needs of an H.264 sequence parameter set (ITU-T H.264, 7.3.2.1.1 and E.1.1).
 *
 * @param width after cropping, in pixels
 * @param height after cropping, in pixels
 * @param usability what its usability information says
 */
public record SequenceParameterSet(
        int profile, int constraints, int level, int width, int height, VideoUsability usability) {
    private static final int MAX_SIZE = 1024;
    private static final int MAX_MACROBLOCKS = 1024;
    private static final int MAX_PIXELS = 16_384;
    private static final int CHROMA_420 = 1;
    private static final int CHROMA_422 = 2;
    private static final int CHROMA_444 = 3;

    /**
     * Parses one.
     *
     * @param nal the NAL unit with its one-byte header
     * @throws MediaException when it is not one that a decoder could use
     */
    public static SequenceParameterSet parse(byte[] nal) throws MediaException {
        if (nal.length < 5 || nal.length > MAX_SIZE) {
            throw new MediaException(
                    "SPS length: " + nal.length + " (expected: 5 to " + MAX_SIZE + ")");
        }
        if ((nal[0] & 0x1f) != 7) {
            throw new MediaException("SPS NAL type: " + (nal[0] & 0x1f) + " (expected: 7)");
        }
        return read(new BitReader(BitReader.unescape(nal, 1)));
    }

    private static SequenceParameterSet read(BitReader in) throws MediaException {
        int profile = (int) in.bits(8);
        int constraints = (int) in.bits(8);
        int level = (int) in.bits(8);
        in.unsignedGolomb("seq_parameter_set_id", 31);
        int chroma = hasChroma(profile) ? readChroma(in) : CHROMA_420;
        in.unsignedGolomb("log2_max_frame_num_minus4", 12);
        readPictureOrder(in);
        in.unsignedGolomb("max_num_ref_frames", 16);
        in.flag(); // gaps_in_frame_num_value_allowed_flag
        int widthMacroblocks =
                in.unsignedGolomb("pic_width_in_mbs_minus1", MAX_MACROBLOCKS - 1) + 1;
        int heightUnits =
                in.unsignedGolomb("pic_height_in_map_units_minus1", MAX_MACROBLOCKS - 1) + 1;
        boolean framesOnly = in.flag();
        if (!framesOnly) {
            in.flag(); // mb_adaptive_frame_field_flag
        }
        in.flag(); // direct_8x8_inference_flag
        int fields = framesOnly ? 1 : 2;
        int width = widthMacroblocks * 16;
        int height = heightUnits * 16 * fields;
        if (in.flag()) {
            int cropX = chroma == CHROMA_420 || chroma == CHROMA_422 ? 2 : 1;
            int cropY = (chroma == CHROMA_420 ? 2 : 1) * fields;
            width -= cropX * (crop(in) + crop(in));
            height -= cropY * (crop(in) + crop(in));
        }
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
        return new SequenceParameterSet(
                profile,
                constraints,
                level,
                width,
                height,
                in.flag() ? VideoUsability.ofAvc(in) : VideoUsability.NONE);
    }

    private static int crop(BitReader in) throws MediaException {
        return in.unsignedGolomb("frame_crop_offset", MAX_PIXELS);
    }

    private static boolean hasChroma(int profile) {
        return switch (profile) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
            default -> false;
        };
    }

    private static int readChroma(BitReader in) throws MediaException {
        int chroma = in.unsignedGolomb("chroma_format_idc", CHROMA_444);
        if (chroma == CHROMA_444) {
            in.flag(); // separate_colour_plane_flag
        }
        in.unsignedGolomb("bit_depth_luma_minus8", 6);
        in.unsignedGolomb("bit_depth_chroma_minus8", 6);
        in.flag(); // qpprime_y_zero_transform_bypass_flag
        if (in.flag()) {
            int lists = chroma == CHROMA_444 ? 12 : 8;
            for (int i = 0; i < lists; i++) {
                if (in.flag()) {
                    skipScalingList(in, i < 6 ? 16 : 64);
                }
            }
        }
        return chroma;
    }

    private static void skipScalingList(BitReader in, int size) throws MediaException {
        long last = 8;
        long next = 8;
        for (int i = 0; i < size; i++) {
            if (next != 0) {
                next = (last + in.signedGolomb() + 256) & 0xff;
            }
            last = next == 0 ? last : next;
        }
    }

    private static void readPictureOrder(BitReader in) throws MediaException {
        int type = in.unsignedGolomb("pic_order_cnt_type", 2);
        if (type == 0) {
            in.unsignedGolomb("log2_max_pic_order_cnt_lsb_minus4", 12);
        } else if (type == 1) {
            in.flag(); // delta_pic_order_always_zero_flag
            in.signedGolomb(); // offset_for_non_ref_pic
            in.signedGolomb(); // offset_for_top_to_bottom_field
            int cycle = in.unsignedGolomb("num_ref_frames_in_pic_order_cnt_cycle", 255);
            for (int i = 0; i < cycle; i++) {
                in.signedGolomb();
            }
        }
    }

    /** RFC 6381, for example {@code avc1.64001f}. */
    public String rfc6381() {
        return String.format("avc1.%02x%02x%02x", profile, constraints, level);
    }
}
