package online.nexuscos.streamcore.mpegts;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import online.nexuscos.streamcore.elementary.ElementaryFormat;
import online.nexuscos.streamcore.media.MediaException;
import org.jspecify.annotations.Nullable;

/**
 * Takes a transport stream apart: the first programme of it, and of that what has a codec that is
 * known. Damage costs the access units that it touches.
 *
 * <pre>
 * | 47 | 1 error 1 unit start 1 priority 13 PID | 2 scrambled 2 adaptation and payload 4 counter |
 * | (u8 length, adaptation field) | payload, up to 188 bytes in all
 * </pre>
 */
public final class TsDemuxer implements AutoCloseable {
    /** Bytes of a packet. */
    public static final int PACKET = 188;

    private static final int SYNC = 0x47;
    private static final int HEADER = 4;
    private static final int PAT_PID = 0;
    private static final int PAT = 0;
    private static final int PMT = 2;
    private static final int NONE = -1;

    private final ByteBufAllocator allocator;
    private final TsSink sink;
    private final TsClock clock = new TsClock();
    private final Map<Integer, PesReader> streams = new HashMap<>();
    private final Map<Integer, Integer> counters = new HashMap<>();
    private final SectionReader association = new SectionReader(PAT);
    private SectionReader map = new SectionReader(PMT);
    private int mapPid = NONE;
    private @Nullable ProgramMap program;
    private long lost;

    public TsDemuxer(ByteBufAllocator allocator, TsSink sink) {
        this.allocator = allocator;
        this.sink = sink;
    }

    /**
     * Takes whole packets, as a datagram carries them. Bytes before the first one are skipped, and
     * so is a piece of one at the end.
     */
    public void read(ByteBuf in) throws MediaException {
        while (in.readableBytes() >= PACKET) {
            int start = in.readerIndex();
            if (in.getUnsignedByte(start) != SYNC) {
                int sync = in.indexOf(start + 1, in.writerIndex(), (byte) SYNC);
                in.readerIndex(sync < 0 ? in.writerIndex() : sync);
                lost++;
                continue;
            }
            ByteBuf packet = in.readSlice(PACKET);
            packet(packet);
        }
        in.readerIndex(in.writerIndex());
    }

    /** Packets and access units that were lost or damaged. */
    public long lost() {
        return lost + streams.values().stream().mapToLong(PesReader::dropped).sum();
    }

    private void packet(ByteBuf packet) throws MediaException {
        int flags = packet.getUnsignedShort(1);
        int control = packet.getUnsignedByte(3);
        boolean damaged = (flags & 0x8000) != 0 || (control & 0xc0) != 0;
        boolean hasPayload = (control & 0x10) != 0;
        boolean hasAdaptation = (control & 0x20) != 0;
        int pid = flags & 0x1fff;
        if (damaged || !hasPayload) {
            return;
        }
        int adaptation = hasAdaptation ? 1 + packet.getUnsignedByte(HEADER) : 0;
        if (HEADER + adaptation >= PACKET) {
            return;
        }
        int indicators = adaptation > 1 ? packet.getUnsignedByte(HEADER + 1) : 0;
        boolean discontinuity = (indicators & 0x80) != 0;
        if (isKnown(pid) && !follows(pid, control & 0x0f, discontinuity)) {
            return;
        }
        packet.skipBytes(HEADER + adaptation);
        payload(pid, packet, (flags & 0x4000) != 0, (indicators & 0x40) != 0);
    }

    private boolean isKnown(int pid) {
        return pid == PAT_PID || pid == mapPid || streams.containsKey(pid);
    }

    /** False for a packet that came twice. After a gap the access unit in the making is dropped. */
    private boolean follows(int pid, int counter, boolean discontinuity) {
        Integer last = counters.put(pid, counter);
        if (last == null || discontinuity || counter == ((last + 1) & 0x0f)) {
            return true;
        }
        if (counter == last) {
            return false;
        }
        lost++;
        PesReader stream = streams.get(pid);
        if (stream != null) {
            stream.drop();
        }
        return true;
    }

    private void payload(int pid, ByteBuf payload, boolean unitStart, boolean randomAccess)
            throws MediaException {
        if (pid == PAT_PID) {
            associate(association.read(payload, unitStart));
        } else if (pid == mapPid) {
            Optional<byte[]> section = map.read(payload, unitStart);
            if (section.isPresent()) {
                describe(ProgramMap.parse(section.get()));
            }
        } else {
            PesReader stream = streams.get(pid);
            if (stream != null) {
                if (unitStart) {
                    stream.start(randomAccess);
                }
                stream.append(payload);
            }
        }
    }

    private void associate(Optional<byte[]> section) {
        OptionalInt found = section.map(ProgramMap::firstProgram).orElse(OptionalInt.empty());
        if (found.isPresent() && found.getAsInt() != mapPid) {
            mapPid = found.getAsInt();
            map = new SectionReader(PMT);
        }
    }

    private void describe(Optional<ProgramMap> found) throws MediaException {
        if (found.isEmpty() || found.get().equals(program)) {
            return;
        }
        program = found.get();
        List<Integer> pids = program.formats().stream().map(ElementaryFormat::id).toList();
        streams.entrySet()
                .removeIf(entry -> {
                    boolean gone = !pids.contains(entry.getKey());
                    if (gone) {
                        entry.getValue().drop();
                    }
                    return gone;
                });
        for (int pid : pids) {
            streams.computeIfAbsent(pid, id -> new PesReader(id, clock, allocator, sink));
        }
        sink.tracks(program.formats(), program.unknown());
    }

    /** Lets go of what is not complete. */
    @Override
    public void close() {
        streams.values().forEach(PesReader::drop);
        streams.clear();
    }
}
