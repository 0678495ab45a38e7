package online.nexuscos.streamcore.elementary;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.media.Track;

/** Makes the stored form of one track's access units. Times are in 90 kHz ticks. */
interface UnitReader {
    /**
     * Takes one access unit, or several of sound.
     *
     * @param in stays the caller's; the output may hold slices of it
     * @throws MediaException when it is not what it should be; it is then dropped as a whole
     */
    void read(Timed unit, ByteBuf in, Output out) throws MediaException;

    /** The track as far as it is known: empty before the first configuration. */
    Optional<Track> track();

    /**
     * When an access unit plays.
     *
     * @param dts 90 kHz
     * @param pts 90 kHz
     * @param keyframe the container says so
     */
    record Timed(long dts, long pts, boolean keyframe) {}

    /** Where the stored form goes. */
    interface Output {
        /** The track has another configuration from now on. */
        void configured();

        /**
         * One access unit in the track's own time scale.
         *
         * @param payload its reference passes on
         */
        void unit(long dts, long pts, long duration, boolean keyframe, ByteBuf payload);
    }
}
