package online.nexuscos.streamcore.rtmp;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import online.nexuscos.streamcore.flv.AudioTag;
import online.nexuscos.streamcore.flv.AvcAccessUnit;
import online.nexuscos.streamcore.flv.VideoTag;
import online.nexuscos.streamcore.hub.IngestPacket;
import online.nexuscos.streamcore.hub.Publication;
import online.nexuscos.streamcore.media.AudioConfiguration;
import online.nexuscos.streamcore.media.AudioSpecificConfig;
import online.nexuscos.streamcore.media.AvcDecoderConfiguration;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.media.Track;
import online.nexuscos.streamcore.media.VideoConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Makes the hub's packets of one publisher's FLV tags. Packets wait until the tracks are known, and
 * then go to the hub in one batch for each {@link #flush}. The video of an epoch begins with a
 * keyframe.
 *
 * <p>Whatever a single tag has wrong costs that tag alone. A codec that is not taken, a
 * configuration that no decoder could use, and a track of which nothing can be used end the
 * publication: they come out as {@link MediaException}, whose message is for the publisher.
 */
final class RtmpIngest implements AutoCloseable {
    /** Waiting for a second track ends at the first of these bounds, with the track there is. */
    static final int MAX_WAITING_PACKETS = 64;

    static final int MAX_WAITING_BYTES = 8 * 1024 * 1024;
    static final long MAX_WAITING_MS = 1000;

    /** Without metadata nobody knows whether there is a second track. */
    static final long MAX_WAITING_UNANNOUNCED_MS = 500;

    static final int MAX_COMPOSITION_OFFSET_MS = 10_000;

    /** The longest frame that the length in an ADTS header could tell. */
    static final int MAX_AAC_FRAME = 8191;

    /** Changes of tracks or configurations within {@value #CHANGE_INTERVAL} packets. */
    static final int MAX_CHANGES = 16;

    static final int CHANGE_INTERVAL = 256;

    static final int MAX_PICTURES_WITHOUT_KEYFRAME = 1800;

    private static final int TICKS_PER_MS = VideoConfiguration.TIMESCALE / 1000;

    private enum State {
        WAITING,
        LIVE,
        CLOSED
    }

    private enum VideoState {
        NEEDS_KEYFRAME,
        FLOWING
    }

    private final Publication publication;
    private final RtmpClock clock = new RtmpClock();
    private final UnitFaults videoFaults = new UnitFaults();
    private final UnitFaults audioFaults = new UnitFaults();

    private State state = State.WAITING;
    private VideoState videoState = VideoState.NEEDS_KEYFRAME;
    private StreamMetadata metadata = StreamMetadata.NONE;
    private @Nullable AvcDecoderConfiguration avc;
    private @Nullable Track video;
    private @Nullable Track audio;
    private AacClock aacClock = new AacClock(1, 1);
    private int samplesPerFrame;

    private List<IngestPacket> batch = new ArrayList<>();
    private long waitingBytes;
    private long waitingSinceMs;
    private int changes;
    private int packetsSinceChange;
    private int picturesWithoutKeyframe;
    private long droppedBeforeKeyframe;

    RtmpIngest(Publication publication) {
        this.publication = publication;
    }

    /** Takes what {@code onMetaData} said, at any time. */
    void metadata(StreamMetadata newMetadata) throws MediaException {
        metadata = newMetadata;
        beginIfComplete();
    }

    /**
     * Takes one video message.
     *
     * @param payload passes to this object
     */
    void video(long timestamp, ByteBuf payload, long arrivalNanos) throws MediaException {
        try {
            if (state != State.CLOSED && payload.isReadable()) {
                videoTag(clock.extend(timestamp), payload, arrivalNanos);
            }
        } finally {
            payload.release();
        }
    }

    /**
     * Takes one audio message.
     *
     * @param payload passes to this object
     */
    void audio(long timestamp, ByteBuf payload, long arrivalNanos) throws MediaException {
        try {
            if (state != State.CLOSED && payload.isReadable()) {
                audioTag(clock.extend(timestamp), payload, arrivalNanos);
            }
        } finally {
            payload.release();
        }
    }

    /** Hands to the hub what has come since the last time; nothing while tracks are awaited. */
    void flush() {
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

    /** Tags that were dropped because something was wrong with them. */
    long faults() {
        return videoFaults.total() + audioFaults.total();
    }

    /** Access units that were dropped because no decoder could have started there. */
    long droppedBeforeKeyframe() {
        return droppedBeforeKeyframe;
    }

    private void videoTag(long timeMs, ByteBuf payload, long arrivalNanos) throws MediaException {
        VideoTag tag;
        try {
            tag = VideoTag.read(payload);
        } catch (MediaException e) {
            videoFaults.add(e);
            return;
        }
        switch (tag) {
            case VideoTag.Configuration _ -> configureVideo(payload);
            case VideoTag.AccessUnit unit -> accessUnit(unit, timeMs, payload, arrivalNanos);
            case VideoTag.EndOfSequence _, VideoTag.Command _ -> {}
            case VideoTag.Unsupported refused -> throw new MediaException(refused.refusal());
        }
    }

    private void audioTag(long timeMs, ByteBuf payload, long arrivalNanos) throws MediaException {
        AudioTag tag;
        try {
            tag = AudioTag.read(payload);
        } catch (MediaException e) {
            audioFaults.add(e);
            return;
        }
        switch (tag) {
            case AudioTag.Configuration _ -> configureAudio(payload);
            case AudioTag.Frame _ -> aacFrame(timeMs, payload, arrivalNanos);
            case AudioTag.Unsupported refused -> throw new MediaException(refused.refusal());
        }
    }

    private void configureVideo(ByteBuf body) throws MediaException {
        if (!body.isReadable()) {
            return;
        }
        AvcDecoderConfiguration next = AvcDecoderConfiguration.parse(body);
        avc = next;
        Track track = Track.video(next.video());
        if (!track.equals(video)) {
            finishOldTracks(video);
            video = track;
            videoState = VideoState.NEEDS_KEYFRAME;
            beginNewTracks();
        }
    }

    private void configureAudio(ByteBuf body) throws MediaException {
        if (!body.isReadable()) {
            return;
        }
        AudioConfiguration next = AudioSpecificConfig.parse(body);
        Track track = Track.audio(next);
        if (!track.equals(audio)) {
            finishOldTracks(audio);
            audio = track;
            samplesPerFrame = next.samplesPerFrame();
            aacClock = new AacClock(next.sampleRate(), samplesPerFrame);
            beginNewTracks();
        }
    }

    private void accessUnit(VideoTag.AccessUnit tag, long timeMs, ByteBuf body, long arrivalNanos)
            throws MediaException {
        AvcDecoderConfiguration configuration = avc;
        Track track = video;
        if (!body.isReadable()) {
            return;
        }
        if (configuration == null || track == null) {
            videoFaults.add("a picture without an AVC configuration before it");
            return;
        }
        int offsetMs = tag.compositionOffsetMs();
        if (Math.abs(offsetMs) > MAX_COMPOSITION_OFFSET_MS) {
            videoFaults.add("composition offset: " + offsetMs + " ms");
            return;
        }
        AvcAccessUnit unit;
        try {
            unit = AvcAccessUnit.inspect(body, configuration.lengthSize());
        } catch (MediaException e) {
            videoFaults.add(e);
            return;
        }
        // Parameter sets and messages on their own are no picture to anybody.
        if (unit.picture() && startsOrFollows(unit)) {
            videoFaults.clear();
            ByteBuf payload =
                    unit.stored()
                            ? body.retainedSlice()
                            : unit.store(body, configuration.lengthSize());
            long dts = timeMs * TICKS_PER_MS;
            long pts = dts + (long) offsetMs * TICKS_PER_MS;
            add(
                    timeMs,
                    new IngestPacket(track, dts, pts, 0, unit.keyframe(), arrivalNanos, payload));
        }
    }

    private boolean startsOrFollows(AvcAccessUnit unit) throws MediaException {
        if (unit.keyframe()) {
            videoState = VideoState.FLOWING;
            picturesWithoutKeyframe = 0;
            return true;
        }
        if (videoState == VideoState.FLOWING) {
            return true;
        }
        droppedBeforeKeyframe++;
        if (++picturesWithoutKeyframe >= MAX_PICTURES_WITHOUT_KEYFRAME) {
            throw new MediaException(
                    "no keyframe in "
                            + MAX_PICTURES_WITHOUT_KEYFRAME
                            + " pictures: send one every 2 seconds");
        }
        return false;
    }

    private void aacFrame(long timeMs, ByteBuf body, long arrivalNanos) throws MediaException {
        Track track = audio;
        int size = body.readableBytes();
        if (size == 0) {
            return;
        }
        if (track == null) {
            audioFaults.add("an AAC frame without an AAC configuration before it");
            return;
        }
        if (size > MAX_AAC_FRAME) {
            audioFaults.add("AAC frame size: " + size + " (expected: <= " + MAX_AAC_FRAME + ")");
            return;
        }
        audioFaults.clear();
        long time = aacClock.next(timeMs);
        ByteBuf payload = body.retainedSlice();
        add(
                timeMs,
                new IngestPacket(track, time, time, samplesPerFrame, true, arrivalNanos, payload));
    }

    private void add(long timeMs, IngestPacket packet) throws MediaException {
        batch.add(packet);
        if (++packetsSinceChange >= CHANGE_INTERVAL) {
            packetsSinceChange = 0;
            changes = 0;
        }
        if (state == State.WAITING) {
            if (batch.size() == 1) {
                waitingSinceMs = timeMs;
            }
            waitingBytes += packet.payload().readableBytes();
            long limitMs = metadata.isSilent() ? MAX_WAITING_UNANNOUNCED_MS : MAX_WAITING_MS;
            if (timeMs - waitingSinceMs >= limitMs
                    || batch.size() >= MAX_WAITING_PACKETS
                    || waitingBytes >= MAX_WAITING_BYTES) {
                begin();
            }
        }
    }

    /** What has come so far belongs to the tracks as they were. */
    private void finishOldTracks(@Nullable Track replaced) throws MediaException {
        if (state == State.WAITING && replaced != null && !batch.isEmpty()) {
            begin();
        }
        flush();
    }

    private void beginNewTracks() throws MediaException {
        if (state == State.LIVE) {
            begin();
        } else {
            beginIfComplete();
        }
    }

    private void beginIfComplete() throws MediaException {
        boolean silent = metadata.isSilent();
        boolean hasVideo = video != null || !(silent || metadata.video());
        boolean hasAudio = audio != null || !(silent || metadata.audio());
        if (state == State.WAITING && hasVideo && hasAudio) {
            begin();
        }
    }

    private void begin() throws MediaException {
        if (state == State.LIVE) {
            if (++changes > MAX_CHANGES) {
                throw new MediaException(
                        "the codec configuration changed more than "
                                + MAX_CHANGES
                                + " times in "
                                + CHANGE_INTERVAL
                                + " packets");
            }
            videoState = VideoState.NEEDS_KEYFRAME;
        }
        state = State.LIVE;
        List<Track> tracks = new ArrayList<>(2);
        if (video != null) {
            tracks.add(video);
        }
        if (audio != null) {
            tracks.add(audio);
        }
        publication.begin(tracks);
    }
}
