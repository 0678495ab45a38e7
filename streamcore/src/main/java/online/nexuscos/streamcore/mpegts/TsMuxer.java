package online.nexuscos.streamcore.mpegts;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import online.nexuscos.streamcore.media.Epoch;
import online.nexuscos.streamcore.media.Packet;
import online.nexuscos.streamcore.media.Track;

/**
 * Writes one stream as an MPEG transport stream (ISO/IEC 13818-1) of one programme. The tables come
 * before each keyframe, and often enough between; several AAC frames share a PES packet. Counters
 * go on from call to call, so that what two calls gave can follow one another.
 *
 * <pre>
 * PES: | 000001 | u8 stream id | u16 length | 10000100 | PTS, DTS? | u8 5 or 10 | PTS | DTS |
 * </pre>
 */
public final class TsMuxer {
    private static final int MAP_PID = 0x1000;
    private static final int FIRST_PID = 0x100;
    private static final int PES_PREFIX = 1;
    private static final int ALIGNED = 0x84;
    private static final int PTS_ALONE = 0x80;
    private static final int PTS_AND_DTS = 0xc0;
    private static final int TIME_LENGTH = 5;
    private static final int PES_HEADER_LENGTH = 19;

    private static final int TICKS = 90_000;
    private static final long MASK_33 = (1L << 33) - 1;

    /** The clock runs so far behind what is decoded: a receiver may get it that much later. */
    private static final long CLOCK_DELAY = 300 * TICKS / 1000;

    /** The tables come at least this often, in ticks: receivers take half a second amiss. */
    private static final long TABLES_INTERVAL = 400 * TICKS / 1000;

    /** One PES packet's AAC frames, besides the first. */
    private static final int MAX_SHARED_BYTES = 2930;

    private final TsPackets association = new TsPackets(0);
    private final TsPackets map = new TsPackets(MAP_PID);
    private final Map<Integer, TsPackets> pids = new HashMap<>();
    private final Map<Integer, ElementaryForm> forms = new HashMap<>();
    private final byte[] associationSection = Tables.association(MAP_PID);
    private byte[] mapSection = {};
    private int epoch = -1;
    private int clockTrack;
    private long tablesTime = Long.MIN_VALUE;

    /** Whether a transport stream has a place for the codecs of all tracks. */
    public static boolean fits(Epoch epoch) {
        return epoch.tracks().stream()
                .allMatch(track -> ElementaryForm.of(track.configuration()).isPresent());
    }

    /**
     * Writes packets, which stay the caller's and unread.
     *
     * @param packets of one epoch that {@link #fits}, in the order in which they came
     * @return the caller's, in a direct buffer
     */
    public ByteBuf write(ByteBufAllocator allocator, List<Packet> packets) {
        Epoch of = packets.getFirst().epoch();
        if (of.number() != epoch) {
            begin(of);
        }
        ByteBuf out = allocator.directBuffer(maxLength(packets));
        for (int i = 0; i < packets.size(); ) {
            Packet first = packets.get(i);
            int count = first.track().isVideo() ? 1 : shared(packets, i);
            writeTables(out, first);
            writePes(out, packets.subList(i, i + count));
            i += count;
        }
        return out;
    }

    /** Bytes that these packets take at most, with tables before each. */
    private int maxLength(List<Packet> packets) {
        int count = 0;
        for (Packet packet : packets) {
            int length = PES_HEADER_LENGTH + form(packet.track()).maxLength(packet);
            count += 2 + TsPackets.count(length);
        }
        return count * TsPackets.SIZE;
    }

    /** How many packets from this one on are AAC frames that go into one PES packet. */
    private static int shared(List<Packet> packets, int from) {
        int count = 1;
        int bytes = 0;
        while (from + count < packets.size()) {
            Packet next = packets.get(from + count);
            bytes += next.size();
            if (next.track().id() != packets.get(from).track().id() || bytes > MAX_SHARED_BYTES) {
                break;
            }
            count++;
        }
        return count;
    }

    private void begin(Epoch next) {
        epoch = next.number();
        forms.clear();
        List<Tables.Entry> entries = new ArrayList<>();
        for (Track track : next.tracks()) {
            ElementaryForm form = ElementaryForm.of(track.configuration()).orElseThrow();
            forms.put(track.id(), form);
            int pid = pid(track).pid();
            entries.add(new Tables.Entry(form.streamType(), pid));
        }
        clockTrack = next.video().or(next::audio).orElseThrow().id();
        mapSection = Tables.map(next.number(), FIRST_PID + clockTrack, entries);
        tablesTime = Long.MIN_VALUE;
    }

    private ElementaryForm form(Track track) {
        return Objects.requireNonNull(forms.get(track.id()));
    }

    private TsPackets pid(Track track) {
        return pids.computeIfAbsent(track.id(), id -> new TsPackets(FIRST_PID + id));
    }

    private void writeTables(ByteBuf out, Packet packet) {
        long time = ticks(packet.track(), packet.dts());
        boolean key = packet.track().isVideo() && packet.keyframe();
        if (key || tablesTime == Long.MIN_VALUE || time - tablesTime >= TABLES_INTERVAL) {
            tablesTime = time;
            association.writeSection(out, associationSection);
            map.writeSection(out, mapSection);
        }
    }

    private void writePes(ByteBuf out, List<Packet> packets) {
        Packet first = packets.getFirst();
        Track track = first.track();
        ElementaryForm form = form(track);
        long pts = ticks(track, first.pts());
        long dts = ticks(track, first.dts());
        boolean both = pts != dts;
        int length = PES_HEADER_LENGTH;
        for (Packet packet : packets) {
            length += form.maxLength(packet);
        }
        ByteBuf pes = out.alloc().directBuffer(length, length);
        try {
            pes.writeMedium(PES_PREFIX)
                    .writeByte(form.streamId())
                    .writeShort(0)
                    .writeByte(ALIGNED)
                    .writeByte(both ? PTS_AND_DTS : PTS_ALONE)
                    .writeByte(both ? 2 * TIME_LENGTH : TIME_LENGTH);
            writeTime(pes, both ? 3 : 2, pts);
            if (both) {
                writeTime(pes, 1, dts);
            }
            for (Packet packet : packets) {
                form.write(pes, packet);
            }
            if (!track.isVideo()) {
                pes.setShort(4, pes.readableBytes() - 6);
            }
            boolean clock = track.id() == clockTrack;
            pid(track)
                    .writePes(
                            out,
                            pes,
                            clock ? (dts - CLOCK_DELAY) & MASK_33 : TsPackets.NO_CLOCK,
                            first.keyframe() && clock);
        } finally {
            pes.release();
        }
    }

    /** 2.4.3.7: 4 bits what it is, then 33 bits in three pieces with a 1 after each. */
    private static void writeTime(ByteBuf out, int kind, long time) {
        out.writeByte(kind << 4 | (int) (time >>> 30 & 7) << 1 | 1)
                .writeShort((int) (time >>> 15 & 0x7fff) << 1 | 1)
                .writeShort((int) (time & 0x7fff) << 1 | 1);
    }

    private static long ticks(Track track, long time) {
        return Math.floorDiv(time * TICKS, track.timescale());
    }
}
