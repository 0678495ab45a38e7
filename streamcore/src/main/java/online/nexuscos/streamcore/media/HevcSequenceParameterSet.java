package online.nexuscos.streamcore.media;

import java.util.Locale;

/**
 * What a live server needs of an HEVC sequence parameter set (ITU-T H.265, 7.3.2.2 and E.2.1).
 *
 * @param rfc6381 the codec by its profile, tier and level, for example {@code hvc1.1.6.L93.B0}
 * @param width after cropping, in pixels
 * @param height after cropping, in pixels
 */
public record HevcSequenceParameterSet(
        String rfc6381, int width, int height, VideoUsability usability) {
    private static final int MAX_SIZE = 1024;
    private static final int MAX_PIXELS = 16_384;
    private static final int SPS = 33;
    private static final int MAX_SUB_LAYERS = 7;
    private static final int CHROMA_420 = 1;
    private static final int CHROMA_422 = 2;
    private static final int CHROMA_444 = 3;
    private static final int MAX_REFERENCE_SETS = 64;
    private static final int MAX_REFERENCES = 16;
    private static final int MAX_LONG_TERM_REFERENCES = 32;
    private static final int CONSTRAINT_BYTES = 6;

    /**
     * Parses one.
     *
     * @param nal the NAL unit with its two-byte header
     * @throws MediaException when it is not one that a decoder could use
     */
    public static HevcSequenceParameterSet parse(byte[] nal) throws MediaException {
        if (nal.length < 15 || nal.length > MAX_SIZE) {
            throw new MediaException(
                    "HEVC SPS length: " + nal.length + " (expected: 15 to " + MAX_SIZE + ")");
        }
        int type = (nal[0] >> 1) & 0x3f;
        if (type != SPS) {
            throw new MediaException("HEVC SPS NAL type: " + type + " (expected: " + SPS + ")");
        }
        return read(new BitReader(BitReader.unescape(nal, 2)));
    }

    private static HevcSequenceParameterSet read(BitReader in) throws MediaException {
        in.bits(4); // sps_video_parameter_set_id
        int subLayers = (int) in.bits(3) + 1;
        if (subLayers > MAX_SUB_LAYERS) {
            throw new MediaException(
                    "sps_max_sub_layers: " + subLayers + " (expected: <= " + MAX_SUB_LAYERS + ")");
        }
        in.flag(); // sps_temporal_id_nesting_flag
        String rfc6381 = readProfile(in, subLayers);
        in.unsignedGolomb("sps_seq_parameter_set_id", 15);
        int chroma = in.unsignedGolomb("chroma_format_idc", CHROMA_444);
        if (chroma == CHROMA_444) {
            in.flag(); // separate_colour_plane_flag
        }
        int width = in.unsignedGolomb("pic_width_in_luma_samples", MAX_PIXELS);
        int height = in.unsignedGolomb("pic_height_in_luma_samples", MAX_PIXELS);
        if (in.flag()) {
            int unitX = chroma == CHROMA_420 || chroma == CHROMA_422 ? 2 : 1;
            int unitY = chroma == CHROMA_420 ? 2 : 1;
            width -= unitX * (offset(in) + offset(in));
            height -= unitY * (offset(in) + offset(in));
        }
        if (width < 1 || height < 1) {
            throw new MediaException(
                    "picture size: "
                            + width
                            + "x"
                            + height
                            + " (expected: 1 to "
                            + MAX_PIXELS
                            + ")");
        }
        skipCoding(in, subLayers);
        VideoUsability usability = in.flag() ? VideoUsability.ofHevc(in) : VideoUsability.NONE;
        return new HevcSequenceParameterSet(rfc6381, width, height, usability);
    }

    private static int offset(BitReader in) throws MediaException {
        return in.unsignedGolomb("conf_win_offset", MAX_PIXELS);
    }

    /** profile_tier_level(1, subLayers - 1), 7.3.3; the name is of ISO/IEC 14496-15, annex E. */
    private static String readProfile(BitReader in, int subLayers) throws MediaException {
        int space = (int) in.bits(2);
        String tier = in.flag() ? "H" : "L";
        int profile = (int) in.bits(5);
        int compatibility = Integer.reverse((int) in.bits(32));
        int[] constraints = new int[CONSTRAINT_BYTES];
        int used = 0;
        for (int i = 0; i < CONSTRAINT_BYTES; i++) {
            constraints[i] = (int) in.bits(8);
            used = constraints[i] != 0 ? i + 1 : used;
        }
        int level = (int) in.bits(8);
        StringBuilder name = new StringBuilder("hvc1.");
        if (space > 0) {
            name.append((char) ('A' + space - 1));
        }
        name.append(profile).append('.').append(hex(compatibility));
        name.append('.').append(tier).append(level);
        for (int i = 0; i < used; i++) {
            name.append('.').append(hex(constraints[i]));
        }
        skipSubLayers(in, subLayers);
        return name.toString();
    }

    private static String hex(int value) {
        return Integer.toHexString(value).toUpperCase(Locale.ROOT);
    }

    private static void skipSubLayers(BitReader in, int subLayers) throws MediaException {
        if (subLayers == 1) {
            return;
        }
        int bits = 0;
        for (int i = 0; i < 8; i++) {
            boolean profile = in.flag();
            boolean level = in.flag();
            if (i < subLayers - 1) {
                bits += (profile ? 88 : 0) + (level ? 8 : 0);
            }
        }
        in.skip(bits);
    }

    /** All between the picture's size and the usability information. */
    private static void skipCoding(BitReader in, int subLayers) throws MediaException {
        in.unsignedGolomb("bit_depth_luma_minus8", 8);
        in.unsignedGolomb("bit_depth_chroma_minus8", 8);
        int orderBits = 4 + in.unsignedGolomb("log2_max_pic_order_cnt_lsb_minus4", 12);
        int layers = in.flag() ? subLayers : 1;
        for (int i = 0; i < layers; i++) {
            in.unsignedGolomb("sps_max_dec_pic_buffering_minus1", MAX_REFERENCES);
            in.unsignedGolomb("sps_max_num_reorder_pics", MAX_REFERENCES);
            in.unsignedGolomb();
        }
        for (int i = 0; i < 6; i++) {
            in.unsignedGolomb("block size", 32);
        }
        boolean scalingLists = in.flag();
        if (scalingLists && in.flag()) {
            skipScalingLists(in);
        }
        in.bits(2); // amp_enabled_flag, sample_adaptive_offset_enabled_flag
        if (in.flag()) {
            in.bits(8); // sample bit depths of PCM
            in.unsignedGolomb("pcm block size", 5);
            in.unsignedGolomb("pcm block size", 5);
            in.flag();
        }
        skipReferenceSets(in);
        if (in.flag()) {
            int count = in.unsignedGolomb("num_long_term_ref_pics_sps", MAX_LONG_TERM_REFERENCES);
            in.skip(count * (orderBits + 1));
        }
        in.bits(2); // sps_temporal_mvp_enabled_flag, strong_intra_smoothing_enabled_flag
    }

    /** scaling_list_data(), 7.3.4. */
    private static void skipScalingLists(BitReader in) throws MediaException {
        for (int size = 0; size < 4; size++) {
            for (int matrix = 0; matrix < 6; matrix += size == 3 ? 3 : 1) {
                if (!in.flag()) {
                    in.unsignedGolomb("scaling_list_pred_matrix_id_delta", 5);
                    continue;
                }
                int coefficients = Math.min(64, 1 << (4 + (size << 1)));
                if (size > 1) {
                    in.signedGolomb();
                }
                for (int i = 0; i < coefficients; i++) {
                    in.signedGolomb();
                }
            }
        }
    }

    /** st_ref_pic_set() for each, 7.3.7. */
    private static void skipReferenceSets(BitReader in) throws MediaException {
        int sets = in.unsignedGolomb("num_short_term_ref_pic_sets", MAX_REFERENCE_SETS);
        int pictures = 0;
        for (int i = 0; i < sets; i++) {
            if (i > 0 && in.flag()) {
                in.flag(); // delta_rps_sign
                in.unsignedGolomb("abs_delta_rps_minus1", 0x7fff);
                int kept = 0;
                for (int j = 0; j <= pictures; j++) {
                    boolean used = in.flag();
                    kept += used || in.flag() ? 1 : 0;
                }
                pictures = kept;
            } else {
                int negative = in.unsignedGolomb("num_negative_pics", MAX_REFERENCES);
                int positive = in.unsignedGolomb("num_positive_pics", MAX_REFERENCES);
                pictures = negative + positive;
                for (int j = 0; j < pictures; j++) {
                    in.unsignedGolomb("delta_poc_minus1", 0x7fff);
                    in.flag();
                }
            }
        }
    }
}
