package online.nexuscos.streamcore.elementary;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.media.Track;
import org.jspecify.annotations.Nullable;

/** H.264 in Annex B: parameter sets come out of the pictures, the rest gets 4-byte lengths. */
final class AvcReader implements UnitReader {
    private static final int LENGTH_SIZE = 4;
    private static final int SLICE = 1;
    private static final int IDR_SLICE = 5;
    private static final int SEI = 6;
    private static final int SPS = 7;
    private static final int PPS = 8;
    private static final int RECOVERY_POINT = 6;

    private final AvcParameterSets sets = new AvcParameterSets();
    private @Nullable Track track;

    /**
     * @param known parameter sets in Annex B that the container has told; empty where it has not
     */
    AvcReader(byte[] known) throws MediaException {
        ByteBuf in = Unpooled.wrappedBuffer(known);
        List<byte[]> sequence = new ArrayList<>();
        List<byte[]> picture = new ArrayList<>();
        for (AnnexB.Unit unit : AnnexB.units(in)) {
            switch (in.getByte(unit.start()) & 0x1f) {
                case SPS -> sequence.add(AvcParameterSets.copy(in, unit));
                case PPS -> picture.add(AvcParameterSets.copy(in, unit));
                default -> {}
            }
        }
        if (sets.replace(sequence, picture) && sets.isComplete()) {
            track = Track.video(sets.configuration());
        }
    }

    @Override
    public Optional<Track> track() {
        return Optional.ofNullable(track);
    }

    @Override
    public void read(Timed timed, ByteBuf in, Output out) throws MediaException {
        List<byte[]> sequence = new ArrayList<>();
        List<byte[]> picture = new ArrayList<>();
        List<AnnexB.Unit> stored = new ArrayList<>();
        int size = 0;
        boolean shown = false;
        boolean keyframe = false;
        for (AnnexB.Unit unit : AnnexB.units(in)) {
            int type = in.getByte(unit.start()) & 0x1f;
            switch (type) {
                case SPS -> sequence.add(AvcParameterSets.copy(in, unit));
                case PPS -> picture.add(AvcParameterSets.copy(in, unit));
                case SLICE, 2, 3, 4, IDR_SLICE, SEI -> {
                    stored.add(unit);
                    size += LENGTH_SIZE + unit.length();
                    shown |= type != SEI;
                    keyframe |= type == IDR_SLICE || (type == SEI && recovers(in, unit));
                }
                default -> {} // delimiters, fillers and what no player asks for
            }
        }
        configure(sequence, picture, out);
        if (shown && track != null) {
            ByteBuf payload = in.alloc().directBuffer(size, size);
            for (AnnexB.Unit unit : stored) {
                payload.writeInt(unit.length()).writeBytes(in, unit.start(), unit.length());
            }
            out.unit(timed.dts(), timed.pts(), 0, keyframe, payload);
        }
    }

    private void configure(List<byte[]> sequence, List<byte[]> picture, Output out)
            throws MediaException {
        if (sets.replace(sequence, picture) && sets.isComplete()) {
            Track next = Track.video(sets.configuration());
            if (!next.equals(track)) {
                track = next;
                out.configured();
            }
        }
    }

    /** A recovery point with no pictures to wait for: a decoder can start at an open group, too. */
    private static boolean recovers(ByteBuf in, AnnexB.Unit unit) {
        return unit.length() > 3
                && in.getByte(unit.start() + 1) == RECOVERY_POINT
                && (in.getByte(unit.start() + 3) & 0x80) != 0; // recovery_frame_cnt 0: ue(v) 1
    }
}
