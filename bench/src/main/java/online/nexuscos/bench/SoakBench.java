package online.nexuscos.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;

/**
 * {@code ./nexus bench soak}: whether memory, threads and descriptors stay as they are, and parts
 * come on time, while others come, go, stall and die.
 */
final class SoakBench {
    static final String COMMAND = "soak";

    private static final double SAMPLE_SECONDS = 10;

    /** For streams to end, and connections to be missed. */
    private static final double SETTLE_SECONDS = 30;

    /** Until code is compiled and pools are filled. */
    private static final double WARM_SECONDS = 20;

    /** Growth that is no leak: pools and compiled code come in steps. */
    private static final double MAX_GROWTH = 0.1;

    private static final double MAX_GROWTH_MEGABYTES = 8;
    private static final double MAX_GROWTH_COUNT = 8;

    private final SoakOptions options;
    private final Contender contender;
    private final Publisher publisher;
    private final Http http = new Http();
    private final Results results = new Results(List.of(NexusContender.NAME));
    private int failed;

    private SoakBench(SoakOptions options, Contender contender, Publisher publisher) {
        this.options = options;
        this.contender = contender;
        this.publisher = publisher;
    }

    /** What did not hold. */
    static int run(List<String> arguments, Path project, Path cache) {
        SoakOptions options = SoakOptions.parse(arguments.subList(1, arguments.size()));
        FfmpegProgram ffmpeg = FfmpegProgram.find(project, cache);
        InputClip clip = InputClip.standard(ffmpeg, cache);
        Path folder =
                TemporaryFolder.create(
                        Path.of(System.getProperty("java.io.tmpdir")), "nexus-bench");
        Children children = new Children();
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            children.close();
                            TemporaryFolder.delete(folder);
                        }));
        List<String> command =
                options.serverCommand().isEmpty()
                        ? NexusContender.defaultCommand(project)
                        : options.serverCommand();
        NexusContender contender = new NexusContender(children, command, folder);
        SoakBench bench =
                new SoakBench(options, contender, new Publisher(children, ffmpeg, clip, folder));
        Map<String, String> facts = new LinkedHashMap<>(Machine.facts(project));
        facts.put("FFmpeg", ffmpeg.version());
        facts.put("command", "./nexus bench " + String.join(" ", arguments));
        facts.put("minutes", Integer.toString(options.minutes()));
        facts.put("streams all the time", Integer.toString(options.streams()));
        facts.put("publishers who come and go", Integer.toString(options.publishers()));
        facts.put("viewers who come and go", Integer.toString(options.viewers()));
        bench.measure();
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        Report report =
                new Report(
                        "Soak of " + today,
                        facts,
                        Map.of(contender.name(), contender.description()),
                        bench.results);
        Path to = options.output().orElse(project.resolve("bench/results"));
        Path written =
                report.write(to, today + "-" + COMMAND + "-" + Machine.cpuSlug(Machine.cpu()));
        System.out.println(report.markdown());
        System.out.println("written to " + written);
        return bench.failed;
    }

    private void measure() {
        try (RunningServer server = contender.start();
                Publisher.Publishing steady =
                        publisher.start(server.publishAddress(), 0, options.streams())) {
            Playlists.await(http, server.playlist(options.streams() - 1), 1, steady);
            Pause.seconds(WARM_SECONDS);
            long start = System.nanoTime();
            long end = start + Duration.ofMinutes(options.minutes()).toNanos();
            SoakSample before = sample(server);
            List<SoakSample> samples = new ArrayList<>();
            List<PartWatch.Seen> seen;
            try (ExecutorService watchers = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<PartWatch.Seen>> following =
                        PartWatch.followAll(
                                watchers, http, server.playlists(options.streams()), end);
                try (SoakCrowd crowd = new SoakCrowd(server, publisher, options, end)) {
                    crowd.start();
                    while (System.nanoTime() - end < 0) {
                        Pause.seconds(SAMPLE_SECONDS);
                        samples.add(sample(server));
                        steady.requireAlive();
                    }
                    results.add(server.name(), Figure.SOAK_PUBLISHERS, (double) crowd.publishers());
                    results.add(server.name(), Figure.SOAK_VIEWERS, (double) crowd.viewers());
                }
                seen = PartWatch.results(following);
            }
            parts(server, seen, start, end);
            levels(server.name(), samples);
            Pause.seconds(SETTLE_SECONDS);
            after(server.name(), before, sample(server));
        }
    }

    private SoakSample sample(RunningServer server) {
        return SoakSample.take(server, http, server.processes().root());
    }

    private void parts(RunningServer server, List<PartWatch.Seen> seen, long from, long to) {
        double target = Playlists.media(http, server.playlist(0)).partTargetSeconds();
        PartSummary summary =
                PartSummary.of(
                        seen.stream().map(PartWatch.Seen::arrivals).toList(), target, from, to);
        results.add(server.name(), Figure.PARTS_SEEN, summary.parts());
        results.add(server.name(), Figure.LATE_PARTS_SEEN, summary.late());
        results.add(server.name(), Figure.LONGEST_INTERVAL, summary.longestIntervalMs());
        results.add(server.name(), Figure.END_OF_PART_P99, summary.endP99());
        int failures = seen.stream().mapToInt(PartWatch.Seen::failures).sum();
        results.add(server.name(), Figure.FAILED_REQUESTS, failures);
        require(summary.late() == 0, "late parts of steady streams: " + summary.late());
        require(failures == 0, "requests for steady streams that failed: " + failures);
    }

    private void levels(String name, List<SoakSample> samples) {
        level(name, samples, Figure.SOAK_HEAP, Figure.SOAK_HEAP_GROWTH, SoakSample::heap);
        level(name, samples, Figure.SOAK_DIRECT, Figure.SOAK_DIRECT_GROWTH, SoakSample::direct);
        level(
                name,
                samples,
                Figure.SOAK_RESIDENT,
                Figure.SOAK_RESIDENT_GROWTH,
                SoakSample::resident);
        level(name, samples, Figure.SOAK_THREADS, Figure.SOAK_THREADS_GROWTH, SoakSample::threads);
        level(name, samples, Figure.SOAK_FILES, Figure.SOAK_FILES_GROWTH, SoakSample::files);
    }

    /** The last quarter, and what it is above the second; the first is for pools to fill. */
    private void level(
            String name,
            List<SoakSample> samples,
            Figure figure,
            Figure growth,
            ToDoubleFunction<SoakSample> value) {
        double second = SoakSample.median(samples, 1, value);
        double last = SoakSample.median(samples, 3, value);
        results.add(name, figure, last);
        results.add(name, growth, last - second);
        double allowed = Math.max(second * MAX_GROWTH, MAX_GROWTH_MEGABYTES);
        require(
                last - second <= allowed,
                "%s: from %.1f to %.1f %s".formatted(figure.label(), second, last, figure.unit()));
    }

    /** When all have gone, what they had is given back. */
    private void after(String name, SoakSample before, SoakSample after) {
        results.add(name, Figure.SOAK_THREADS_LEFT, after.threads() - before.threads());
        results.add(name, Figure.SOAK_FILES_LEFT, after.files() - before.files());
        require(
                after.files() - before.files() <= MAX_GROWTH_COUNT,
                "descriptors: %.0f before, %.0f after".formatted(before.files(), after.files()));
        require(
                after.threads() - before.threads() <= MAX_GROWTH_COUNT,
                "threads: %.0f before, %.0f after".formatted(before.threads(), after.threads()));
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            failed++;
            results.remark("DOES NOT HOLD: " + what);
            System.out.println("  does not hold: " + what);
        }
    }
}
