package online.nexuscos.streamcore.mpegts;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HashMap;
import java.util.Map;

/** Makes the packets of a transport stream. */
final class TestingTs {
    static final int MAP_PID = 0x100;

    private final Map<Integer, Integer> counters = new HashMap<>();
    private final ByteBuf out = Unpooled.buffer();

    /** All so far. */
    ByteBuf bytes() {
        return out;
    }

    TestingTs association() {
        return section(0, new byte[] {0, 1, (byte) (0xe0 | MAP_PID >> 8), (byte) MAP_PID}, 0);
    }

    /**
     * @param streams type, PID, type, PID ...
     */
    TestingTs map(int... streams) {
        ByteBuf content = Unpooled.buffer();
        content.writeShort(0xe000 | 0x1fff).writeShort(0xf000);
        for (int i = 0; i < streams.length; i += 2) {
            content.writeByte(streams[i]).writeShort(0xe000 | streams[i + 1]).writeShort(0xf000);
        }
        byte[] bytes = new byte[content.readableBytes()];
        content.readBytes(bytes);
        return section(MAP_PID, bytes, 2);
    }

    private TestingTs section(int pid, byte[] content, int table) {
        ByteBuf section = Unpooled.buffer();
        section.writeByte(table).writeShort(0xb000 | (content.length + 9)).writeShort(1);
        section.writeByte(0xc1).writeShort(0).writeBytes(content);
        byte[] bytes = new byte[section.readableBytes()];
        section.getBytes(0, bytes);
        section.writeInt(SectionReader.crc(bytes, bytes.length));
        ByteBuf payload = Unpooled.buffer().writeByte(0).writeBytes(section);
        return packets(pid, payload, false);
    }

    /**
     * @param dts negative for none
     */
    TestingTs pes(int pid, long pts, long dts, boolean sized, byte[] media) {
        ByteBuf pes = Unpooled.buffer();
        int times = dts < 0 ? 5 : 10;
        pes.writeMedium(1).writeByte(0xe0).writeShort(sized ? 3 + times + media.length : 0);
        pes.writeByte(0x80).writeByte(dts < 0 ? 0x80 : 0xc0).writeByte(times);
        time(pes, dts < 0 ? 2 : 3, pts);
        if (dts >= 0) {
            time(pes, 1, dts);
        }
        return packets(pid, pes.writeBytes(media), true);
    }

    private static void time(ByteBuf out, int mark, long time) {
        out.writeByte(mark << 4 | (int) (time >> 29 & 0xe) | 1);
        out.writeShort((int) (time >> 14 & 0xfffe) | 1);
        out.writeShort((int) (time << 1 & 0xfffe) | 1);
    }

    private TestingTs packets(int pid, ByteBuf payload, boolean randomAccess) {
        boolean first = true;
        while (payload.isReadable()) {
            int counter = counters.merge(pid, 1, (old, one) -> (old + one) & 0xf);
            int space = 184 - (first && randomAccess ? 2 : 0);
            int count = Math.min(space, payload.readableBytes());
            int stuffing = 184 - count;
            out.writeByte(0x47).writeShort((first ? 0x4000 : 0) | pid);
            out.writeByte((stuffing > 0 ? 0x30 : 0x10) | counter);
            if (stuffing > 0) {
                out.writeByte(stuffing - 1);
                if (stuffing > 1) {
                    out.writeByte(first && randomAccess ? 0x40 : 0);
                    for (int i = 2; i < stuffing; i++) {
                        out.writeByte(0xff);
                    }
                }
            }
            out.writeBytes(payload, count);
            first = false;
        }
        return this;
    }
}
