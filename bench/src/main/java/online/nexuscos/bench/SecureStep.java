package online.nexuscos.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Segments over TLS: ours as they are live, the peer's as a file of the same bytes. */
final class SecureStep {
    private static final int SEGMENTS = 2;
    private static final int DEFAULT_SEGMENT_BYTES = 660_000;
    private static final double WARM_SECONDS = 10;
    private static final double MEASURED_SECONDS = 5;
    private static final int LOOKS = 100;
    private static final double LOOK_SECONDS = 0.1;

    private final Http http = new Http();
    private final Publisher publisher;
    private final Results results;
    private byte[] segment = new byte[DEFAULT_SEGMENT_BYTES];

    SecureStep(Publisher publisher, Results results) {
        this.publisher = publisher;
        this.results = results;
    }

    void run(RunningServer server) {
        URI secure =
                server.secure().orElseThrow(() -> new BenchException("there is no port of TLS"));
        awaitOpen(secure.getPort());
        if (server.files().isPresent()) {
            Path file = server.files().get().folder().resolve("segment.m4s");
            write(file, segment);
            add(server, secure.resolve("/files/segment.m4s"));
            return;
        }
        try (Publisher.Publishing publishing = publisher.start(server.publishAddress(), 0, 1)) {
            URI playlist = server.playlist(0);
            MediaPlaylist live = Playlists.await(http, playlist, SEGMENTS, publishing);
            URI newest = playlist.resolve(live.completeSegments().getLast().uri());
            segment = http.bytes(newest);
            add(server, secure.resolve(newest.getPath()));
            publishing.requireAlive();
        }
    }

    private void add(RunningServer server, URI address) {
        Load load = Load.of(server, address, WARM_SECONDS, MEASURED_SECONDS, results);
        results.add(server.name(), Figure.SECURE_SEGMENT_CPU, load.secondsPerGigabyte());
        results.add(server.name(), Figure.SECURE_SEGMENT_THROUGHPUT, load.gigabytesPerSecond());
    }

    /** It may open later than the others. */
    private static void awaitOpen(int port) {
        for (int look = 0; look < LOOKS; look++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return;
            } catch (IOException closed) {
                Pause.seconds(LOOK_SECONDS);
            }
        }
        throw new BenchException("port " + port + " does not open");
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new BenchException("cannot write " + file, e);
        }
    }
}
