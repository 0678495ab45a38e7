package online.nexuscos.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** One stream to many viewers: what they cost the server, and what they did not get. */
record FanoutStep(Http http, Publisher publisher, FanoutOptions options, Results results) {
    private static final String DROPPED = "nexus_play_dropped_packets_total";
    private static final double BITS_PER_BYTE = 8;

    /** Loops of a clip, and the second in which a viewer came, make a little less than all. */
    private static final double ENOUGH = 0.9;

    /** The figures of one way to play. */
    record Rows(Figure cpu, Figure memory, Figure shortOf) {}

    void rtmp(RunningServer server, Rows rows) {
        int port = URI.create(RunningServer.numbered(server.publishAddress(), 0)).getPort();
        play(server, rows, port, rtmpOpening(server, 0));
    }

    /** How a player comes to a stream over RTMP. */
    Audience.Opening rtmpOpening(RunningServer server, int stream) {
        URI address = URI.create(RunningServer.numbered(server.publishAddress(), stream));
        String[] path = address.getPath().substring(1).split("/", 2);
        return socket -> {
            write(socket, RtmpGreeting.hello());
            skip(socket, RtmpGreeting.ANSWER_LENGTH);
            write(socket, RtmpGreeting.request(path[0], path[1]));
            return _ -> null;
        };
    }

    void flv(RunningServer server, Rows rows) {
        play(server, rows, server.playlist(0).getPort(), flvOpening(server, 0));
    }

    /** The same over HTTP. */
    Audience.Opening flvOpening(RunningServer server, int stream) {
        String path = server.playlist(stream).getPath().replaceFirst("/[^/]*$", ".flv");
        return socket -> {
            write(socket, RtmpGreeting.get(path));
            return _ -> null;
        };
    }

    /**
     * A viewer of Low-Latency HLS.
     *
     * @param talks takes what each says
     */
    Audience.Opening reloadOpening(RunningServer server, int stream, List<ReloadTalk> talks) {
        URI playlist = server.playlist(stream);
        return socket -> {
            ReloadTalk talk = new ReloadTalk(playlist.getPath());
            talks.add(talk);
            ByteBuffer first = talk.first();
            while (first.hasRemaining()) {
                socket.write(first);
            }
            return talk;
        };
    }

    private void play(RunningServer server, Rows rows, int port, Audience.Opening opening) {
        try (Publisher.Publishing publishing = publisher.start(server.publishAddress(), 0, 1)) {
            Playlists.await(http, server.playlist(0), 1, publishing);
            double before = server.processes().residentMegabytes();
            OptionalDouble droppedBefore = dropped(server);
            try (Audience audience = Audience.open(port, options.players(), opening)) {
                Pause.seconds(options.timing().warm());
                long[] bytes = audience.bytes();
                double seconds = measure(server, rows.cpu(), options.players());
                long[] after = audience.bytes();
                audience.requireAll();
                publishing.requireAlive();
                double grown = server.processes().residentMegabytes() - before;
                results.add(server.name(), rows.memory(), grown * 1e3 / options.players());
                results.add(server.name(), rows.shortOf(), shortOf(bytes, after, seconds));
                OptionalDouble dropped = dropped(server);
                if (dropped.isPresent() && droppedBefore.isPresent()) {
                    results.add(
                            server.name(),
                            Figure.PLAY_DROPPED,
                            dropped.getAsDouble() - droppedBefore.getAsDouble());
                }
            }
        }
    }

    /** Viewers of Low-Latency HLS who wait for each next part's playlist. */
    void reload(RunningServer server) {
        URI playlist = server.playlist(0);
        List<ReloadTalk> talks = new ArrayList<>();
        try (Publisher.Publishing publishing = publisher.start(server.publishAddress(), 0, 1)) {
            Playlists.await(http, playlist, 2, publishing);
            Audience.Opening opening = reloadOpening(server, 0, talks);
            try (Audience audience =
                    Audience.open(playlist.getPort(), options.reloaders(), opening)) {
                Pause.seconds(options.timing().warm());
                long answers = answers(talks);
                double seconds = measure(server, Figure.RELOAD_CPU, options.reloaders());
                results.add(
                        server.name(),
                        Figure.RELOAD_RATE,
                        (answers(talks) - answers) / seconds / options.reloaders());
                audience.requireAll();
                publishing.requireAlive();
            }
        }
    }

    private static long answers(List<ReloadTalk> talks) {
        return talks.stream().mapToLong(ReloadTalk::answers).sum();
    }

    /** CPU in ms for each viewer-second. */
    private double measure(RunningServer server, Figure figure, int viewers) {
        double cpu = server.processes().cpuSeconds();
        long from = System.nanoTime();
        Pause.seconds(options.timing().measured());
        double seconds = (System.nanoTime() - from) / 1e9;
        cpu = server.processes().cpuSeconds() - cpu;
        results.add(server.name(), figure, cpu * 1e3 / seconds / viewers);
        return seconds;
    }

    private double shortOf(long[] before, long[] after, double seconds) {
        double expected =
                publisher.clip().megabitsPerSecond() * 1e6 / BITS_PER_BYTE * seconds * ENOUGH;
        int count = 0;
        for (int i = 0; i < before.length; i++) {
            count += after[i] - before[i] < expected ? 1 : 0;
        }
        return count;
    }

    private OptionalDouble dropped(RunningServer server) {
        return server.metrics().isEmpty()
                ? OptionalDouble.empty()
                : PrometheusText.parse(http.text(server.metrics().get())).sum(DROPPED);
    }

    private static void write(SocketChannel socket, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            socket.write(buffer);
        }
    }

    private static void skip(SocketChannel socket, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (socket.read(buffer) < 0) {
                throw new BenchException("closed during the handshake");
            }
        }
    }
}
