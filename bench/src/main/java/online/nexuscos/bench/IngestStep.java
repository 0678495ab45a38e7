package online.nexuscos.bench;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many streams in over RTMP and out as HLS: what they cost, and when their parts come out. */
record IngestStep(Http http, Publisher publisher, Options options, Results results) {
    private static final String LATENCY = "nexus_part_latency_seconds";
    private static final String LATE = "nexus_late_parts_total";
    private static final String WINDOW = "nexus_window_bytes";
    private static final double BITS_PER_BYTE = 8;
    private static final double PARTS_WARM_SECONDS = 2;

    void run(RunningServer server, double idleMegabytes) {
        int streams = options.streams();
        Timing timing = options.timing();
        try (Publisher.Publishing publishing =
                publisher.start(server.publishAddress(), 0, streams)) {
            Pause.seconds(timing.warm());
            publishing.requireAlive();
            MediaPlaylist last = Playlists.await(http, server.playlist(streams - 1), 1, publishing);
            double cpu = server.processes().cpuSeconds();
            long from = System.nanoTime();
            Pause.seconds(timing.ingest());
            double seconds = (System.nanoTime() - from) / 1e9;
            cpu = server.processes().cpuSeconds() - cpu;
            publishing.requireAlive();
            results.add(server.name(), Figure.INGEST_CPU, cpu * 1e3 / seconds / streams);
            memory(server, idleMegabytes);
            if (last.canBlock() && last.hasParts()) {
                parts(server, last.partTargetSeconds());
                publishing.requireAlive();
            }
        }
    }

    private void memory(RunningServer server, double idleMegabytes) {
        int streams = options.streams();
        double perStream = (server.processes().residentMegabytes() - idleMegabytes) / streams;
        results.add(server.name(), Figure.INGEST_MEMORY, perStream);
        if (!server.name().equals(NexusContender.NAME)) {
            return; // others may keep their window in files: nobody knows from outside
        }
        OptionalDouble counted =
                scrape(server).map(s -> s.sum(WINDOW)).orElse(OptionalDouble.empty());
        double window;
        if (counted.isPresent()) {
            window = counted.getAsDouble() / 1e6 / streams;
        } else {
            MediaPlaylist playlist = Playlists.media(http, server.playlist(0));
            double rate = publisher.clip().megabitsPerSecond();
            window = playlist.completeSeconds() * rate / BITS_PER_BYTE;
            results.remark(
                    server.name()
                            + ": its window is computed as bit rate x seconds in the playlist");
        }
        results.add(server.name(), Figure.WINDOW, window);
        results.add(server.name(), Figure.INGEST_MEMORY_LESS_WINDOW, perStream - window);
    }

    private void parts(RunningServer server, double partTargetSeconds) {
        double seconds = options.timing().parts();
        long start = System.nanoTime();
        long from = start + Math.round(PARTS_WARM_SECONDS * 1e9);
        long to = start + Math.round(seconds * 1e9);
        List<PartWatch.Seen> seen;
        Optional<PrometheusText> before;
        Optional<PrometheusText> after;
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<PartWatch.Seen>> following =
                    PartWatch.followAll(clients, http, server.playlists(options.watched()), to);
            Pause.seconds((from - System.nanoTime()) / 1e9);
            before = scrape(server);
            Pause.seconds((to - System.nanoTime()) / 1e9);
            after = scrape(server);
            seen = PartWatch.results(following);
        }
        fromOutside(server.name(), seen, partTargetSeconds, from, to);
        if (before.isPresent() && after.isPresent()) {
            fromInside(server.name(), before.get(), after.get());
        } else {
            results.remark(server.name() + ": offers no metrics");
        }
    }

    private void fromOutside(
            String name, List<PartWatch.Seen> seen, double targetSeconds, long from, long to) {
        PartSummary summary =
                PartSummary.of(
                        seen.stream().map(PartWatch.Seen::arrivals).toList(),
                        targetSeconds,
                        from,
                        to);
        results.add(name, Figure.PARTS_SEEN, summary.parts());
        results.add(name, Figure.LATE_PARTS_SEEN, summary.late());
        results.add(name, Figure.LONGEST_INTERVAL, summary.longestIntervalMs());
        results.add(name, Figure.FIRST_FRAME_P50, summary.firstFrameP50());
        results.add(name, Figure.FIRST_FRAME_P99, summary.firstFrameP99());
        results.add(name, Figure.END_OF_PART_P50, summary.endP50());
        results.add(name, Figure.END_OF_PART_P99, summary.endP99());
        int failures = seen.stream().mapToInt(PartWatch.Seen::failures).sum();
        results.add(name, Figure.FAILED_REQUESTS, failures);
        seen.stream()
                .filter(s -> s.failures() > 0)
                .findFirst()
                .ifPresent(s -> results.remark(name + ": a client failed: " + s.firstFailure()));
        results.remark(
                "%s: part target %.0f ms, %d streams followed by a client each"
                        .formatted(name, targetSeconds * 1e3, seen.size()));
    }

    private void fromInside(String name, PrometheusText before, PrometheusText after) {
        PrometheusText.Histogram latency =
                after.histogram(LATENCY).since(before.histogram(LATENCY));
        if (latency.count() == 0) {
            results.remark(name + ": its metrics hold no " + LATENCY);
        }
        results.add(name, Figure.SERVED_P50, milliseconds(latency.quantile(0.5)));
        results.add(name, Figure.SERVED_P99, milliseconds(latency.quantile(0.99)));
        after.sum(LATE)
                .ifPresent(count ->
                        results.add(
                                name,
                                Figure.LATE_PARTS_COUNTED,
                                count - before.sum(LATE).orElse(0)));
    }

    private Optional<PrometheusText> scrape(RunningServer server) {
        try {
            return server.metrics().map(http::text).map(PrometheusText::parse);
        } catch (BenchException e) {
            results.remark(server.name() + ": metrics: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static OptionalDouble milliseconds(OptionalDouble seconds) {
        return seconds.isPresent()
                ? OptionalDouble.of(seconds.getAsDouble() * 1e3)
                : OptionalDouble.empty();
    }
}
