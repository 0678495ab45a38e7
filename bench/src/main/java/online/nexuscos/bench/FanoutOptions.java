package online.nexuscos.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The command line of {@code ./nexus bench fanout}.
 *
 * @param players of one stream, over RTMP or HTTP-FLV
 * @param reloaders viewers of Low-Latency HLS
 * @param serverCommand empty: what a user types
 */
record FanoutOptions(
        FanoutTiming timing,
        Set<Part> parts,
        int players,
        int reloaders,
        Optional<Path> input,
        List<String> serverCommand,
        String nginxWorkers,
        Optional<Path> output) {
    static final String USAGE =
            """
            ./nexus bench fanout [options]: one stream to many viewers, on this machine.

              --players N          viewers over RTMP, then over HTTP-FLV (200)
              --reloaders N        viewers of Low-Latency HLS who wait for playlists (2000)
              --rounds N           repetitions, the servers taking turns (3)
              --quick              one short round: a look, not a result
              --parts A,B          of now,gathered,nginx,reload,secure,mixed: those to measure
                                   (all)
              --input FILE.flv     what is published (a test picture, 1280x720, 2.66 Mb/s)
              --server-command CMD how to start this server (./nexus run)
              --nginx-workers N    worker_processes of nginx (1: others get no stream)
              --output FOLDER      where the results go (bench/results)
            """;

    private static final int MAX_VIEWERS = 20_000;

    /** What can be measured by itself. */
    enum Part {
        /** This server, each packet written as it comes. */
        NOW,
        /** This server, writes gathered for as long as SRS does. */
        GATHERED,
        NGINX,
        RELOAD,
        /** Segments over TLS. */
        SECURE,
        MIXED
    }

    /**
     * @param arguments without the word {@code fanout}
     * @throws BenchException an option is unknown or its value is wrong
     */
    static FanoutOptions parse(List<String> arguments) {
        int rounds = 3;
        int players = 200;
        int reloaders = 2000;
        boolean quick = false;
        Set<Part> parts = EnumSet.allOf(Part.class);
        Optional<Path> input = Optional.empty();
        String command = "";
        String workers = "1";
        Optional<Path> output = Optional.empty();
        Iterator<String> words = arguments.iterator();
        while (words.hasNext()) {
            String option = words.next();
            if (option.equals("--quick")) {
                quick = true;
                continue;
            }
            String value = Options.value(option, words);
            switch (option) {
                case "--players" -> players = Options.number(option, value, MAX_VIEWERS);
                case "--reloaders" -> reloaders = Options.number(option, value, MAX_VIEWERS);
                case "--rounds" -> rounds = Options.number(option, value, Options.MAX_ROUNDS);
                case "--parts" -> parts = parts(value);
                case "--input" -> input = Optional.of(Path.of(value));
                case "--server-command" -> command = value;
                case "--nginx-workers" -> workers = Options.workers(value);
                case "--output" -> output = Optional.of(Path.of(value));
                default -> throw new BenchException("unknown option " + option + "\n" + USAGE);
            }
        }
        return new FanoutOptions(
                quick ? FanoutTiming.quick() : FanoutTiming.standard(rounds),
                Set.copyOf(parts),
                players,
                reloaders,
                input,
                Options.words(command),
                workers,
                output);
    }

    private static Set<Part> parts(String value) {
        Set<Part> parts = EnumSet.noneOf(Part.class);
        for (String word : value.split(",", -1)) {
            parts.add(
                    Arrays.stream(Part.values())
                            .filter(part -> part.name().toLowerCase(Locale.ROOT).equals(word))
                            .findFirst()
                            .orElseThrow(() -> new BenchException("--parts: " + value)));
        }
        return parts;
    }
}
