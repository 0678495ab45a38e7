package online.nexuscos.streamcore.slate;

import online.nexuscos.streamcore.media.AudioConfiguration;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.Epoch;
import online.nexuscos.streamcore.media.VideoConfiguration;

/**
 * What a clip must be like to follow a publisher's media with the least change: a player need not
 * change its decoder.
 *
 * @param videoCodec of the pictures
 * @param audioCodec of the sound
 * @param width in pixels, even, 64 to 3840
 * @param height in pixels, even, 64 to 2160
 * @param frameRate whole frames a second, 10 to 60
 * @param sampleRate of the sound in hertz, 8000 to 96000
 * @param channels 1 or 2
 * @param tracks which of them are shown
 */
public record SlateForm(
        Codec videoCodec,
        Codec audioCodec,
        int width,
        int height,
        int frameRate,
        int sampleRate,
        int channels,
        Tracks tracks) {
    /** Which tracks a stream has. */
    public enum Tracks {
        BOTH,
        VIDEO,
        AUDIO
    }

    /** Before the first publisher. */
    public static final SlateForm DEFAULT =
            new SlateForm(Codec.H264, Codec.AAC, 1280, 720, 25, 48_000, 2, Tracks.BOTH);

    private static final int MIN_SIDE = 64;
    private static final int MAX_WIDTH = 3840;
    private static final int MAX_HEIGHT = 2160;
    private static final int MIN_RATE = 10;
    private static final int MAX_RATE = 60;
    private static final int MIN_SAMPLE_RATE = 8000;
    private static final int MAX_SAMPLE_RATE = 96_000;

    public SlateForm {
        width = Math.clamp(width & ~1, MIN_SIDE, MAX_WIDTH);
        height = Math.clamp(height & ~1, MIN_SIDE, MAX_HEIGHT);
        frameRate = Math.clamp(frameRate, MIN_RATE, MAX_RATE);
        sampleRate = Math.clamp(sampleRate, MIN_SAMPLE_RATE, MAX_SAMPLE_RATE);
        channels = Math.clamp(channels, 1, 2);
    }

    /**
     * The form of what a publisher sends.
     *
     * @param measuredRate frames a second, for pictures that do not say it; 0 where unknown
     */
    public static SlateForm of(Epoch epoch, double measuredRate) {
        SlateForm form = DEFAULT;
        if (epoch.video().isPresent()) {
            form =
                    form.with(
                            (VideoConfiguration) epoch.video().get().configuration(), measuredRate);
        }
        if (epoch.audio().isPresent()) {
            Tracks tracks = epoch.video().isPresent() ? Tracks.BOTH : Tracks.AUDIO;
            form = form.with((AudioConfiguration) epoch.audio().get().configuration(), tracks);
        }
        return form;
    }

    private SlateForm with(VideoConfiguration video, double measuredRate) {
        double rate = video.frameRate() > 0 ? video.frameRate() : measuredRate;
        return new SlateForm(
                video.codec(),
                audioCodec,
                video.width(),
                video.height(),
                rate > 0 ? (int) Math.round(rate) : frameRate,
                sampleRate,
                channels,
                Tracks.VIDEO);
    }

    private SlateForm with(AudioConfiguration audio, Tracks which) {
        return new SlateForm(
                videoCodec,
                audio.codec(),
                width,
                height,
                frameRate,
                audio.sampleRate(),
                audio.channels(),
                which);
    }

    /** The same for a clip, which always has both. */
    public SlateForm whole() {
        return new SlateForm(
                videoCodec,
                audioCodec,
                width,
                height,
                frameRate,
                sampleRate,
                channels,
                Tracks.BOTH);
    }

    /** For a file's name, for example {@code H264-1280x720-25-AAC-48000-2}. */
    public String text() {
        return "%s-%dx%d-%d-%s-%d-%d"
                .formatted(videoCodec, width, height, frameRate, audioCodec, sampleRate, channels);
    }
}
