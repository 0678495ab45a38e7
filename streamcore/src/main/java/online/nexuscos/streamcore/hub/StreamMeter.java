package online.nexuscos.streamcore.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import online.nexuscos.streamcore.hub.StreamStatus.AudioStatus;
import online.nexuscos.streamcore.hub.StreamStatus.VideoStatus;
import online.nexuscos.streamcore.media.AudioConfiguration;
import online.nexuscos.streamcore.media.Packet;
import online.nexuscos.streamcore.media.VideoConfiguration;
import org.jspecify.annotations.Nullable;

/** Measures a stream as its packets pass. Written on the stream's loop, read by any thread. */
final class StreamMeter {
    private static final long INTERVAL_NANOS = 1_000_000_000L;
    private static final double LONG_KEYFRAME_SECONDS = 4.2;
    private static final double NANOS = 1e9;

    private long intervalStartNanos;
    private long videoBytes;
    private long audioBytes;
    private int videoFrames;
    private double lastFrame = Double.NaN;
    private double intervalFirstFrame = Double.NaN;
    private double lastKeyframe = Double.NaN;
    private double keyframeDistance;
    private double epochStart = Double.NaN;
    private int jumps;
    private final LongSupplier maxBitrate;
    private int secondsOver;
    private double bitrate;
    private final LongAdder drops = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private volatile @Nullable VideoStatus video;
    private volatile @Nullable AudioStatus audio;
    private volatile List<String> warnings = List.of();
    private volatile List<String> notices = List.of();

    /**
     * @param maxBitrate bits a second, 0 for any rate; asked each second
     */
    StreamMeter(LongSupplier maxBitrate) {
        this.maxBitrate = maxBitrate;
    }

    void beginEpoch() {
        secondsOver = 0;
        lastKeyframe = Double.NaN;
        epochStart = Double.NaN;
        intervalStartNanos = 0;
        lastFrame = Double.NaN;
        video = null;
        audio = null;
        warnings = List.of();
    }

    void jump() {
        jumps++;
    }

    void drop() {
        drops.increment();
    }

    void measure(Packet packet) {
        if (intervalStartNanos == 0) {
            start(packet.arrivalNanos());
        }
        bytes.add(packet.size());
        double seconds = packet.track().seconds(packet.dts());
        if (Double.isNaN(epochStart)) {
            epochStart = seconds;
        }
        if (packet.track().isVideo()) {
            videoBytes += packet.size();
            videoFrames++;
            lastFrame = seconds;
            if (packet.keyframe()) {
                keyframeDistance = Double.isNaN(lastKeyframe) ? 0 : seconds - lastKeyframe;
                lastKeyframe = seconds;
            }
        } else {
            audioBytes += packet.size();
        }
        long elapsed = packet.arrivalNanos() - intervalStartNanos;
        if (elapsed >= INTERVAL_NANOS) {
            conclude(packet, seconds, elapsed / NANOS);
            start(packet.arrivalNanos());
        }
    }

    private void start(long nanos) {
        intervalStartNanos = nanos;
        videoBytes = 0;
        audioBytes = 0;
        videoFrames = 0;
        intervalFirstFrame = lastFrame;
    }

    private void conclude(Packet packet, double seconds, double elapsed) {
        packet.epoch()
                .video()
                .map(track -> (VideoConfiguration) track.configuration())
                .ifPresent(configuration ->
                        video =
                                new VideoStatus(
                                        configuration.rfc6381(),
                                        configuration.width(),
                                        configuration.height(),
                                        frameRate(),
                                        Math.round(videoBytes * 8 / elapsed),
                                        Math.round(keyframeDistance * 1000)));
        packet.epoch()
                .audio()
                .map(track -> (AudioConfiguration) track.configuration())
                .ifPresent(configuration ->
                        audio =
                                new AudioStatus(
                                        configuration.rfc6381(),
                                        configuration.sampleRate(),
                                        configuration.channels(),
                                        Math.round(audioBytes * 8 / elapsed)));
        bitrate = (videoBytes + audioBytes) * 8 / elapsed;
        long limit = maxBitrate.getAsLong();
        secondsOver = limit > 0 && bitrate > limit ? secondsOver + 1 : 0;
        warnings = warn(packet, seconds);
    }

    /** By the frames' own times: arrival comes in lumps. */
    private double frameRate() {
        double span = lastFrame - intervalFirstFrame;
        return span > 0 ? Math.round(videoFrames / span * 100) / 100.0 : 0;
    }

    private List<String> warn(Packet packet, double seconds) {
        List<String> found = new ArrayList<>();
        boolean hasVideo = packet.epoch().video().isPresent();
        double since = seconds - (Double.isNaN(lastKeyframe) ? epochStart : lastKeyframe);
        double distance = Math.max(keyframeDistance, since);
        if (hasVideo && Double.isNaN(lastKeyframe) && since > LONG_KEYFRAME_SECONDS) {
            found.add("no keyframe yet: nobody can watch before the first; set 2 s in OBS");
        } else if (hasVideo && distance > LONG_KEYFRAME_SECONDS) {
            found.add("keyframes every " + Math.round(distance) + " s: set 2 s in OBS");
        }
        if (hasVideo && videoFrames == 0) {
            found.add("no video is coming");
        }
        if (packet.epoch().audio().isEmpty()) {
            found.add("there is no audio");
        } else if (audioBytes == 0) {
            found.add("no audio is coming");
        }
        if (secondsOver > 0) {
            found.add(
                    "%.1f Mb/s is more than the %.1f Mb/s that are allowed: send less, or be cut off"
                            .formatted(bitrate / 1e6, maxBitrate.getAsLong() / 1e6));
        }
        if (jumps > 0) {
            found.add("the encoder's clock jumped " + jumps + (jumps == 1 ? " time" : " times"));
        }
        return List.copyOf(found);
    }

    @Nullable VideoStatus video() {
        return video;
    }

    @Nullable AudioStatus audio() {
        return audio;
    }

    List<String> warnings() {
        List<String> measured = warnings;
        List<String> said = notices;
        if (said.isEmpty()) {
            return measured;
        }
        List<String> all = new ArrayList<>(said);
        all.addAll(measured);
        return List.copyOf(all);
    }

    /** What the ingest has to say beside what is measured. */
    void notices(List<String> texts) {
        notices = texts;
    }

    /** For how many seconds in a row there has been more than there may be. */
    int secondsOver() {
        return secondsOver;
    }

    /** Bits a second over the last second. */
    double bitrate() {
        return bitrate;
    }

    long drops() {
        return drops.sum();
    }

    /** Bytes of media taken since the stream began. */
    long bytes() {
        return bytes.sum();
    }
}
