package online.nexuscos.streamcore.elementary;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import online.nexuscos.streamcore.media.AvcDecoderConfiguration;
import online.nexuscos.streamcore.media.BitReader;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.media.VideoConfiguration;

/**
 * The parameter sets of an H.264 stream in the order in which they came, and the
 * AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1) that they make.
 */
final class AvcParameterSets {
    /** Of a kind, in use at once. */
    static final int MAX_SETS = 31;

    static final int MAX_SET_BYTES = 2048;

    private static final int HEADER = 4;
    private static final List<Integer> WITH_CHROMA =
            List.of(100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135);

    private List<byte[]> sequence = new ArrayList<>();
    private List<byte[]> picture = new ArrayList<>();

    /** Takes the sets of one access unit; true when they changed what there was. */
    boolean replace(List<byte[]> newSequence, List<byte[]> newPicture) throws MediaException {
        boolean changed = false;
        if (!newSequence.isEmpty() && !same(sequence, newSequence)) {
            sequence = new ArrayList<>(newSequence);
            picture = new ArrayList<>(newPicture);
            changed = true;
        } else {
            for (byte[] set : newPicture) {
                if (picture.stream().noneMatch(known -> Arrays.equals(known, set))) {
                    picture.add(set);
                    changed = true;
                }
            }
        }
        if (sequence.size() > MAX_SETS || picture.size() > MAX_SETS) {
            throw new MediaException(
                    "H.264 parameter sets: more than " + MAX_SETS + " of a kind are not taken");
        }
        return changed;
    }

    boolean isComplete() {
        return !sequence.isEmpty() && !picture.isEmpty();
    }

    /** What a decoder needs to know; of sets that are complete. */
    VideoConfiguration configuration() throws MediaException {
        byte[] first = sequence.getFirst();
        if (first.length < HEADER) {
            throw new MediaException("SPS length: " + first.length + " (expected: >= 4)");
        }
        ByteBuf out = Unpooled.buffer();
        out.writeByte(1).writeBytes(first, 1, 3).writeByte(0xff);
        out.writeByte(0xe0 | sequence.size());
        sequence.forEach(set -> out.writeShort(set.length).writeBytes(set));
        out.writeByte(picture.size());
        picture.forEach(set -> out.writeShort(set.length).writeBytes(set));
        writeChroma(first, out);
        return AvcDecoderConfiguration.parse(out).video();
    }

    private static void writeChroma(byte[] sps, ByteBuf out) throws MediaException {
        if (!WITH_CHROMA.contains(sps[1] & 0xff)) {
            return;
        }
        BitReader bits = new BitReader(BitReader.unescape(sps, HEADER));
        bits.unsignedGolomb("seq_parameter_set_id", 31);
        int chroma = bits.unsignedGolomb("chroma_format_idc", 3);
        if (chroma == 3) {
            bits.flag(); // separate_colour_plane_flag
        }
        int luma = bits.unsignedGolomb("bit_depth_luma_minus8", 6);
        int depth = bits.unsignedGolomb("bit_depth_chroma_minus8", 6);
        out.writeByte(0xfc | chroma).writeByte(0xf8 | luma).writeByte(0xf8 | depth).writeByte(0);
    }

    private static boolean same(List<byte[]> one, List<byte[]> other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            if (!Arrays.equals(one.get(i), other.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** A copy of one set. */
    static byte[] copy(ByteBuf in, AnnexB.Unit unit) throws MediaException {
        if (unit.length() > MAX_SET_BYTES) {
            throw new MediaException(
                    "parameter set length: "
                            + unit.length()
                            + " (expected: <= "
                            + MAX_SET_BYTES
                            + ")");
        }
        return ByteBufUtil.getBytes(in, unit.start(), unit.length());
    }
}
