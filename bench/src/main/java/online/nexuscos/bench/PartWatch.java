package online.nexuscos.bench;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A client of one Low-Latency HLS stream: asks for the next part, is kept waiting, notes the time.
 */
final class PartWatch {
    private static final double RETRY_SECONDS = 0.1;

    private final Http http;
    private final URI playlist;
    private final List<PartArrival> arrivals = new ArrayList<>();
    private MediaPlaylist.Position next = new MediaPlaylist.Position(0, 0);
    private int failures;
    private @Nullable String firstFailure;

    PartWatch(Http http, URI playlist) {
        this.http = http;
        this.playlist = playlist;
    }

    /** Follows the stream until the monotonic clock reads {@code deadlineNanos}. */
    Seen follow(long deadlineNanos) {
        boolean known = false;
        while (System.nanoTime() - deadlineNanos < 0) {
            try {
                if (known) {
                    note(ask(), Instant.now(), System.nanoTime());
                } else {
                    next = MediaPlaylist.parse(http.text(playlist)).next();
                    known = true;
                }
            } catch (BenchException e) {
                failures++;
                firstFailure = firstFailure == null ? e.getMessage() : firstFailure;
                known = false;
                Pause.seconds(RETRY_SECONDS);
            }
        }
        return new Seen(List.copyOf(arrivals), failures, firstFailure == null ? "" : firstFailure);
    }

    /**
     * Follows several streams, each with a client of its own, beside whatever the caller does.
     *
     * @param clients its threads do the following
     */
    static List<Future<Seen>> followAll(
            ExecutorService clients, Http http, List<URI> playlists, long deadlineNanos) {
        return playlists.stream()
                .map(playlist ->
                        clients.submit(() -> new PartWatch(http, playlist).follow(deadlineNanos)))
                .toList();
    }

    /** What each has seen, when all have come to their end. */
    static List<Seen> results(List<Future<Seen>> following) {
        List<Seen> seen = new ArrayList<>();
        try {
            for (Future<Seen> each : following) {
                seen.add(each.get());
            }
        } catch (ExecutionException e) {
            throw new BenchException("a client failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
        return seen;
    }

    /**
     * @param failures requests without a playlist as the answer
     */
    record Seen(List<PartArrival> arrivals, int failures, String firstFailure) {}

    private MediaPlaylist ask() {
        String query = "?_HLS_msn=" + next.sequence() + "&_HLS_part=" + next.part();
        return MediaPlaylist.parse(http.text(URI.create(playlist + query)));
    }

    private void note(MediaPlaylist answer, Instant received, long receivedNanos) {
        arrivals.addAll(newParts(answer, next, received, receivedNanos));
        next = answer.next();
    }

    /** The parts of a playlist from a position on. */
    static List<PartArrival> newParts(
            MediaPlaylist playlist,
            MediaPlaylist.Position from,
            Instant received,
            long receivedNanos) {
        List<PartArrival> found = new ArrayList<>();
        for (MediaPlaylist.Segment segment : playlist.segments()) {
            if (segment.sequence() < from.sequence()) {
                continue;
            }
            int first = segment.sequence() == from.sequence() ? from.part() : 0;
            double offsetSeconds = 0;
            for (int part = 0; part < segment.parts().size(); part++) {
                double duration = segment.parts().get(part).durationSeconds();
                if (part >= first) {
                    Instant start = segment.start();
                    found.add(
                            new PartArrival(
                                    segment.sequence(),
                                    part,
                                    duration,
                                    start == null
                                            ? null
                                            : start.plusNanos(Math.round(offsetSeconds * 1e9)),
                                    received,
                                    receivedNanos));
                }
                offsetSeconds += duration;
            }
        }
        return found;
    }
}
