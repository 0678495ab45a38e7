package online.nexuscos.streamcore.elementary;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import online.nexuscos.streamcore.hub.IngestPacket;
import online.nexuscos.streamcore.hub.Publication;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.media.Track;

/**
 * Makes the hub's packets of one source's access units. Packets wait until all tracks are known,
 * for a bounded time; then they go to the hub in one batch for each {@link #flush}.
 *
 * <p>What a single access unit has wrong costs that unit alone; a track of which nothing can be
 * used ends the publication, by a {@link MediaException} that says so.
 */
public final class ElementaryFeed implements AutoCloseable {
    /** Waiting for the tracks ends at the first of these bounds, with those there are. */
    static final int MAX_WAITING_PACKETS = 1024;

    static final long MAX_WAITING_BYTES = 8L << 20;
    static final long MAX_WAITING_TICKS = 90_000 * 2;

    /** No keyframe in so much of the source's time ends the publication. */
    static final long MAX_TICKS_WITHOUT_KEYFRAME = 90_000 * 20;

    static final int MAX_FAULTS_IN_A_ROW = 250;

    /** Changes of tracks within {@value #CHANGE_INTERVAL} packets. */
    static final int MAX_CHANGES = 16;

    static final int CHANGE_INTERVAL = 256;

    private static final long TICKS_PER_SECOND = 90_000;
    private static final long UNKNOWN = Long.MIN_VALUE;

    private enum State {
        WAITING,
        LIVE,
        CLOSED
    }

    private final Publication publication;
    private final Map<Integer, Input> inputs = new HashMap<>();
    private State state = State.WAITING;
    private List<IngestPacket> batch = new ArrayList<>();
    private long waitingBytes;
    private long waitingSince = UNKNOWN;
    private int changes;
    private int packetsSinceChange;
    private long faults;

    /** Feeds one publication, on its publisher's loop. */
    public ElementaryFeed(Publication publication) {
        this.publication = publication;
    }

    /**
     * Says which tracks the source has, first of all, and again when it has others.
     *
     * @param formats at most one of video and one of audio
     */
    public void tracks(List<ElementaryFormat> formats) throws MediaException {
        Map<Integer, Input> next = new HashMap<>();
        for (ElementaryFormat format : formats) {
            Input known = inputs.get(format.id());
            next.put(
                    format.id(),
                    known != null && known.format.equals(format) ? known : new Input(format));
        }
        inputs.clear();
        inputs.putAll(next);
        if (state == State.LIVE) {
            flush();
            begin();
        }
    }

    /**
     * Takes one access unit; one of a track that is not known is ignored.
     *
     * @param dts 90 kHz
     * @param pts 90 kHz
     * @param payload passes to this object
     */
    public void unit(
            int id, long dts, long pts, boolean keyframe, long arrivalNanos, ByteBuf payload)
            throws MediaException {
        try {
            Input input = inputs.get(id);
            if (state != State.CLOSED && input != null && payload.isReadable()) {
                input.arrivalNanos = arrivalNanos;
                input.read(new UnitReader.Timed(dts, pts, keyframe), payload);
                beginInTime(dts);
                requireSteady();
            }
        } finally {
            payload.release();
        }
    }

    /** Access units that were dropped because something was wrong with them. */
    public long faults() {
        return faults;
    }

    /** Hands over what has come since the last time, unless tracks are awaited. */
    public void flush() {
        if (state == State.LIVE && !batch.isEmpty()) {
            List<IngestPacket> full = batch;
            batch = new ArrayList<>();
            publication.write(full);
        }
    }

    /** Lets go of what the hub has not got; whatever comes afterwards is ignored. */
    @Override
    public void close() {
        state = State.CLOSED;
        batch.forEach(packet -> packet.payload().release());
        batch = List.of();
    }

    private void requireSteady() throws MediaException {
        if (changes > MAX_CHANGES) {
            throw new MediaException(
                    "the tracks changed more than "
                            + MAX_CHANGES
                            + " times in "
                            + CHANGE_INTERVAL
                            + " packets");
        }
    }

    private void beginInTime(long ticks) throws MediaException {
        if (state != State.WAITING) {
            return;
        }
        if (waitingSince == UNKNOWN) {
            waitingSince = ticks;
        }
        boolean complete = inputs.values().stream().allMatch(input -> input.track().isPresent());
        boolean any = inputs.values().stream().anyMatch(input -> input.track().isPresent());
        boolean late =
                ticks - waitingSince > MAX_WAITING_TICKS
                        || batch.size() >= MAX_WAITING_PACKETS
                        || waitingBytes >= MAX_WAITING_BYTES;
        if (complete || (late && any)) {
            begin();
        }
        if (!any && ticks - waitingSince > MAX_TICKS_WITHOUT_KEYFRAME) {
            throw new MediaException("no track came with a configuration that can be used");
        }
    }

    /** Begins with the tracks that are known; what belongs to others is dropped. */
    private void begin() {
        if (state == State.LIVE) {
            changes++;
            inputs.values().forEach(Input::restart);
        }
        List<Track> tracks =
                inputs.values().stream().flatMap(input -> input.track().stream()).toList();
        if (tracks.isEmpty()) {
            return;
        }
        batch.removeIf(packet -> {
            boolean stale = !tracks.contains(packet.track());
            if (stale) {
                packet.payload().release();
            }
            return stale;
        });
        state = State.LIVE;
        publication.begin(tracks);
    }

    private void add(IngestPacket packet) {
        batch.add(packet);
        waitingBytes += state == State.WAITING ? packet.payload().readableBytes() : 0;
        if (++packetsSinceChange >= CHANGE_INTERVAL) {
            packetsSinceChange = 0;
            changes = 0;
        }
    }

    /** One track of the source. */
    private final class Input implements UnitReader.Output {
        private final ElementaryFormat format;
        private final UnitReader reader;
        private long arrivalNanos;
        private int faultsInARow;
        private long ticks;
        private long awaitingSince = UNKNOWN;
        private boolean startable;

        Input(ElementaryFormat format) throws MediaException {
            this.format = format;
            this.reader = format.reader();
            startable = !format.codec().isVideo();
        }

        Optional<Track> track() {
            return reader.track();
        }

        /** The tracks begin anew: a decoder needs a keyframe. */
        void restart() {
            awaitingSince = UNKNOWN;
            startable = !format.codec().isVideo();
        }

        void read(UnitReader.Timed timed, ByteBuf payload) throws MediaException {
            ticks = timed.dts();
            try {
                reader.read(timed, payload, this);
                faultsInARow = 0;
            } catch (MediaException e) {
                faults++;
                if (++faultsInARow >= MAX_FAULTS_IN_A_ROW) {
                    throw new MediaException(
                            "nothing usable in "
                                    + MAX_FAULTS_IN_A_ROW
                                    + " access units of "
                                    + format.codec().displayName()
                                    + "; the last one: "
                                    + e.getMessage());
                }
            }
            if (!startable) {
                awaitKeyframe();
            }
        }

        private void awaitKeyframe() throws MediaException {
            if (awaitingSince == UNKNOWN) {
                awaitingSince = ticks;
            }
            if (ticks - awaitingSince > MAX_TICKS_WITHOUT_KEYFRAME) {
                throw new MediaException(
                        "no keyframe in "
                                + MAX_TICKS_WITHOUT_KEYFRAME / TICKS_PER_SECOND
                                + " seconds: one every 2 seconds is needed");
            }
        }

        @Override
        public void configured() {
            if (state == State.LIVE) {
                flush();
                begin();
            }
        }

        @Override
        public void unit(long dts, long pts, long duration, boolean keyframe, ByteBuf payload) {
            Optional<Track> track = reader.track();
            startable |= keyframe;
            if (track.isEmpty() || !startable || state == State.CLOSED) {
                payload.release();
                return;
            }
            add(new IngestPacket(track.get(), dts, pts, duration, keyframe, arrivalNanos, payload));
        }
    }
}
