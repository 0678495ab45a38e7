package online.nexuscos.streamcore.mpegts;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.Optional;

/**
 * Puts the sections of one table together (ISO/IEC 13818-1, 2.4.4). What is damaged is left out:
 * tables come again.
 *
 * <pre>
 * | u8 table | 1 syntax 1 0 2 reserved 12 length | u16 id | 2 5 version 1 current | u8 number |
 * | u8 last number | content | u32 CRC |
 * </pre>
 */
final class SectionReader {
    /** Longest section of the tables that are read here. */
    static final int MAX_SECTION = 1024;

    private static final int HEADER = 3;
    private static final int BEFORE_CONTENT = 8;
    private static final int CRC = 4;
    private static final int STUFFING = 0xff;

    private final int table;
    private final byte[] section = new byte[MAX_SECTION];
    private int filled;
    private boolean started;

    /** Reads sections of one table's id; others are skipped. */
    SectionReader(int table) {
        this.table = table;
    }

    /** Takes one packet's payload, and gives back a section that it completes. */
    Optional<byte[]> read(ByteBuf payload, boolean unitStart) {
        int from = payload.readerIndex();
        int end = payload.writerIndex();
        Optional<byte[]> found = Optional.empty();
        if (unitStart) {
            if (from == end) {
                return found;
            }
            int start = from + 1 + payload.getUnsignedByte(from);
            if (start > end) {
                reset();
                return found;
            }
            if (started) {
                found = append(payload, from + 1, start);
            }
            reset();
            started = true;
            from = start;
        }
        if (!started) {
            return found;
        }
        Optional<byte[]> next = append(payload, from, end);
        return next.isPresent() ? next : found;
    }

    private void reset() {
        filled = 0;
        started = false;
    }

    private Optional<byte[]> append(ByteBuf in, int from, int end) {
        int count = Math.min(end - from, MAX_SECTION - filled);
        in.getBytes(from, section, filled, count);
        filled += count;
        if (filled > 0 && (section[0] & 0xff) == STUFFING) {
            reset();
            return Optional.empty();
        }
        if (filled < HEADER) {
            return Optional.empty();
        }
        int length = HEADER + ((section[1] & 0x0f) << 8 | (section[2] & 0xff));
        if (length > MAX_SECTION) {
            reset();
            return Optional.empty();
        }
        if (filled < length) {
            return Optional.empty();
        }
        reset();
        boolean whole =
                (section[0] & 0xff) == table
                        && (section[1] & 0x80) != 0
                        && length >= BEFORE_CONTENT + CRC
                        && (section[5] & 1) == 1
                        && crc(section, length) == 0;
        if (!whole) {
            return Optional.empty();
        }
        return Optional.of(Arrays.copyOfRange(section, BEFORE_CONTENT, length - CRC));
    }

    /** Over a section with its own checksum it is 0 (Annex A). */
    static int crc(byte[] bytes, int length) {
        int crc = -1;
        for (int i = 0; i < length; i++) {
            crc ^= bytes[i] << 24;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
            }
        }
        return crc;
    }
}
