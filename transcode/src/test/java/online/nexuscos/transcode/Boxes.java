package online.nexuscos.transcode;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** An independent reader of the few boxes that the tests look at (ISO/IEC 14496-12). */
final class Boxes {
    private static final int DURATION = 0x100;
    private static final int SIZE = 0x200;
    private static final int FLAGS = 0x400;
    private static final int COMPOSITION = 0x800;
    private static final int NOT_SYNC = 0x10000;

    private Boxes() {}

    record Box(String type, ByteBuffer body) {
        Box only(String wanted) {
            List<Box> found =
                    boxes(body).stream().filter(box -> box.type().equals(wanted)).toList();
            if (found.size() != 1) {
                throw new AssertionError(type + " has " + found.size() + " " + wanted);
            }
            return found.getFirst();
        }
    }

    record Sample(long dts, long pts, long duration, boolean keyframe, String bytes) {}

    /** One moof and its mdat. */
    record Fragment(long decodeTime, List<Sample> samples) {}

    static List<Box> boxes(ByteBuffer in) {
        ByteBuffer left = in.slice();
        List<Box> boxes = new ArrayList<>();
        while (left.hasRemaining()) {
            int start = left.position();
            int size = left.getInt();
            byte[] type = new byte[4];
            left.get(type);
            if (size < 8 || size > left.limit() - start) {
                throw new AssertionError("box size: " + size);
            }
            boxes.add(
                    new Box(
                            new String(type, java.nio.charset.StandardCharsets.ISO_8859_1),
                            left.slice(start + 8, size - 8)));
            left.position(start + size);
        }
        return boxes;
    }

    static List<String> types(ByteBuffer in) {
        return boxes(in).stream().map(Box::type).toList();
    }

    static Fragment fragment(byte[] part) {
        ByteBuffer all = ByteBuffer.wrap(part);
        List<Box> top = boxes(all);
        Box traf = top.getFirst().only("traf");
        ByteBuffer tfhd = traf.only("tfhd").body();
        ByteBuffer tfdt = traf.only("tfdt").body();
        long decodeTime = tfdt.get(0) == 1 ? tfdt.getLong(4) : tfdt.getInt(4) & 0xffffffffL;
        return new Fragment(decodeTime, samples(all, traf.only("trun").body(), tfhd, decodeTime));
    }

    private static List<Sample> samples(
            ByteBuffer all, ByteBuffer trun, ByteBuffer tfhd, long decodeTime) {
        int defaults = tfhd.getInt() & 0xffffff;
        tfhd.getInt(); // track_ID
        if ((defaults & 0x20003) != 0x20000) {
            throw new AssertionError("tfhd flags: " + Integer.toHexString(defaults));
        }
        long defaultDuration = (defaults & 8) != 0 ? tfhd.getInt() : 0;
        int defaultSize = (defaults & 16) != 0 ? tfhd.getInt() : 0;
        int defaultFlags = (defaults & 32) != 0 ? tfhd.getInt() : 0;
        int flags = trun.getInt() & 0xffffff;
        int count = trun.getInt();
        int offset = trun.getInt();
        int firstFlags = (flags & 4) != 0 ? trun.getInt() : defaultFlags;
        long dts = decodeTime;
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long duration = (flags & DURATION) != 0 ? trun.getInt() : defaultDuration;
            int size = (flags & SIZE) != 0 ? trun.getInt() : defaultSize;
            int sampleFlags = i == 0 ? firstFlags : defaultFlags;
            if ((flags & FLAGS) != 0) {
                sampleFlags = trun.getInt();
            }
            long composition = (flags & COMPOSITION) != 0 ? trun.getInt() : 0;
            byte[] bytes = new byte[size];
            all.get(offset, bytes);
            samples.add(
                    new Sample(
                            dts,
                            dts + composition,
                            duration,
                            (sampleFlags & NOT_SYNC) == 0,
                            Material.digest(bytes)));
            offset += size;
            dts += duration;
        }
        if (offset != all.capacity()) {
            throw new AssertionError("mdat ends at " + all.capacity() + ", samples at " + offset);
        }
        return samples;
    }
}
