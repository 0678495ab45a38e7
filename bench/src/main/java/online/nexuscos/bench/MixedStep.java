package online.nexuscos.bench;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Everything at once: streams come in, some are played over RTMP and HTTP-FLV, and Low-Latency HLS
 * is waited for by many. A server without HTTP-FLV gets those viewers over RTMP, one without
 * blocking reload none of that kind.
 */
record MixedStep(Http http, Publisher publisher, FanoutStep fanout, Results results) {
    static final int STREAMS = 20;
    static final int PLAYERS = 60;
    static final int RELOADERS = 200;
    private static final double WARM_SECONDS = 60;
    private static final double MEASURED_SECONDS = 15;

    void run(RunningServer server) {
        boolean ours = server.name().equals(NexusContender.NAME);
        try (Publisher.Publishing publishing =
                publisher.start(server.publishAddress(), 0, STREAMS)) {
            MediaPlaylist _ = Playlists.await(http, server.playlist(STREAMS - 1), 2, publishing);
            int port = URI.create(RunningServer.numbered(server.publishAddress(), 0)).getPort();
            int web = server.playlist(0).getPort();
            try (Audience overRtmp = Audience.open(port, PLAYERS, fanout.rtmpOpening(server, 0));
                    Audience second =
                            ours
                                    ? Audience.open(web, PLAYERS, fanout.flvOpening(server, 1))
                                    : Audience.open(port, PLAYERS, fanout.rtmpOpening(server, 1));
                    Audience waiting =
                            ours
                                    ? Audience.open(
                                            web,
                                            RELOADERS,
                                            fanout.reloadOpening(server, 2, new ArrayList<>()))
                                    : Audience.open(web, 0, fanout.flvOpening(server, 2))) {
                Pause.seconds(WARM_SECONDS);
                measure(server, ours);
                overRtmp.requireAll();
                second.requireAll();
                waiting.requireAll();
                publishing.requireAlive();
            }
        }
    }

    private void measure(RunningServer server, boolean ours) {
        double cpu = server.processes().cpuSeconds();
        long from = System.nanoTime();
        long to = from + Math.round(MEASURED_SECONDS * 1e9);
        if (ours) {
            parts(server, follow(server, to), from, to);
        } else {
            Pause.seconds(MEASURED_SECONDS);
        }
        double seconds = (System.nanoTime() - from) / 1e9;
        results.add(
                server.name(),
                Figure.MIXED_CPU,
                (server.processes().cpuSeconds() - cpu) * 1e3 / seconds);
        results.add(server.name(), Figure.MIXED_MEMORY, server.processes().residentMegabytes());
    }

    private List<PartWatch.Seen> follow(RunningServer server, long to) {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            return PartWatch.results(
                    PartWatch.followAll(clients, http, server.playlists(STREAMS), to));
        }
    }

    private void parts(RunningServer server, List<PartWatch.Seen> seen, long from, long to) {
        double target = Playlists.media(http, server.playlist(0)).partTargetSeconds();
        PartSummary summary =
                PartSummary.of(
                        seen.stream().map(PartWatch.Seen::arrivals).toList(), target, from, to);
        results.add(server.name(), Figure.LATE_PARTS_SEEN, summary.late());
        results.add(server.name(), Figure.END_OF_PART_P50, summary.endP50());
        results.add(server.name(), Figure.END_OF_PART_P99, summary.endP99());
    }
}
