package online.nexuscos.streamcore.mpegts;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;

/**
 * The two tables by which a receiver finds the tracks of the one programme (ISO/IEC 13818-1,
 * 2.4.4).
 *
 * <pre>
 *  0          1                       3         5        6         7         8
 * +----------+-----------------------+---------+--------+---------+---------+---------+---------
 * | table id | 1011 | 12 bits length | u16 id  | 11 ver1| section | last    | ...     | u32 CRC
 * +----------+-----------------------+---------+--------+---------+---------+---------+---------
 * PAT: u16 programme, 111 | 13 bits PID of its PMT
 * PMT: 111 | 13 bits PID of the clock, 1111 | 12 bits 0, for each track: u8 type, 111 | 13 bits PID,
 *      1111 | 12 bits 0
 * </pre>
 */
final class Tables {
    private static final int PAT = 0;
    private static final int PMT = 2;
    private static final int PROGRAMME = 1;
    private static final int POLYNOMIAL = 0x04c1_1db7;
    private static final int CRC_LENGTH = 4;
    private static final int LENGTH_FIELD_END = 3;
    private static final int MAX_VERSION = 31;

    private Tables() {}

    /** A track as the tables name it. */
    record Entry(int streamType, int pid) {}

    /** The section that tells where the programme's own is. */
    static byte[] association(int mapPid) {
        ByteBuf out = begin(PAT, PROGRAMME, 0);
        out.writeShort(PROGRAMME).writeShort(0xe000 | mapPid);
        return finish(out);
    }

    /**
     * The section that tells what the programme consists of.
     *
     * @param version changes when the content does; of it the lowest 5 bits are told
     */
    static byte[] map(int version, int clockPid, List<Entry> entries) {
        ByteBuf out = begin(PMT, PROGRAMME, version & MAX_VERSION);
        out.writeShort(0xe000 | clockPid).writeShort(0xf000);
        for (Entry entry : entries) {
            out.writeByte(entry.streamType()).writeShort(0xe000 | entry.pid()).writeShort(0xf000);
        }
        return finish(out);
    }

    private static ByteBuf begin(int table, int id, int version) {
        return Unpooled.buffer()
                .writeByte(table)
                .writeShort(0)
                .writeShort(id)
                .writeByte(0xc1 | version << 1)
                .writeShort(0);
    }

    private static byte[] finish(ByteBuf out) {
        int length = out.readableBytes() - LENGTH_FIELD_END + CRC_LENGTH;
        out.setShort(1, 0xb000 | length);
        out.writeInt(crc(out));
        byte[] section = new byte[out.readableBytes()];
        out.readBytes(section);
        return section;
    }

    /** Annex A of the same. */
    static int crc(ByteBuf bytes) {
        int crc = -1;
        for (int i = bytes.readerIndex(); i < bytes.writerIndex(); i++) {
            crc ^= bytes.getByte(i) << 24;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc < 0 ? crc << 1 ^ POLYNOMIAL : crc << 1;
            }
        }
        return crc;
    }
}
