package online.nexuscos.streamcore.packaging;

import online.nexuscos.streamcore.media.AudioConfiguration;

/**
 * How long the parts of a stream are, fixed for the life of its playlists.
 *
 * @param framesPerPart of the track that leads; 0 where its frames are not equally long
 * @param partTarget of the track that leads, in seconds
 */
public record Cadence(int framesPerPart, double partTarget) {
    private static final double NEAR_TARGET = 0.2;
    private static final double LONG_TARGET = 1 / 3.0;
    private static final double UNSTEADY_TARGET = 0.334;

    /** By how much parts may be shorter than their target: see EXT-X-PART in RFC 8216bis. */
    private static final double MAX_DIFFERENCE = 0.15;

    /** A longer audio frame would make parts of 200 ms differ by more than that. */
    private static final double LONG_FRAME = MAX_DIFFERENCE * NEAR_TARGET;

    /** Parts led by video: the whole number of frames nearest to 200 ms. */
    static Cadence video(double frameRate, double audioFrameSeconds) {
        if (frameRate == 0) {
            return new Cadence(0, UNSTEADY_TARGET);
        }
        return counted(1 / frameRate, target(audioFrameSeconds));
    }

    /** Parts led by audio. */
    static Cadence audio(AudioConfiguration audio) {
        double frame = frameSeconds(audio);
        return counted(frame, target(frame));
    }

    /** FLAC has frames of 96 ms and more: then parts are as long as rules about them demand. */
    private static double target(double audioFrame) {
        return audioFrame > LONG_FRAME
                ? Math.max(LONG_TARGET, audioFrame / MAX_DIFFERENCE)
                : NEAR_TARGET;
    }

    private static Cadence counted(double frame, double target) {
        int frames = (int) Math.max(1, Math.round(target / frame));
        return new Cadence(frames, ceilToMillisecond(frames * frame));
    }

    /** The same part target for an epoch whose frames may be of another length. */
    Cadence forFrame(double frameSeconds) {
        if (frameSeconds == 0) {
            return new Cadence(0, partTarget);
        }
        return new Cadence((int) Math.max(1, (partTarget + 1e-9) / frameSeconds), partTarget);
    }

    /**
     * The longest part of audio whose boundaries are drawn by video: one frame more or less falls
     * between two boundaries.
     */
    double audioPartTarget(AudioConfiguration audio) {
        double frame = frameSeconds(audio);
        return ceilToMillisecond(Math.ceil(partTarget / frame) * frame);
    }

    static double frameSeconds(AudioConfiguration audio) {
        return (double) audio.samplesPerFrame() / audio.sampleRate();
    }

    private static double ceilToMillisecond(double seconds) {
        // The subtraction keeps 0.2 from becoming 0.201 by binary rounding.
        return Math.ceil(seconds * 1000 - 1e-6) / 1000;
    }
}
