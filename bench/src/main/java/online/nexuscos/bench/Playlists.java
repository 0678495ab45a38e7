package online.nexuscos.bench;

import java.net.URI;

/** Fetching media playlists. */
final class Playlists {
    private static final int LIMIT_SECONDS = 20;
    private static final double POLL_SECONDS = 0.1;

    private Playlists() {}

    /** Where the media playlist is, behind a multivariant one: its first variant. */
    static URI mediaAddress(Http http, URI address) {
        MediaPlaylist playlist = MediaPlaylist.parse(http.text(address));
        return playlist.variants().isEmpty()
                ? address
                : address.resolve(playlist.variants().getFirst());
    }

    static MediaPlaylist media(Http http, URI address) {
        return MediaPlaylist.parse(http.text(mediaAddress(http, address)));
    }

    /**
     * Waits until a playlist holds some complete segments.
     *
     * @throws BenchException the publisher ended, or 20 s passed
     */
    static MediaPlaylist await(
            Http http, URI address, int segments, Publisher.Publishing publishing) {
        long start = System.nanoTime();
        String reason = "";
        while (System.nanoTime() - start < LIMIT_SECONDS * 1e9) {
            publishing.requireAlive();
            try {
                MediaPlaylist playlist = media(http, address);
                if (playlist.completeSegments().size() >= segments) {
                    return playlist;
                }
                reason = playlist.completeSegments().size() + " segments";
            } catch (BenchException e) {
                reason = String.valueOf(e.getMessage());
            }
            Pause.seconds(POLL_SECONDS);
        }
        throw new BenchException(
                "%s: no %d segments after %d s (%s)"
                        .formatted(address, segments, LIMIT_SECONDS, reason));
    }
}
