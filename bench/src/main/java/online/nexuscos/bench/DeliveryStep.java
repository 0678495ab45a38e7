package online.nexuscos.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Playlists and segments out over HTTP, loaded by wrk, while one stream is live. */
final class DeliveryStep {
    private static final int SEGMENTS = 2;
    private static final int DEFAULT_PLAYLIST_BYTES = 1500;
    private static final int DEFAULT_SEGMENT_BYTES = 660_000;

    private final Http http;
    private final Publisher publisher;
    private final Options options;
    private final Results results;
    private byte[] playlist = new byte[DEFAULT_PLAYLIST_BYTES];
    private byte[] segment = new byte[DEFAULT_SEGMENT_BYTES];

    DeliveryStep(Http http, Publisher publisher, Options options, Results results) {
        this.http = http;
        this.publisher = publisher;
        this.options = options;
        this.results = results;
    }

    void run(RunningServer server) {
        int stream = server.freshStream(options.streams());
        try (Publisher.Publishing publishing =
                publisher.start(server.publishAddress(), stream, 1)) {
            URI address = server.playlist(stream);
            MediaPlaylist _ = Playlists.await(http, address, SEGMENTS, publishing);
            URI media = Playlists.mediaAddress(http, address);
            byte[] livePlaylist = http.bytes(media);
            Load ofPlaylist = load(server, media);
            URI newest = server.segment(stream).orElseGet(() -> newestSegment(media));
            byte[] liveSegment = http.bytes(newest);
            Load ofSegment = load(server, newest);
            publishing.requireAlive();
            live(server.name(), livePlaylist.length, ofPlaylist, liveSegment.length, ofSegment);
            if (server.name().equals(NexusContender.NAME)) {
                playlist = livePlaylist;
                segment = liveSegment;
                equalSize(server.name(), ofPlaylist, ofSegment);
            }
            server.files().ifPresent(files -> equalSize(server, files));
        }
    }

    private URI newestSegment(URI media) {
        return media.resolve(
                MediaPlaylist.parse(http.text(media)).completeSegments().getLast().uri());
    }

    private void live(
            String name, int playlistBytes, Load ofPlaylist, int segmentBytes, Load ofSegment) {
        results.add(name, Figure.PLAYLIST_SIZE, playlistBytes);
        results.add(name, Figure.PLAYLIST_CPU, ofPlaylist.microsecondsPerRequest());
        results.add(name, Figure.PLAYLIST_RATE, ofPlaylist.report().requestsPerSecond());
        results.add(name, Figure.SEGMENT_SIZE, segmentBytes);
        results.add(name, Figure.SEGMENT_CPU, ofSegment.secondsPerGigabyte());
        results.add(name, Figure.SEGMENT_RATE, ofSegment.report().requestsPerSecond());
        results.add(name, Figure.SEGMENT_THROUGHPUT, ofSegment.gigabytesPerSecond());
    }

    private void equalSize(String name, Load ofPlaylist, Load ofSegment) {
        results.add(name, Figure.EQUAL_PLAYLIST_CPU, ofPlaylist.microsecondsPerRequest());
        results.add(name, Figure.EQUAL_PLAYLIST_RATE, ofPlaylist.report().requestsPerSecond());
        results.add(name, Figure.EQUAL_SEGMENT_CPU, ofSegment.secondsPerGigabyte());
        results.add(name, Figure.EQUAL_SEGMENT_THROUGHPUT, ofSegment.gigabytesPerSecond());
    }

    /** The very bytes that this server sent, as files of the peer. */
    private void equalSize(RunningServer server, RunningServer.Files files) {
        write(files.folder().resolve("playlist.m3u8"), playlist);
        write(files.folder().resolve("segment.m4s"), segment);
        Load ofPlaylist = load(server, Http.loopback(files.address() + "playlist.m3u8"));
        Load ofSegment = load(server, Http.loopback(files.address() + "segment.m4s"));
        equalSize(server.name(), ofPlaylist, ofSegment);
        results.remark(
                "%s: equal sizes are static files of %d and %d bytes"
                        .formatted(server.name(), playlist.length, segment.length));
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new BenchException("cannot write " + file, e);
        }
    }

    private Load load(RunningServer server, URI address) {
        Timing timing = options.timing();
        return Load.of(server, address, timing.wrkWarm(), timing.wrk(), results);
    }
}
