package online.nexuscos.streamcore.mpegts;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads a transport stream by the letter, and holds it to the rules. */
final class TestingDemuxer {
    /** A PES packet. */
    record Unit(
            int pid, int streamId, long pts, long dts, long clock, String entry, String payload) {
        @Override
        public String toString() {
            return pid
                    + " "
                    + Integer.toHexString(streamId)
                    + (" pts " + pts + " dts " + dts)
                    + (clock < 0 ? "" : " clock " + clock)
                    + entry
                    + " "
                    + payload;
        }
    }

    final List<String> tables = new ArrayList<>();
    final List<Unit> units = new ArrayList<>();
    private final Map<Integer, Integer> counters = new TreeMap<>();
    private final Map<Integer, ByteBuf> pending = new TreeMap<>();
    private final Map<Integer, long[]> clocks = new TreeMap<>();

    TestingDemuxer read(ByteBuf in) {
        assertThat(in.readableBytes() % 188).isZero();
        while (in.isReadable()) {
            packet(in.readSlice(188));
        }
        pending.keySet().stream().toList().forEach(this::finish);
        return this;
    }

    private void packet(ByteBuf in) {
        assertThat(in.readUnsignedByte()).isEqualTo((short) 0x47);
        int flags = in.readUnsignedShort();
        int pid = flags & 0x1fff;
        boolean start = (flags & 0x4000) != 0;
        assertThat(flags & 0xa000).isZero();
        int content = in.readUnsignedByte();
        assertThat(content & 0xd0).isEqualTo(0x10);
        Integer before = counters.put(pid, content & 0xf);
        if (before != null) {
            assertThat(content & 0xf).as("counter of %d", pid).isEqualTo((before + 1) & 0xf);
        }
        long[] clock = {-1, 0};
        if ((content & 0x20) != 0) {
            adaptation(in.readSlice(in.readUnsignedByte()), clock);
        }
        if (pid == 0 || pid == 0x1000) {
            table(pid, in);
            return;
        }
        if (start) {
            finish(pid);
            pending.put(pid, Unpooled.buffer());
            clocks.put(pid, clock);
        }
        Objects.requireNonNull(pending.get(pid)).writeBytes(in);
    }

    private static void adaptation(ByteBuf in, long[] clock) {
        if (!in.isReadable()) {
            return;
        }
        int flags = in.readUnsignedByte();
        clock[1] = flags & 0x40;
        if ((flags & 0x10) != 0) {
            long high = in.readUnsignedInt();
            int low = in.readUnsignedShort();
            assertThat(low & 0x7fff).isEqualTo(0x7e00);
            clock[0] = high << 1 | low >> 15;
        }
        while (in.isReadable()) {
            assertThat(in.readUnsignedByte()).isEqualTo((short) 0xff);
        }
    }

    private void table(int pid, ByteBuf in) {
        assertThat(in.readUnsignedByte()).isZero();
        int length = in.getUnsignedShort(in.readerIndex() + 1) & 0xfff;
        ByteBuf section = in.readSlice(3 + length);
        assertThat(Tables.crc(section)).isZero();
        while (in.isReadable()) {
            assertThat(in.readUnsignedByte()).isEqualTo((short) 0xff);
        }
        section.skipBytes(5);
        int version = section.readUnsignedByte() >> 1 & 31;
        section.skipBytes(2);
        if (pid == 0) {
            section.skipBytes(2);
            tables.add("pat " + (section.readUnsignedShort() & 0x1fff));
            return;
        }
        int clock = section.readUnsignedShort() & 0x1fff;
        section.skipBytes(2);
        int tracks = (section.readableBytes() - 4) / 5;
        String entries =
                IntStream.range(0, tracks)
                        .mapToObj(_ -> {
                            String entry =
                                    section.readUnsignedByte()
                                            + " "
                                            + (section.readUnsignedShort() & 0x1fff);
                            section.skipBytes(2);
                            return entry;
                        })
                        .collect(Collectors.joining(", "));
        tables.add("pmt v" + version + " clock " + clock + ": " + entries);
    }

    private void finish(int pid) {
        ByteBuf pes = pending.remove(pid);
        if (pes == null) {
            return;
        }
        assertThat(pes.readUnsignedMedium()).isEqualTo(1);
        int streamId = pes.readUnsignedByte();
        int length = pes.readUnsignedShort();
        assertThat(length).isEqualTo(streamId == 0xe0 ? 0 : pes.readableBytes());
        assertThat(pes.readUnsignedByte()).isEqualTo((short) 0x84);
        boolean both = pes.readUnsignedByte() == 0xc0;
        assertThat(pes.readUnsignedByte()).isEqualTo((short) (both ? 10 : 5));
        long pts = time(pes, both ? 3 : 2);
        long dts = both ? time(pes, 1) : pts;
        long[] clock = Objects.requireNonNull(clocks.get(pid));
        units.add(
                new Unit(
                        pid,
                        streamId,
                        pts,
                        dts,
                        clock[0],
                        clock[1] == 0 ? "" : " entry",
                        ByteBufUtil.hexDump(pes)));
    }

    private static long time(ByteBuf in, int kind) {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedShort();
        int third = in.readUnsignedShort();
        assertThat(first >> 4).isEqualTo(kind);
        assertThat(first & second & third & 1).isEqualTo(1);
        return (first >> 1 & 7L) << 30 | (second >> 1) << 15 | third >> 1;
    }
}
