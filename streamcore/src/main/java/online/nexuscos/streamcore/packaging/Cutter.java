package online.nexuscos.streamcore.packaging;

/**
 * Decides where the parts and segments of a stream begin, from the decoding times of the track that
 * leads; all renditions share what it decides. Pure: times in, cuts out.
 */
final class Cutter {
    /** A segment ends at the first keyframe from here on. */
    static final double SEGMENT_MIN_SECONDS = 1.9;

    /** A segment ends here, keyframe or not. */
    static final double SEGMENT_MAX_SECONDS = 4;

    private static final double ROUNDING_SECONDS = 0.0011;

    /** What lies before the frame that was asked about. */
    enum Cut {
        NONE,
        PART,
        SEGMENT
    }

    private final Cadence cadence;
    private final double frameSeconds;
    private double partStart = Double.NaN;
    private double segmentStart;
    private double last;
    private int frames;

    /**
     * @param frameSeconds the nominal length of a frame, 0 where it is not constant
     */
    Cutter(Cadence cadence, double frameSeconds) {
        this.cadence = cadence;
        this.frameSeconds = frameSeconds;
    }

    /** Where the part in the making began, in seconds; NaN before the first frame. */
    double partStart() {
        return partStart;
    }

    /**
     * Is there a cut right before this frame of the leading track?
     *
     * @param seconds its decoding time
     */
    Cut before(double seconds, boolean keyframe) {
        if (Double.isNaN(partStart)) {
            partStart = seconds;
            segmentStart = seconds;
            last = seconds;
            frames = 1;
            return Cut.NONE;
        }
        double frame = frameSeconds > 0 ? frameSeconds : seconds - last;
        last = seconds;
        Cut cut = decide(seconds, keyframe, frame);
        if (cut == Cut.NONE) {
            frames++;
        } else {
            begin(seconds, cut);
        }
        return cut;
    }

    /** The leading track is missing: cuts by the clock alone, if one is due before this time. */
    Cut withoutFrame(double seconds) {
        if (Double.isNaN(partStart) || seconds - partStart < cadence.partTarget()) {
            return Cut.NONE;
        }
        double at = partStart + cadence.partTarget();
        Cut cut = at - segmentStart >= SEGMENT_MAX_SECONDS ? Cut.SEGMENT : Cut.PART;
        last = at;
        begin(at, cut);
        frames = 0;
        return cut;
    }

    private Cut decide(double seconds, boolean keyframe, double frame) {
        double segment = seconds - segmentStart;
        if (keyframe && segment >= SEGMENT_MIN_SECONDS - ROUNDING_SECONDS) {
            return Cut.SEGMENT;
        }
        if (segment >= SEGMENT_MAX_SECONDS - ROUNDING_SECONDS) {
            return Cut.SEGMENT;
        }
        boolean full = cadence.framesPerPart() > 0 && frames >= cadence.framesPerPart();
        boolean tooLong = seconds + frame - partStart > cadence.partTarget() + ROUNDING_SECONDS;
        return full || tooLong ? Cut.PART : Cut.NONE;
    }

    private void begin(double seconds, Cut cut) {
        partStart = seconds;
        frames = 1;
        if (cut == Cut.SEGMENT) {
            segmentStart = seconds;
        }
    }
}
