package online.nexuscos.gateway.e2e;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The samples of one part or segment of CMAF (ISO/IEC 14496-12), of one track.
 *
 * @param decodeTime of the first sample, in the track's units
 * @param duration of all samples, in the track's units
 * @param synchronous for each sample, whether decoding can begin there
 */
record Fragment(long decodeTime, long duration, List<Boolean> synchronous) {
    private static final int NOT_SYNCHRONOUS = 0x10000;

    /** A box's type and its payload. */
    private record Box(String type, ByteBuffer payload) {}

    static Fragment parse(byte[] bytes) {
        Reading reading = new Reading();
        reading.boxes(ByteBuffer.wrap(bytes));
        return new Fragment(reading.decodeTime, reading.duration, List.copyOf(reading.synchronous));
    }

    /** The track's units in a second, from its initialization section. */
    static long timescale(byte[] initialization) {
        for (Box box : all(ByteBuffer.wrap(initialization))) {
            if (box.type().equals("mdhd")) {
                boolean wide = box.payload().get(0) == 1;
                return Integer.toUnsignedLong(box.payload().getInt(wide ? 20 : 12));
            }
        }
        throw new AssertionError("no mdhd");
    }

    private static List<Box> all(ByteBuffer bytes) {
        List<Box> boxes = new ArrayList<>();
        while (bytes.remaining() >= 8) {
            int start = bytes.position();
            int size = bytes.getInt(start);
            byte[] type = new byte[4];
            bytes.get(start + 4, type);
            String name = new String(type, java.nio.charset.StandardCharsets.ISO_8859_1);
            ByteBuffer payload = bytes.slice(start + 8, size - 8);
            switch (name) {
                case "moov", "trak", "mdia", "moof", "traf" -> boxes.addAll(all(payload));
                default -> boxes.add(new Box(name, payload));
            }
            bytes.position(start + size);
        }
        return boxes;
    }

    /** The boxes so far. */
    private static final class Reading {
        private long decodeTime = -1;
        private long duration;
        private final List<Boolean> synchronous = new ArrayList<>();
        private long defaultDuration;
        private int defaultFlags;

        void boxes(ByteBuffer bytes) {
            for (Box box : all(bytes)) {
                switch (box.type()) {
                    case "tfhd" -> header(box.payload());
                    case "tfdt" -> decodeTime(box.payload());
                    case "trun" -> run(box.payload());
                    default -> {}
                }
            }
        }

        private void header(ByteBuffer payload) {
            int flags = payload.getInt();
            payload.getInt();
            skip(payload, (flags & 1) != 0 ? 8 : 0);
            skip(payload, (flags & 2) != 0 ? 4 : 0);
            defaultDuration = (flags & 8) != 0 ? Integer.toUnsignedLong(payload.getInt()) : 0;
            skip(payload, (flags & 0x10) != 0 ? 4 : 0);
            defaultFlags = (flags & 0x20) != 0 ? payload.getInt() : 0;
        }

        private void decodeTime(ByteBuffer payload) {
            boolean wide = payload.get(0) == 1;
            long time = wide ? payload.getLong(4) : Integer.toUnsignedLong(payload.getInt(4));
            decodeTime = decodeTime < 0 ? time : decodeTime;
        }

        private void run(ByteBuffer payload) {
            int flags = payload.getInt();
            int count = payload.getInt();
            skip(payload, (flags & 1) != 0 ? 4 : 0);
            int first = (flags & 4) != 0 ? payload.getInt() : defaultFlags;
            for (int i = 0; i < count; i++) {
                duration +=
                        (flags & 0x100) != 0
                                ? Integer.toUnsignedLong(payload.getInt())
                                : defaultDuration;
                skip(payload, (flags & 0x200) != 0 ? 4 : 0);
                int own = i == 0 ? first : defaultFlags;
                int sample = (flags & 0x400) != 0 ? payload.getInt() : own;
                skip(payload, (flags & 0x800) != 0 ? 4 : 0);
                synchronous.add((sample & NOT_SYNCHRONOUS) == 0);
            }
        }

        private static void skip(ByteBuffer payload, int bytes) {
            payload.position(payload.position() + bytes);
        }
    }
}
