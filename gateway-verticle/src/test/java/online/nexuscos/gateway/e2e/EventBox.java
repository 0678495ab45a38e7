package online.nexuscos.gateway.e2e;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An event message in a segment, as a player reads it (ISO/IEC 23009-1, 5.10.3.3, version 1).
 *
 * @param text of the TXXX frame in its ID3 tag: what it is about, U+0000, what is said
 */
record EventBox(String scheme, long timescale, long time, long id, String text) {
    private static final int TEXT_IN_TAG = 21;

    /** Those of a segment, which are before the media that they belong to. */
    static List<EventBox> all(byte[] segment) {
        List<EventBox> found = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(segment);
        while (in.remaining() >= 8) {
            int size = in.getInt(in.position());
            if (in.getInt(in.position() + 4) == 0x656d7367) {
                found.add(read(in.slice(in.position() + 8, size - 8)));
            }
            in.position(in.position() + size);
        }
        return found;
    }

    private static EventBox read(ByteBuffer box) {
        if (box.getInt() != 1 << 24) {
            throw new AssertionError("an event message of another version than 1");
        }
        long timescale = Integer.toUnsignedLong(box.getInt());
        long time = box.getLong();
        box.getInt(); // how long it holds
        long id = Integer.toUnsignedLong(box.getInt());
        String scheme = text(box);
        text(box);
        byte[] tag = new byte[box.remaining()];
        box.get(tag);
        String head = new String(tag, 0, 14, StandardCharsets.ISO_8859_1);
        if (!head.startsWith("ID3\4") || !head.endsWith("TXXX")) {
            throw new AssertionError("no ID3 tag: " + head);
        }
        String text =
                new String(tag, TEXT_IN_TAG, tag.length - TEXT_IN_TAG, StandardCharsets.UTF_8);
        return new EventBox(scheme, timescale, time, id, text);
    }

    private static String text(ByteBuffer box) {
        StringBuilder text = new StringBuilder();
        for (byte next = box.get(); next != 0; next = box.get()) {
            text.append((char) next);
        }
        return text.toString();
    }
}
