package online.nexuscos.streamcore.mpegts;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
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

    private enum Alignment {
        /** The next packet may begin anywhere. */
        SEARCHING,
        /** Each packet follows the one before. */
        FOUND
    }

    private final ByteBufAllocator allocator;
    private final TsSink sink;
    private final byte[] carry = new byte[PACKET];
    private int carried;
    private Alignment alignment = Alignment.SEARCHING;
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
     * Takes the next bytes, all of them. Datagrams mostly carry whole packets; those of programs
     * that send a file or a pipe end wherever they are full, and the next one goes on.
     */
    public void read(ByteBuf in) throws MediaException {
        if (carried > 0) {
            complete(in);
        }
        while (in.isReadable()) {
            if (!atPacket(in)) {
                in.readerIndex(nextPacket(in, in.readerIndex() + 1));
                alignment = Alignment.SEARCHING;
                lost++;
            } else if (in.readableBytes() >= PACKET) {
                alignment = Alignment.FOUND;
                packet(in.readSlice(PACKET));
            } else {
                carried = in.readableBytes();
                in.readBytes(carry, 0, carried);
            }
        }
    }

    /** Bytes are missing here: what follows need not begin with a packet. */
    public void gap() {
        carried = 0;
        alignment = Alignment.SEARCHING;
    }

    /** Puts the rest of a packet to its beginning. */
    private void complete(ByteBuf in) throws MediaException {
        int missing = PACKET - carried;
        int start = in.readerIndex();
        boolean ends = in.readableBytes() > missing && in.getUnsignedByte(start + missing) != SYNC;
        if (ends && in.getUnsignedByte(start) == SYNC) {
            // The sender begins each datagram with a packet: what came before was a piece of one.
            carried = 0;
            lost++;
            return;
        }
        int count = Math.min(missing, in.readableBytes());
        in.readBytes(carry, carried, count);
        carried += count;
        if (carried == PACKET) {
            carried = 0;
            packet(Unpooled.wrappedBuffer(carry));
        }
    }

    private boolean atPacket(ByteBuf in) {
        int start = in.readerIndex();
        return switch (alignment) {
            case FOUND -> in.getUnsignedByte(start) == SYNC;
            case SEARCHING -> nextPacket(in, start) == start;
        };
    }

    /** Where a packet begins, and another behind it as far as one can see; or the end. */
    private static int nextPacket(ByteBuf in, int from) {
        int end = in.writerIndex();
        int found = in.indexOf(from, end, (byte) SYNC);
        while (found >= 0 && found + PACKET < end && in.getUnsignedByte(found + PACKET) != SYNC) {
            found = in.indexOf(found + 1, end, (byte) SYNC);
        }
        return found < 0 ? end : found;
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
