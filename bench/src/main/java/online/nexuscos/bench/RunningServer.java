package online.nexuscos.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A server that is open.
 *
 * @param opened how long its start took; null when the bench did not start it
 * @param end ends it, if the bench started it
 */
record RunningServer(
        String name,
        ProcessTree processes,
        Doors.@Nullable Opened opened,
        Addresses addresses,
        Runnable end)
        implements AutoCloseable {
    static final String NUMBER = "%d";

    /**
     * Where to reach it; {@code %d} stands for the number of the stream.
     *
     * @param segment null: the newest in the playlist
     * @param metrics Prometheus; null without
     * @param files served over HTTP as they are; null without
     * @param secure the same over TLS, without a path; null without
     */
    record Addresses(
            String publish,
            String playlist,
            @Nullable String segment,
            @Nullable String metrics,
            @Nullable Files files,
            @Nullable String secure) {}

    record Files(Path folder, String address) {}

    String publishAddress() {
        return addresses.publish();
    }

    URI playlist(int stream) {
        return Http.loopback(numbered(addresses.playlist(), stream));
    }

    /** Those of the first streams. */
    List<URI> playlists(int streams) {
        return IntStream.range(0, streams).mapToObj(this::playlist).toList();
    }

    Optional<URI> segment(int stream) {
        return Optional.ofNullable(addresses.segment())
                .map(address -> Http.loopback(numbered(address, stream)));
    }

    Optional<URI> metrics() {
        return Optional.ofNullable(addresses.metrics()).map(Http::loopback);
    }

    Optional<Files> files() {
        return Optional.ofNullable(addresses.files());
    }

    Optional<URI> secure() {
        return Optional.ofNullable(addresses.secure()).map(Http::loopback);
    }

    /** A stream number that was not used before, if its playlist can have one. */
    int freshStream(int streams) {
        return addresses.playlist().contains(NUMBER) ? streams : 0;
    }

    static String numbered(String pattern, int stream) {
        return pattern.replace(NUMBER, Integer.toString(stream));
    }

    @Override
    public void close() {
        end.run();
    }
}
