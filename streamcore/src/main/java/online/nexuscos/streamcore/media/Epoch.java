package online.nexuscos.streamcore.media;

import java.util.List;
import java.util.Optional;

/**
 * A stretch of a stream in which tracks, configurations and the time line hold. A publisher that
 * comes back, a codec change and a jump of the publisher's clock each begin a new one.
 *
 * @param number grows by one from epoch to epoch of a stream, from 0
 */
public record Epoch(int number, List<Track> tracks) {
    public Epoch {
        tracks = List.copyOf(tracks);
        if (tracks.isEmpty()) {
            throw new IllegalArgumentException("an epoch needs a track");
        }
    }

    public Optional<Track> video() {
        return tracks.stream().filter(Track::isVideo).findFirst();
    }

    public Optional<Track> audio() {
        return tracks.stream().filter(track -> !track.isVideo()).findFirst();
    }
}
