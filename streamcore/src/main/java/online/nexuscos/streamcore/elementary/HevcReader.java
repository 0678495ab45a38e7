package online.nexuscos.streamcore.elementary;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.media.Track;
import org.jspecify.annotations.Nullable;

/** HEVC in Annex B: parameter sets come out of the pictures, the rest gets 4-byte lengths. */
final class HevcReader implements UnitReader {
    private static final int LENGTH_SIZE = 4;
    private static final int LAST_SLICE = 31;
    private static final int FIRST_RANDOM_ACCESS = 16;
    private static final int LAST_RANDOM_ACCESS = 23;
    private static final int PREFIX_SEI = 39;
    private static final int SUFFIX_SEI = 40;

    private final HevcParameterSets sets = new HevcParameterSets();
    private @Nullable Track track;

    /**
     * @param known parameter sets in Annex B that the container has told; empty where it has not
     */
    HevcReader(byte[] known) throws MediaException {
        ByteBuf in = Unpooled.wrappedBuffer(known);
        Found found = new Found();
        for (AnnexB.Unit unit : AnnexB.units(in)) {
            found.take(in, unit);
        }
        if (sets.replace(found.sets) && sets.isComplete()) {
            track = Track.video(sets.configuration());
        }
    }

    @Override
    public Optional<Track> track() {
        return Optional.ofNullable(track);
    }

    @Override
    public void read(Timed timed, ByteBuf in, Output out) throws MediaException {
        Found found = new Found();
        for (AnnexB.Unit unit : AnnexB.units(in)) {
            found.take(in, unit);
        }
        if (sets.replace(found.sets) && sets.isComplete()) {
            Track next = Track.video(sets.configuration());
            if (!next.equals(track)) {
                track = next;
                out.configured();
            }
        }
        if (found.picture && track != null) {
            ByteBuf payload = in.alloc().directBuffer(found.size, found.size);
            for (AnnexB.Unit unit : found.stored) {
                payload.writeInt(unit.length()).writeBytes(in, unit.start(), unit.length());
            }
            out.unit(timed.dts(), timed.pts(), 0, found.keyframe, payload);
        }
    }

    /** What one access unit holds. */
    private static final class Found {
        private final List<List<byte[]>> sets =
                List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        private final List<AnnexB.Unit> stored = new ArrayList<>();
        private int size;
        private boolean picture;
        private boolean keyframe;

        void take(ByteBuf in, AnnexB.Unit unit) throws MediaException {
            int type = (in.getByte(unit.start()) >> 1) & 0x3f;
            if (unit.length() < 2) {
                throw new MediaException("HEVC NAL length: 1 (expected: >= 2)");
            }
            if (type >= HevcParameterSets.VPS && type <= HevcParameterSets.PPS) {
                sets.get(type - HevcParameterSets.VPS).add(AvcParameterSets.copy(in, unit));
            } else if (type <= LAST_SLICE || type == PREFIX_SEI || type == SUFFIX_SEI) {
                stored.add(unit);
                size += LENGTH_SIZE + unit.length();
                picture |= type <= LAST_SLICE;
                keyframe |= type >= FIRST_RANDOM_ACCESS && type <= LAST_RANDOM_ACCESS;
            }
        }
    }
}
