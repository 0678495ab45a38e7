package online.nexuscos.bench;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import online.nexuscos.bench.FanoutOptions.Part;
import online.nexuscos.bench.FanoutStep.Rows;

/** {@code ./nexus bench fanout}: what viewers of one stream cost, beside nginx' rtmp module. */
final class FanoutBench {
    static final String COMMAND = "fanout";

    /** What SRS gathers writes for when it plays RTMP. */
    private static final int GATHERED_MS = 350;

    private static final Rows RTMP_NOW =
            new Rows(Figure.PLAY_RTMP_CPU, Figure.PLAY_RTMP_MEMORY, Figure.PLAY_RTMP_SHORT);
    private static final Rows RTMP_GATHERED =
            new Rows(
                    Figure.GATHERED_RTMP_CPU,
                    Figure.GATHERED_RTMP_MEMORY,
                    Figure.GATHERED_RTMP_SHORT);
    private static final Rows FLV_NOW =
            new Rows(Figure.PLAY_FLV_CPU, Figure.PLAY_FLV_MEMORY, Figure.PLAY_FLV_SHORT);
    private static final Rows FLV_GATHERED =
            new Rows(
                    Figure.GATHERED_FLV_CPU, Figure.GATHERED_FLV_MEMORY, Figure.GATHERED_FLV_SHORT);

    private final FanoutOptions options;
    private final Children children;
    private final Path folder;
    private final List<String> command;
    private final Optional<NginxContender> nginx;
    private final Results results;
    private final FanoutStep step;
    private final SecureStep secure;
    private final MixedStep mixed;
    private final Optional<Certificate> certificate;

    private FanoutBench(
            FanoutOptions options,
            Path project,
            Children children,
            Path folder,
            Path memory,
            FfmpegProgram ffmpeg,
            InputClip clip) {
        this.options = options;
        this.children = children;
        this.folder = folder;
        command =
                options.serverCommand().isEmpty()
                        ? NexusContender.defaultCommand(project)
                        : options.serverCommand();
        certificate =
                options.parts().contains(Part.SECURE)
                        ? Optional.of(Certificate.make(folder))
                        : Optional.empty();
        nginx =
                NginxContender.findModule()
                        .filter(_ -> options.parts().contains(Part.NGINX))
                        .map(module ->
                                new NginxContender(
                                        children,
                                        module,
                                        folder,
                                        memory,
                                        options.nginxWorkers(),
                                        certificate));
        results =
                new Results(
                        nginx.isPresent()
                                ? List.of(NexusContender.NAME, NginxContender.NAME)
                                : List.of(NexusContender.NAME));
        Publisher publisher = new Publisher(children, ffmpeg, clip, folder);
        step = new FanoutStep(new Http(), publisher, options, results);
        secure = new SecureStep(publisher, results);
        mixed = new MixedStep(new Http(), publisher, step, results);
    }

    /** Measurements that failed. */
    static int run(List<String> arguments, Path project, Path cache) {
        FanoutOptions options = FanoutOptions.parse(arguments.subList(1, arguments.size()));
        FfmpegProgram ffmpeg = FfmpegProgram.find(project, cache);
        InputClip clip =
                options.input()
                        .map(InputClip::of)
                        .orElseGet(() -> InputClip.standard(ffmpeg, cache));
        Map<String, String> facts = new LinkedHashMap<>(Machine.facts(project));
        facts.put("FFmpeg", ffmpeg.version());
        facts.put("command", "./nexus bench " + String.join(" ", arguments));
        facts.put(
                "input",
                "%s, %.1f s, %.2f Mb/s"
                        .formatted(
                                clip.file().getFileName(),
                                clip.seconds(),
                                clip.megabitsPerSecond()));
        facts.put("players", Integer.toString(options.players()));
        facts.put("viewers on blocking reload", Integer.toString(options.reloaders()));
        String quick = options.timing().isQuick() ? " (quick: a look, not a result)" : "";
        facts.put("rounds", options.timing().rounds() + quick);
        Path folder =
                TemporaryFolder.create(
                        Path.of(System.getProperty("java.io.tmpdir")), "nexus-bench");
        Path memory = TemporaryFolder.createInMemory("nexus-bench");
        Children children = new Children();
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            children.close();
                            TemporaryFolder.delete(folder);
                            TemporaryFolder.delete(memory);
                        }));
        FanoutBench bench =
                new FanoutBench(options, project, children, folder, memory, ffmpeg, clip);
        int failed = bench.measure();
        bench.write(facts, project);
        return failed;
    }

    private int measure() {
        int failed = 0;
        int rounds = options.timing().rounds();
        for (int round = 1; round <= rounds; round++) {
            String what = "round " + round + " of " + rounds + ": ";
            if (options.parts().contains(Part.NOW)) {
                failed += attempt(what + "RTMP", nexus(0), server -> step.rtmp(server, RTMP_NOW));
                failed += attempt(what + "FLV", nexus(0), server -> step.flv(server, FLV_NOW));
            }
            if (nginx.isPresent()) {
                Contender peer = nginx.get();
                failed += attempt(what + "nginx", peer, server -> step.rtmp(server, RTMP_NOW));
            }
            if (options.parts().contains(Part.GATHERED)) {
                Contender ours = nexus(GATHERED_MS);
                failed +=
                        attempt(
                                what + "RTMP, gathered",
                                ours,
                                server -> step.rtmp(server, RTMP_GATHERED));
                failed +=
                        attempt(
                                what + "FLV, gathered",
                                ours,
                                server -> step.flv(server, FLV_GATHERED));
            }
            if (options.parts().contains(Part.RELOAD)) {
                failed += attempt(what + "blocking reload", nexus(0), step::reload);
            }
            if (certificate.isPresent()) {
                NexusContender ours =
                        new NexusContender(
                                children,
                                command,
                                folder,
                                NexusContender.secured(certificate.get(), Doors.freePort()));
                failed += both(what + "TLS", ours, secure::run);
            }
            if (options.parts().contains(Part.MIXED)) {
                failed += both(what + "mixed", nexus(0), mixed::run);
            }
        }
        return failed;
    }

    /** What both servers do, one after the other. */
    private int both(String what, Contender ours, Consumer<RunningServer> measurement) {
        int failed = attempt(what, ours, measurement);
        if (nginx.isPresent()) {
            failed += attempt(what + ", nginx", nginx.get(), measurement);
        }
        return failed;
    }

    private Contender nexus(int writeDelayMs) {
        return new NexusContender(
                children,
                command,
                folder,
                Map.of("NEXUS_LIVE_WRITE_DELAY_MS", Integer.toString(writeDelayMs)));
    }

    /** One step's failure is a remark in the report; the others go on. */
    private int attempt(String what, Contender contender, Consumer<RunningServer> measurement) {
        System.out.println(what);
        try (RunningServer server = contender.start()) {
            measurement.accept(server);
            return 0;
        } catch (BenchException e) {
            System.out.println("  " + e.getMessage());
            results.remark(what + ": FAILED: " + e.getMessage());
            return 1;
        }
    }

    private void write(Map<String, String> facts, Path project) {
        Map<String, String> descriptions = new LinkedHashMap<>();
        descriptions.put(NexusContender.NAME, NexusContender.description(command));
        nginx.ifPresent(peer -> descriptions.put(peer.name(), peer.description()));
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        Report report =
                new Report("Benchmark of the fan-out of " + today, facts, descriptions, results);
        String name = today + "-" + COMMAND + "-" + Machine.cpuSlug(Machine.cpu());
        Path to = options.output().orElse(project.resolve("bench/results"));
        Path written = report.write(to, name + (options.timing().isQuick() ? "-quick" : ""));
        System.out.println(report.markdown());
        System.out.println("written to " + written);
    }
}
