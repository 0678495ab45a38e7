package online.nexuscos.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code ./nexus bench}: measures this server beside nginx and others, and writes the results. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        String command = arguments.length == 0 ? "" : arguments[0];
        List<String> words = List.of(arguments);
        try {
            int failed =
                    switch (command) {
                        case GatewayBench.COMMAND ->
                                words.contains("--help")
                                        ? help(GatewayOptions.USAGE)
                                        : GatewayBench.run(words, project());
                        case FanoutBench.COMMAND ->
                                words.contains("--help")
                                        ? help(FanoutOptions.USAGE)
                                        : FanoutBench.run(words, project(), cache(project()));
                        case SoakBench.COMMAND ->
                                words.contains("--help")
                                        ? help(SoakOptions.USAGE)
                                        : SoakBench.run(words, project(), cache(project()));
                        default -> words.contains("--help") ? help(Options.USAGE) : run(arguments);
                    };
            if (failed > 0) {
                System.exit(1);
            }
        } catch (BenchException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(1);
        }
    }

    private static int help(String usage) {
        System.out.println(usage);
        return 0;
    }

    /** Measurements that failed. */
    private static int run(String[] arguments) {
        Options options = Options.parse(arguments);
        Path project = project();
        Path cache = cache(project);
        FfmpegProgram ffmpeg =
                options.ffmpeg()
                        .map(path -> new FfmpegProgram(path, Optional.empty()))
                        .orElseGet(() -> FfmpegProgram.find(project, cache));
        requireProgram(ffmpeg.version(), "FFmpeg");
        requireProgram(Command.outputOf(cache, "wrk", "-v"), "wrk");
        InputClip clip =
                options.input()
                        .map(InputClip::of)
                        .orElseGet(() ->
                                switch (options.picture()) {
                                    case STANDARD -> InputClip.standard(ffmpeg, cache);
                                    case SMALL -> InputClip.small(ffmpeg, cache);
                                });
        Map<String, String> facts = facts(arguments, options, clip, project, ffmpeg);

        Path folder = TemporaryFolder.create(Path.of(tmp()), "nexus-bench");
        Path memory = TemporaryFolder.createInMemory("nexus-bench");
        Children children = new Children();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(children, folder, memory)));
        List<Contender> contenders = contenders(options, project, children, folder, memory);
        Results results = new Results(contenders.stream().map(Contender::name).toList());
        Publisher publisher = new Publisher(children, ffmpeg, clip, folder);
        int failed = sit(contenders, options, publisher, results);
        write(report(facts, contenders, results), options, project);
        return failed;
    }

    private static int sit(
            List<Contender> contenders, Options options, Publisher publisher, Results results) {
        Http http = new Http();
        IngestStep ingest = new IngestStep(http, publisher, options, results);
        DeliveryStep delivery = new DeliveryStep(http, publisher, options, results);
        Timing timing = options.timing();
        return new Sitting(contenders, timing, ingest, delivery, results, System.out).run();
    }

    private static void write(Report report, Options options, Path project) {
        Path folder = options.output().orElse(project.resolve("bench/results"));
        String name = LocalDate.now(ZoneOffset.UTC) + "-" + Machine.cpuSlug(Machine.cpu());
        Path written = report.write(folder, name + (options.timing().isQuick() ? "-quick" : ""));
        System.out.println(report.markdown());
        System.out.println("written to " + written);
    }

    private static Path cache(Path project) {
        Path cache = project.resolve("bench/target");
        try {
            return Files.createDirectories(cache);
        } catch (IOException e) {
            throw new BenchException("cannot create " + cache, e);
        }
    }

    private static List<Contender> contenders(
            Options options, Path project, Children children, Path folder, Path memory) {
        List<Contender> contenders = new ArrayList<>();
        if (options.servers().contains(NexusContender.NAME)) {
            List<String> command =
                    options.serverCommand().isEmpty()
                            ? NexusContender.defaultCommand(project)
                            : options.serverCommand();
            contenders.add(new NexusContender(children, command, folder));
        }
        if (options.servers().contains(NginxContender.NAME)) {
            Optional<Path> module = NginxContender.findModule();
            if (module.isPresent()) {
                contenders.add(
                        new NginxContender(
                                children,
                                module.get(),
                                folder,
                                memory,
                                options.nginxWorkers(),
                                Optional.empty()));
            } else {
                System.out.println(
                        "nginx with its rtmp module is not installed"
                                + " (Debian: nginx libnginx-mod-rtmp): left out");
            }
        }
        contenders.addAll(options.peers());
        return List.copyOf(contenders);
    }

    private static Map<String, String> facts(
            String[] arguments,
            Options options,
            InputClip clip,
            Path project,
            FfmpegProgram ffmpeg) {
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
        facts.put("streams", Integer.toString(options.streams()));
        String quick = options.timing().isQuick() ? " (quick: a look, not a result)" : "";
        facts.put("rounds", options.timing().rounds() + quick);
        return facts;
    }

    private static Report report(
            Map<String, String> facts, List<Contender> contenders, Results results) {
        Map<String, String> descriptions = new LinkedHashMap<>();
        contenders.forEach(c -> descriptions.put(c.name(), c.description()));
        String title = "Benchmark of " + LocalDate.now(ZoneOffset.UTC);
        return new Report(title, facts, descriptions, results);
    }

    private static void requireProgram(String found, String name) {
        if (found.isEmpty()) {
            throw new BenchException(name + " is not installed");
        }
    }

    /** The folder with the bench in it, here or above. */
    private static Path project() {
        Path here = Path.of("").toAbsolutePath();
        for (Path path = here; path != null; path = path.getParent()) {
            if (Files.exists(path.resolve("bench/pom.xml"))) {
                return path;
            }
        }
        return here;
    }

    private static String tmp() {
        return System.getProperty("java.io.tmpdir");
    }

    private static void end(Children children, Path folder, Path memory) {
        children.close();
        TemporaryFolder.delete(folder);
        TemporaryFolder.delete(memory);
    }
}
