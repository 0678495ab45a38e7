package online.nexuscos.streamcore.rtmp;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import online.nexuscos.streamcore.flv.AudioTag;
import online.nexuscos.streamcore.flv.VideoTag;
import online.nexuscos.streamcore.hub.IngestPacket;
import online.nexuscos.streamcore.hub.Publication;
import online.nexuscos.streamcore.media.Cue;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.media.Track;
import online.nexuscos.streamcore.rtmp.amf.AmfValue;
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
final class RtmpIngest implements TrackOutlet, AutoCloseable {
    /** Waiting for a second track ends at the first of these bounds, with the track there is. */
    static final int MAX_WAITING_PACKETS = 64;

    static final int MAX_WAITING_BYTES = 8 * 1024 * 1024;
    static final long MAX_WAITING_MS = 1000;

    /** Without metadata nobody knows whether there is a second track. */
    static final long MAX_WAITING_UNANNOUNCED_MS = 500;

    /** Changes of tracks or configurations within {@value #CHANGE_INTERVAL} packets. */
    static final int MAX_CHANGES = 16;

    static final int CHANGE_INTERVAL = 256;

    /** The one that a stream shows, where a publisher sends several of a kind. */
    private static final int DEFAULT_TRACK = 0;

    private enum State {
        WAITING,
        LIVE,
        CLOSED
    }

    private final Publication publication;
    private final RtmpClock clock = new RtmpClock();
    private final VideoIntake videoIntake = new VideoIntake(this);
    private final AudioIntake audioIntake = new AudioIntake(this);
    private final VideoTag.Sink videoParts = this::videoPart;
    private final AudioTag.Sink audioParts = this::audioPart;
    private final BitSet extraVideo = new BitSet();
    private final BitSet extraAudio = new BitSet();

    private State state = State.WAITING;
    private StreamMetadata metadata = StreamMetadata.NONE;
    private @Nullable Track video;
    private @Nullable Track audio;
    private @Nullable MediaException refusal;
    private long timeMs;
    private long arrivalNanos;

    private List<IngestPacket> batch = new ArrayList<>();
    private long waitingBytes;
    private long waitingSinceMs;
    private int changes;
    private int packetsSinceChange;
    private long cueFaults;

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
    void video(long timestamp, ByteBuf payload, long arrival) throws MediaException {
        try {
            if (state != State.CLOSED && payload.isReadable()) {
                timeMs = clock.extend(timestamp);
                arrivalNanos = arrival;
                VideoTag.read(payload, videoParts);
            }
        } catch (MediaException e) {
            videoIntake.faults().add(e);
        } finally {
            payload.release();
        }
        throwRefusal();
    }

    /**
     * Takes one audio message.
     *
     * @param payload passes to this object
     */
    void audio(long timestamp, ByteBuf payload, long arrival) throws MediaException {
        try {
            if (state != State.CLOSED && payload.isReadable()) {
                timeMs = clock.extend(timestamp);
                arrivalNanos = arrival;
                AudioTag.read(payload, audioParts);
            }
        } catch (MediaException e) {
            audioIntake.faults().add(e);
        } finally {
            payload.release();
        }
        throwRefusal();
    }

    /** Takes a cue point or a text; one that is too long counts as a fault. */
    void cue(long timestamp, String name, AmfValue value) {
        if (state != State.LIVE) {
            return;
        }
        Optional<String> json = AmfJson.write(value, Cue.MAX_VALUE_LENGTH);
        if (json.isEmpty()) {
            cueFaults++;
            return;
        }
        publication.cue(clock.extend(timestamp), new Cue(name, json.get()));
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
        return videoIntake.faults().total() + audioIntake.faults().total() + cueFaults;
    }

    /** Access units that were dropped because no decoder could have started there. */
    long droppedBeforeKeyframe() {
        return videoIntake.droppedBeforeKeyframe();
    }

    private void videoPart(VideoTag tag, int trackId, int nanos, ByteBuf body) {
        if (refusal != null) {
            return;
        }
        try {
            if (trackId != DEFAULT_TRACK) {
                leaveOut(extraVideo, trackId);
            } else {
                videoIntake.take(tag, timeMs, nanos, body, arrivalNanos);
            }
        } catch (MediaException e) {
            refusal = e;
        }
    }

    private void audioPart(AudioTag tag, int trackId, int nanos, ByteBuf body) {
        if (refusal != null) {
            return;
        }
        try {
            if (trackId != DEFAULT_TRACK) {
                leaveOut(extraAudio, trackId);
            } else {
                audioIntake.take(tag, timeMs, nanos, body, arrivalNanos);
            }
        } catch (MediaException e) {
            refusal = e;
        }
    }

    /** A stream has one track of a kind; nobody can see by its number whether another is better. */
    private void leaveOut(BitSet extra, int trackId) {
        if (extra.get(trackId)) {
            return;
        }
        extra.set(trackId);
        List<String> notices = new ArrayList<>(2);
        if (!extraVideo.isEmpty()) {
            notices.add("more than one video track is coming: only track 0 is shown");
        }
        if (!extraAudio.isEmpty()) {
            notices.add("more than one audio track is coming: only track 0 is heard");
        }
        publication.notices(notices);
    }

    private void throwRefusal() throws MediaException {
        MediaException refused = refusal;
        if (refused != null) {
            refusal = null;
            throw refused;
        }
    }

    @Override
    public void packet(long timeMs, IngestPacket packet) throws MediaException {
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
    @Override
    public void changing(@Nullable Track replaced) throws MediaException {
        if (state == State.WAITING && replaced != null && !batch.isEmpty()) {
            begin();
        }
        flush();
    }

    @Override
    public void changed(Track track) throws MediaException {
        if (track.isVideo()) {
            video = track;
        } else {
            audio = track;
        }
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
            videoIntake.awaitKeyframe();
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
