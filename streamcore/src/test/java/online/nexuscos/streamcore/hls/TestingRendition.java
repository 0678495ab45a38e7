package online.nexuscos.streamcore.hls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import online.nexuscos.streamcore.media.AudioConfiguration;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.CodecPrivate;
import online.nexuscos.streamcore.media.Colour;
import online.nexuscos.streamcore.media.Cue;
import online.nexuscos.streamcore.media.Track;
import online.nexuscos.streamcore.media.TrackConfiguration;
import online.nexuscos.streamcore.media.VideoConfiguration;
import online.nexuscos.streamcore.packaging.MediaPart;
import online.nexuscos.streamcore.packaging.MediaSegment;
import online.nexuscos.streamcore.packaging.Rendition;
import online.nexuscos.streamcore.packaging.TimedCue;
import online.nexuscos.streamcore.packaging.WindowSnapshot;
import org.jspecify.annotations.Nullable;

/** A rendition whose window a test moves by hand; each step makes a new snapshot. */
final class TestingRendition implements Rendition {
    static final long START_MS = Instant.parse("2026-01-02T03:04:05.678Z").toEpochMilli();

    /** Every buffer ever made, to count what was not given back. */
    final List<ByteBuf> buffers = new ArrayList<>();

    long peakBitrate = 3_000_000;
    long averageBitrate = 2_500_000;
    double frameRate;
    boolean captions;
    int partBytes = 64;

    /** Of the media that all segments so far hold. */
    double mediaSeconds = 10;

    long wallClockMs = START_MS;

    private final String name;
    private final TrackConfiguration configuration;
    Colour colour = Colour.UNSPECIFIED;
    private final double partTarget;
    private final List<MediaSegment> listed = new ArrayList<>();
    private final List<MediaSegment> retired = new ArrayList<>();
    private final List<MediaPart> parts = new ArrayList<>();
    private final List<TimedCue> cues = new ArrayList<>();
    private Runnable listener = () -> {};
    private long nextSequence;
    private boolean discontinuity;
    private long discontinuitySequence;
    private boolean ended;
    private volatile List<ByteBuf> initializations = List.of();
    private volatile WindowSnapshot snapshot;

    private TestingRendition(
            String name, TrackConfiguration configuration, double partTarget, long sequence) {
        this.name = name;
        this.configuration = configuration;
        this.partTarget = partTarget;
        nextSequence = sequence;
        snapshot = new WindowSnapshot(List.of(), List.of(), sequence, 0, partTarget, false);
        newInitialization();
    }

    static TestingRendition video(double partTarget, long sequence) {
        CodecPrivate none = new CodecPrivate(new byte[0]);
        TestingRendition rendition =
                new TestingRendition(
                        "video",
                        new VideoConfiguration(Codec.H264, "avc1.64001f", none, 1280, 720, 25),
                        partTarget,
                        sequence);
        rendition.frameRate = 25;
        return rendition;
    }

    static TestingRendition audio(double partTarget, long sequence) {
        CodecPrivate none = new CodecPrivate(new byte[0]);
        TestingRendition rendition =
                new TestingRendition(
                        "audio",
                        new AudioConfiguration(Codec.AAC, "mp4a.40.2", none, 48_000, 2, 1024),
                        partTarget,
                        sequence);
        rendition.peakBitrate = 130_000;
        rendition.averageBitrate = 128_000;
        return rendition;
    }

    void onChange(Runnable newListener) {
        listener = newListener;
    }

    /** A part of the target's duration; a video's first one of a segment has a keyframe. */
    TestingRendition part() {
        return part(partTarget, configuration instanceof AudioConfiguration || parts.isEmpty());
    }

    TestingRendition parts(int count) {
        for (int i = 0; i < count; i++) {
            part();
        }
        return this;
    }

    TestingRendition part(double seconds, boolean independent) {
        return add(new MediaPart(parts.size(), seconds, independent, buffer(partText())));
    }

    /** The next part carries it. */
    TestingRendition cue(long number, String name, String value) {
        cues.add(new TimedCue(number, wallClockMs, new Cue(name, value)));
        return this;
    }

    TestingRendition gap() {
        return add(new MediaPart(parts.size(), partTarget, false, null));
    }

    private TestingRendition add(MediaPart part) {
        parts.add(part);
        return publish();
    }

    private String partText() {
        return name + ' ' + nextSequence + '.' + parts.size() + ' ';
    }

    private ByteBuf buffer(String text) {
        // Its memory is the collector's: only its references are counted.
        ByteBuf data = Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(partBytes)).clear();
        data.writeCharSequence(text, StandardCharsets.US_ASCII);
        data.writeZero(partBytes - text.length());
        buffers.add(data);
        return data;
    }

    /** The parts so far are a whole segment. */
    TestingRendition endSegment() {
        MediaSegment whole = current(true);
        listed.add(whole);
        wallClockMs += Math.round(whole.duration() * 1000);
        mediaSeconds += whole.duration();
        parts.clear();
        cues.clear();
        nextSequence++;
        discontinuity = false;
        return publish();
    }

    TestingRendition segment(int count) {
        return parts(count).endSegment();
    }

    TestingRendition segments(int segments, int count) {
        for (int i = 0; i < segments; i++) {
            segment(count);
        }
        return this;
    }

    /** What comes next does not follow from what was. */
    TestingRendition discontinue() {
        discontinuity = true;
        discontinuitySequence++;
        return this;
    }

    TestingRendition newInitialization() {
        List<ByteBuf> more = new ArrayList<>(initializations);
        more.add(buffer(name + " init" + more.size() + ' '));
        initializations = List.copyOf(more);
        return this;
    }

    /** The oldest segment leaves the playlist. */
    TestingRendition retire() {
        retired.add(listed.removeFirst());
        return publish();
    }

    /** The oldest segment that left the playlist is gone for good. */
    TestingRendition evict() {
        MediaSegment gone = retired.removeFirst();
        publish();
        release(gone);
        return this;
    }

    /** Gives the parts' references back, and says nothing of it: a race that a reader may lose. */
    void releaseUnseen(long sequence) {
        listed.stream().filter(each -> each.sequence() == sequence).forEach(this::release);
    }

    private void release(MediaSegment segment) {
        for (MediaPart part : segment.parts()) {
            ByteBuf data = part.data();
            if (data != null) {
                data.release();
            }
        }
    }

    TestingRendition end() {
        ended = true;
        return publish();
    }

    Track track() {
        return switch (configuration) {
            case VideoConfiguration video -> Track.video(video);
            case AudioConfiguration audio -> Track.audio(audio);
        };
    }

    private long start() {
        return parts.stream().allMatch(MediaPart::isGap)
                ? MediaSegment.NO_MEDIA
                : Math.round(mediaSeconds * track().timescale());
    }

    private MediaSegment current(boolean complete) {
        return new MediaSegment(
                nextSequence,
                track(),
                start(),
                initializations.size() - 1,
                discontinuity,
                discontinuitySequence,
                wallClockMs,
                complete,
                List.copyOf(parts),
                List.copyOf(cues));
    }

    private TestingRendition publish() {
        List<MediaSegment> segments = new ArrayList<>(listed);
        if (!parts.isEmpty()) {
            segments.add(current(false));
        }
        snapshot =
                new WindowSnapshot(
                        List.copyOf(segments),
                        List.copyOf(retired),
                        nextSequence,
                        parts.size(),
                        partTarget,
                        ended);
        listener.run();
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public TrackConfiguration configuration() {
        return configuration instanceof VideoConfiguration video
                ? video.withColour(colour)
                : configuration;
    }

    @Override
    public String startId() {
        return "k3";
    }

    @Override
    public WindowSnapshot snapshot() {
        return snapshot;
    }

    @Override
    public List<ByteBuf> initializations() {
        return initializations;
    }

    @Override
    public long peakBitrate() {
        return peakBitrate;
    }

    @Override
    public long averageBitrate() {
        return averageBitrate;
    }

    @Override
    public boolean hasCaptions() {
        return captions;
    }

    @Override
    public double frameRate() {
        return frameRate;
    }

    @Override
    public String toString() {
        return name;
    }

    /** The text that the part's bytes begin with; null for what is not there. */
    static @Nullable String textOf(byte @Nullable [] body) {
        if (body == null) {
            return null;
        }
        String text = new String(body, StandardCharsets.US_ASCII);
        return text.substring(0, Math.max(0, text.indexOf('\0'))).strip();
    }
}
