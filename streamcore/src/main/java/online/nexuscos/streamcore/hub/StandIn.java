package online.nexuscos.streamcore.hub;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import online.nexuscos.streamcore.hub.StreamStatus.State;
import online.nexuscos.streamcore.media.Epoch;
import online.nexuscos.streamcore.media.Track;
import online.nexuscos.streamcore.slate.SlateClip;
import online.nexuscos.streamcore.slate.SlateForm;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows a slate while a stream that is always on has no publisher, or one that sends nothing. Any
 * publisher goes first. On the stream's loop alone.
 */
final class StandIn {
    private static final Logger log = LoggerFactory.getLogger(StandIn.class);

    /** So long after its publisher has gone a stream goes on with the slate. */
    static final long GRACE_MS = 200;

    /** A publisher who is there, and sends nothing for so long, is covered by the slate. */
    static final long SILENCE_MS = 1500;

    /** How often it is looked whether a slate is wanted; so exact are the two times above. */
    static final long LOOK_MS = 100;

    /** What the slate makes up for when it begins late; more is left out. */
    private static final long MAX_CATCH_UP_MS = 4000;

    /**
     * So far ahead of the clock a publisher's bursts may put the time line: the slate then goes a
     * little slower. Where it is more, the slate begins later.
     */
    private static final long MAX_AHEAD_MS = 1000;

    private static final long MAX_WAIT_MS = 500;

    /** A publisher who has no keyframe for so long is shown without. */
    private static final long KEYFRAME_PATIENCE_MS = 10_000;

    private static final long MS = 1_000_000;
    private static final double NANOS = 1e9;
    private static final long UNHEARD = Long.MIN_VALUE;

    private final LiveStream stream;
    private final EventLoop loop;
    private final Supplier<Slates> slates;
    private @Nullable ScheduledFuture<?> looks;
    private @Nullable SlateFeed feed;
    private SlateForm form = SlateForm.DEFAULT;
    private List<Track> announced = List.of();
    private long firstHeardNanos = UNHEARD;
    private long leftNanos;

    /** When the time line's 0 is due, by the loop's clock. */
    private double originNanos = Double.NaN;

    StandIn(LiveStream stream, Supplier<Slates> slates) {
        this.stream = stream;
        this.loop = stream.loop();
        this.slates = slates;
    }

    /** The slate is what viewers see now. */
    boolean isShown() {
        return feed != null;
    }

    /** It comes when it is needed. */
    boolean isOpen() {
        return looks != null;
    }

    /** What the publisher sends from now on. */
    void announce(List<Track> tracks) {
        announced = tracks;
        firstHeardNanos = UNHEARD;
    }

    void publisherLeft() {
        announced = List.of();
        leftNanos = now();
    }

    /** Looks from now on whether a slate is wanted, until the stream is to be always on no more. */
    void open() {
        if (looks == null && stream.state() != State.ENDED) {
            stream.cancelTimeout();
            looks = loop.scheduleAtFixedRate(this::look, 0, LOOK_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        Slates known = slates.get();
        if (!known.isAlwaysOn(stream.name())) {
            leaveToPublishers();
            return;
        }
        if (stream.hasPublisher() && feed == null) {
            learnForm();
        }
        SlateFeed playing = feed;
        if (playing != null || isNeeded()) {
            known.clip(stream.name(), form)
                    .filter(clip -> playing == null || !clip.equals(playing.clip()))
                    .ifPresent(this::play);
        }
    }

    private boolean isNeeded() {
        if (stream.hasPublisher()) {
            return now() - stream.lastHeardNanos() >= MS * SILENCE_MS;
        }
        return stream.isNew() || now() - leftNanos >= MS * GRACE_MS;
    }

    /** So that the clip is made before it is needed. */
    private void learnForm() {
        Epoch current = stream.epoch();
        StreamStatus.VideoStatus video = stream.meter().video();
        if (current != null && (current.video().isEmpty() || video != null)) {
            form = SlateForm.of(current, video == null ? 0 : video.frameRate());
            var _ = slates.get().clip(stream.name(), form);
        }
    }

    private void play(SlateClip clip) {
        long start = start(clip);
        double aheadNanos = originNanos + NANOS * stream.endSeconds() - start;
        if (feed == null && stream.epoch() != null) {
            stream.interrupt();
        }
        stop();
        stream.cancelTimeout();
        firstHeardNanos = UNHEARD;
        SlateFeed next =
                new SlateFeed(clip, form.tracks(), loop, start, aheadNanos, stream::deliver);
        feed = next;
        stream.restart(next.tracks());
        stream.change(State.SLATE);
        log.info("[{}] goes on with the slate", stream.name());
    }

    /** When the first picture is due: where what was shown so far ends. */
    private long start(SlateClip clip) {
        double end = NANOS * stream.endSeconds();
        long frame = TimeUnit.SECONDS.toNanos(1) / clip.frameRate();
        long next =
                stream.isNew()
                        ? now()
                        : Math.max(now() - MS * MAX_CATCH_UP_MS, stream.lastMediaNanos() + frame);
        if (Double.isNaN(originNanos)) {
            originNanos = next - end;
        }
        long excess = Math.round(originNanos + end) - next - MS * MAX_AHEAD_MS;
        long start = next + Math.clamp(excess, 0, MS * MAX_WAIT_MS);
        originNanos = Math.clamp(originNanos, start - end, start - end + MS * MAX_AHEAD_MS);
        return start;
    }

    /**
     * The publisher is shown from its first keyframe on; what came before it is let go.
     *
     * @return what is to be shown
     */
    List<IngestPacket> giveWay(List<IngestPacket> batch) {
        if (firstHeardNanos == UNHEARD) {
            firstHeardNanos = now();
        }
        boolean pictures = announced.stream().anyMatch(Track::isVideo);
        int first = 0;
        while (first < batch.size() && !startsAnew(batch.get(first), pictures)) {
            first++;
        }
        if (announced.isEmpty()) {
            first = batch.size();
        } else if (first == batch.size() && now() - firstHeardNanos > MS * KEYFRAME_PATIENCE_MS) {
            first = 0;
        }
        batch.subList(0, first).forEach(packet -> packet.payload().release());
        if (first < batch.size()) {
            finish();
            stream.restart(announced);
            stream.change(State.LIVE);
        }
        return batch.subList(first, batch.size());
    }

    private static boolean startsAnew(IngestPacket packet, boolean pictures) {
        return packet.keyframe() && packet.track().isVideo() == pictures;
    }

    /** The stream is always on no more: it waits for a publisher as others do. */
    private void leaveToPublishers() {
        stopLooking();
        if (feed != null) {
            stop();
            stream.interrupt();
            if (stream.hasPublisher() && !announced.isEmpty()) {
                stream.restart(announced);
            }
            stream.change(stream.hasPublisher() ? State.LIVE : State.WAITING);
        }
        if (!stream.hasPublisher()) {
            stream.awaitPublisher();
        }
    }

    /** The stream ends. */
    void close() {
        stopLooking();
        stop();
    }

    private void finish() {
        SlateFeed playing = feed;
        if (playing != null) {
            playing.finish();
        }
        feed = null;
    }

    private void stop() {
        SlateFeed playing = feed;
        feed = null;
        if (playing != null) {
            playing.stop();
        }
    }

    private void stopLooking() {
        ScheduledFuture<?> looking = looks;
        looks = null;
        if (looking != null) {
            looking.cancel(false);
        }
    }

    private long now() {
        return loop.ticker().nanoTime();
    }
}
