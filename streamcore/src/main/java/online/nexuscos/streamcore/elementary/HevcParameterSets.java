package online.nexuscos.streamcore.elementary;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import online.nexuscos.streamcore.media.BitReader;
import online.nexuscos.streamcore.media.HevcDecoderConfiguration;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.media.VideoConfiguration;

/**
 * The parameter sets of an HEVC stream, and the HEVCDecoderConfigurationRecord (ISO/IEC 14496-15,
 * 8.3.3.1) that they make.
 */
final class HevcParameterSets {
    static final int VPS = 32;
    static final int SPS = 33;
    static final int PPS = 34;
    static final int MAX_SETS = 32;

    private static final int PROFILE_BYTES = 12;

    private final List<List<byte[]>> sets =
            List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

    /**
     * Takes the sets of one access unit, by their types; true when they changed what there was.
     *
     * @param found VPS, SPS and PPS, in this order
     */
    boolean replace(List<List<byte[]>> found) throws MediaException {
        boolean anew = !found.get(1).isEmpty() && !containsAll(sets.get(1), found.get(1));
        if (anew) {
            sets.forEach(List::clear);
        }
        boolean changed = anew;
        for (int i = 0; i < sets.size(); i++) {
            for (byte[] set : found.get(i)) {
                if (!containsAll(sets.get(i), List.of(set))) {
                    sets.get(i).add(set);
                    changed = true;
                }
            }
            if (sets.get(i).size() > MAX_SETS) {
                throw new MediaException(
                        "HEVC parameter sets: more than " + MAX_SETS + " of a kind are not taken");
            }
        }
        return changed;
    }

    private static boolean containsAll(List<byte[]> known, List<byte[]> wanted) {
        return wanted.stream()
                .allMatch(set -> known.stream().anyMatch(each -> Arrays.equals(each, set)));
    }

    boolean isComplete() {
        return sets.stream().noneMatch(List::isEmpty);
    }

    /** What a decoder needs to know; of sets that are complete. */
    VideoConfiguration configuration() throws MediaException {
        byte[] sps = BitReader.unescape(sets.get(1).getFirst(), 2);
        if (sps.length < 1 + PROFILE_BYTES) {
            throw new MediaException("HEVC SPS length: " + sps.length);
        }
        int layers = ((sps[0] >> 1) & 7) + 1;
        int nested = sps[0] & 1;
        BitReader bits = new BitReader(sps);
        bits.skip(8 + 8 * PROFILE_BYTES);
        skipSubLayers(bits, layers);
        bits.unsignedGolomb("sps_seq_parameter_set_id", 15);
        int chroma = bits.unsignedGolomb("chroma_format_idc", 3);
        if (chroma == 3) {
            bits.flag();
        }
        bits.unsignedGolomb();
        bits.unsignedGolomb();
        if (bits.flag()) {
            for (int i = 0; i < 4; i++) {
                bits.unsignedGolomb();
            }
        }
        int luma = bits.unsignedGolomb("bit_depth_luma_minus8", 8);
        int depth = bits.unsignedGolomb("bit_depth_chroma_minus8", 8);
        ByteBuf out = Unpooled.buffer();
        out.writeByte(1).writeBytes(sps, 1, PROFILE_BYTES);
        out.writeShort(0xf000).writeByte(0xfc).writeByte(0xfc | chroma);
        out.writeByte(0xf8 | luma).writeByte(0xf8 | depth).writeShort(0);
        out.writeByte(layers << 3 | nested << 2 | 3).writeByte(sets.size());
        for (int i = 0; i < sets.size(); i++) {
            out.writeByte(0x80 | (VPS + i)).writeShort(sets.get(i).size());
            sets.get(i).forEach(set -> out.writeShort(set.length).writeBytes(set));
        }
        return HevcDecoderConfiguration.parse(out).video();
    }

    private static void skipSubLayers(BitReader in, int layers) throws MediaException {
        if (layers == 1) {
            return;
        }
        int bits = 0;
        for (int i = 0; i < 8; i++) {
            boolean profile = in.flag();
            boolean level = in.flag();
            bits += i < layers - 1 ? (profile ? 88 : 0) + (level ? 8 : 0) : 0;
        }
        in.skip(bits);
    }
}
