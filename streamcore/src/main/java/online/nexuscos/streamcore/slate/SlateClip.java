package online.nexuscos.streamcore.slate;

import io.netty.buffer.ByteBuf;
import java.util.List;
import online.nexuscos.streamcore.media.AudioConfiguration;
import online.nexuscos.streamcore.media.Track;

/**
 * A clip in memory: pictures at an even pace, the first of them a keyframe, and sound of about the
 * same length. It is shared by all streams that show it and lives as long as the program.
 *
 * @param frameRate frames a second
 */
public record SlateClip(
        Track video, int frameRate, List<Picture> pictures, Track audio, List<ByteBuf> sounds) {
    private static final double ROUNDING = 1e-9;

    /** One access unit. */
    public record Picture(boolean keyframe, ByteBuf payload) {}

    public SlateClip {
        pictures = List.copyOf(pictures);
        sounds = List.copyOf(sounds);
        if (pictures.isEmpty() || sounds.isEmpty() || !pictures.getFirst().keyframe()) {
            throw new IllegalArgumentException("a clip begins with a keyframe, and has sound");
        }
    }

    /** The picture of that number, counted through all rounds. */
    public Picture picture(long number) {
        return pictures.get((int) (number % pictures.size()));
    }

    /** When it is shown, in seconds since the beginning. */
    public double pictureSeconds(long number) {
        return (double) number / frameRate;
    }

    /** Its time in the track's scale. */
    public long pictureTicks(long number) {
        return number * video.timescale() / frameRate;
    }

    /**
     * The sound of that number. Each round's begins with the pictures', so that both stay together:
     * a frame may be passed over, or come twice, where the lengths do not match.
     */
    public ByteBuf sound(long number) {
        double round = (double) pictures.size() / frameRate;
        double seconds = soundSeconds(number) + ROUNDING;
        double inRound = seconds - Math.floor(seconds / round) * round;
        int index = (int) (inRound * audio.timescale() / samplesPerFrame());
        return sounds.get(Math.min(index, sounds.size() - 1));
    }

    /** When it is heard, in seconds since the beginning. */
    public double soundSeconds(long number) {
        return (double) soundTicks(number) / audio.timescale();
    }

    /** Its time in the track's scale. */
    public long soundTicks(long number) {
        return number * samplesPerFrame();
    }

    /** Samples of each sound, for each channel. */
    public int samplesPerFrame() {
        return ((AudioConfiguration) audio.configuration()).samplesPerFrame();
    }

    /** Bytes that are held. */
    public long bytes() {
        long sum = 0;
        for (Picture picture : pictures) {
            sum += picture.payload().readableBytes();
        }
        for (ByteBuf sound : sounds) {
            sum += sound.readableBytes();
        }
        return sum;
    }
}
