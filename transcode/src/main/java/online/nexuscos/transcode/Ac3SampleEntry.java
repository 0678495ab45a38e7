package online.nexuscos.transcode;

import io.netty.buffer.ByteBuf;

/**
 * Makes an initialization section for AC-3 and E-AC-3 of one for MP3 (ETSI TS 102 366, F.3 to F.6).
 * FFmpeg's muxer makes dac3 and dec3 of the first frames, when an initialization section without
 * samples has long been written.
 */
final class Ac3SampleEntry {
    private static final int HEADER = 8;
    private static final int TYPE = 4;

    /** From the start of stsd to its only entry, and from there to the entry's boxes. */
    private static final int TO_ENTRY = HEADER + 8;

    private static final int TO_BOXES = HEADER + 28;
    private static final int MP4A = code("mp4a");
    private static final int ESDS = code("esds");
    private static final String[] TO_STSD = {"moov", "trak", "mdia", "minf", "stbl", "stsd"};

    private Ac3SampleEntry() {}

    /**
     * Replaces the sample entry.
     *
     * @param section passes to this method
     * @param name of the new sample entry
     * @param box name of its box
     * @param content of that box
     */
    static ByteBuf replace(ByteBuf section, String name, String box, byte[] content) {
        try {
            int[] boxes = new int[TO_STSD.length + 1];
            int from = 0;
            int to = section.writerIndex();
            for (int i = 0; i < TO_STSD.length; i++) {
                boxes[i] = find(section, code(TO_STSD[i]), from, to);
                from = boxes[i] + HEADER;
                to = boxes[i] + section.getInt(boxes[i]);
            }
            int entry = from + TO_ENTRY - HEADER;
            if (section.getInt(entry + TYPE) != MP4A) {
                throw new FfmpegException("the sample entry is not mp4a");
            }
            boxes[TO_STSD.length] = entry;
            int old = find(section, ESDS, entry + TO_BOXES, entry + section.getInt(entry));
            int oldSize = section.getInt(old);
            int growth = HEADER + content.length - oldSize;
            int size = section.writerIndex() + growth;
            ByteBuf out = section.alloc().directBuffer(size, size);
            out.writeBytes(section, 0, old);
            out.writeInt(HEADER + content.length).writeInt(code(box)).writeBytes(content);
            out.writeBytes(section, old + oldSize, section.writerIndex() - old - oldSize);
            for (int at : boxes) {
                out.setInt(at, out.getInt(at) + growth);
            }
            return out.setInt(entry + TYPE, code(name));
        } finally {
            section.release();
        }
    }

    private static int find(ByteBuf in, int type, int from, int to) {
        int at = from;
        while (at + HEADER <= to) {
            if (in.getInt(at + TYPE) == type) {
                return at;
            }
            at += Math.max(HEADER, in.getInt(at));
        }
        throw new FfmpegException("no box " + Integer.toHexString(type));
    }

    private static int code(String name) {
        return (name.charAt(0) << 24)
                | (name.charAt(1) << 16)
                | (name.charAt(2) << 8)
                | name.charAt(3);
    }
}
