package online.nexuscos.streamcore.hub;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import online.nexuscos.streamcore.media.Track;
import online.nexuscos.streamcore.slate.SlateClip;
import online.nexuscos.streamcore.slate.SlateForm.Tracks;

/** Plays a clip over and over, each packet when it is due; on the stream's loop alone. */
final class SlateFeed {
    /** Packets at once, after a pause of the loop; the rest follows with the next tick. */
    private static final int MAX_BATCH = 1024;

    private static final double NANOS = 1e9;

    /** By so much slower it goes while there is something to give back. */
    private static final double SLOWER = 0.05;

    private final SlateClip clip;
    private final Tracks tracks;
    private final EventLoop loop;
    private final long startNanos;
    private final double aheadNanos;
    private final Consumer<List<IngestPacket>> sink;
    private final ScheduledFuture<?> ticks;
    private long arrivalOffset;
    private long pictures;
    private long sounds;

    /**
     * Begins at once.
     *
     * @param startNanos when the first picture is due, by the loop's clock; in the past where there
     *     is something to make up for
     * @param aheadNanos so far the time line is ahead of the clock: given back little by little
     * @param sink takes the packets and their references
     */
    SlateFeed(
            SlateClip clip,
            Tracks tracks,
            EventLoop loop,
            long startNanos,
            double aheadNanos,
            Consumer<List<IngestPacket>> sink) {
        this.clip = clip;
        this.tracks = tracks;
        this.loop = loop;
        this.startNanos = startNanos;
        this.aheadNanos = aheadNanos;
        this.sink = sink;
        long periodNanos = TimeUnit.SECONDS.toNanos(1) / clip.frameRate();
        ticks = loop.scheduleAtFixedRate(this::tick, 0, periodNanos, TimeUnit.NANOSECONDS);
    }

    SlateClip clip() {
        return clip;
    }

    Tracks shown() {
        return tracks;
    }

    /** The tracks of the packets. */
    List<Track> tracks() {
        return switch (tracks) {
            case BOTH -> List.of(clip.video(), clip.audio());
            case VIDEO -> List.of(clip.video());
            case AUDIO -> List.of(clip.audio());
        };
    }

    void stop() {
        ticks.cancel(false);
    }

    /** Stops, and gives the last picture the sound that goes with it: both end together. */
    void finish() {
        stop();
        List<IngestPacket> rest = new ArrayList<>();
        while (tracks == Tracks.BOTH
                && rest.size() < MAX_BATCH
                && clip.soundSeconds(sounds) < clip.pictureSeconds(pictures)) {
            rest.add(sound());
        }
        sink.accept(rest);
    }

    private void tick() {
        long nowNanos = loop.ticker().nanoTime();
        // Packets carry the process's clock.
        arrivalOffset = System.nanoTime() - nowNanos;
        List<IngestPacket> batch = new ArrayList<>();
        while (batch.size() < MAX_BATCH) {
            double picture =
                    tracks == Tracks.AUDIO ? Double.MAX_VALUE : clip.pictureSeconds(pictures);
            double sound = tracks == Tracks.VIDEO ? Double.MAX_VALUE : clip.soundSeconds(sounds);
            if (dueNanos(Math.min(picture, sound)) > nowNanos) {
                break;
            }
            batch.add(picture <= sound ? picture() : sound());
        }
        if (!batch.isEmpty()) {
            sink.accept(batch);
        }
    }

    private IngestPacket picture() {
        SlateClip.Picture picture = clip.picture(pictures);
        long ticks = clip.pictureTicks(pictures);
        long duration = clip.pictureTicks(pictures + 1) - ticks;
        long due = arrivalOffset + dueNanos(clip.pictureSeconds(pictures));
        pictures++;
        return new IngestPacket(
                clip.video(),
                ticks,
                ticks,
                duration,
                picture.keyframe(),
                due,
                picture.payload().retainedDuplicate());
    }

    private IngestPacket sound() {
        long ticks = clip.soundTicks(sounds);
        long due = arrivalOffset + dueNanos(clip.soundSeconds(sounds));
        return new IngestPacket(
                clip.audio(),
                ticks,
                ticks,
                clip.samplesPerFrame(),
                true,
                due,
                clip.sound(sounds++).retainedDuplicate());
    }

    private long dueNanos(double seconds) {
        double nanos = seconds * NANOS;
        return startNanos + Math.round(nanos + Math.min(aheadNanos, nanos * SLOWER));
    }
}
