package online.nexuscos.streamcore.hub;

import java.util.List;
import online.nexuscos.streamcore.media.Cue;
import online.nexuscos.streamcore.media.Track;

/** The right to publish one stream, until it ends. Called from the publisher's event loop alone. */
public interface Publication {
    /** The stream's name. */
    String name();

    /**
     * Says which tracks follow: first of all, and again when a configuration changes or a track
     * joins. Each call begins a new epoch.
     */
    void begin(List<Track> tracks);

    /**
     * Hands over what one socket read brought, in order of arrival. The packets' tracks are those
     * of the last {@link #begin}; their references pass to the hub.
     */
    void write(List<IngestPacket> batch);

    /**
     * Says what the broadcaster should know of what was sent, in plain words; replaces what was
     * said before.
     */
    void notices(List<String> texts);

    /**
     * Says something at a moment of the stream.
     *
     * @param timeMs in the publisher's clock, like the packets' times
     */
    void cue(long timeMs, Cue cue);

    /** The publisher has gone; calling it again does nothing. */
    void end(String reason);
}
