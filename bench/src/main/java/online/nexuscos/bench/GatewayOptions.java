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
 * The command line of {@code ./nexus bench gateway}.
 *
 * @param serverCommand empty: what a user types
 */
record GatewayOptions(
        GatewayTiming timing,
        Set<Part> parts,
        List<String> serverCommand,
        String nginxWorkers,
        Optional<Path> output) {
    static final String USAGE =
            """
            ./nexus bench gateway [options]: calls through the gateway, on this machine.

              --rounds N           repetitions, the contenders taking turns (3)
              --quick              one short round: a look, not a result
              --parts A,B          of calls,start,accounts,ledger: those to measure (all)
              --server-command CMD how to start this server (./nexus run)
              --nginx-workers N    worker_processes of nginx (auto)
              --output FOLDER      where the results go (bench/results)
            """;

    /** What can be measured by itself. */
    enum Part {
        CALLS,
        START,
        ACCOUNTS,
        LEDGER
    }

    /**
     * @param arguments without the word {@code gateway}
     * @throws BenchException an option is unknown or its value is wrong
     */
    static GatewayOptions parse(List<String> arguments) {
        int rounds = 3;
        boolean quick = false;
        Set<Part> parts = EnumSet.allOf(Part.class);
        String command = "";
        String workers = "auto";
        Optional<Path> output = Optional.empty();
        Iterator<String> words = arguments.iterator();
        while (words.hasNext()) {
            String option = words.next();
            switch (option) {
                case "--rounds" ->
                        rounds =
                                Options.number(
                                        option, Options.value(option, words), Options.MAX_ROUNDS);
                case "--quick" -> quick = true;
                case "--parts" -> parts = parts(Options.value(option, words));
                case "--server-command" -> command = Options.value(option, words);
                case "--nginx-workers" -> workers = Options.workers(Options.value(option, words));
                case "--output" -> output = Optional.of(Path.of(Options.value(option, words)));
                default -> throw new BenchException("unknown option " + option + "\n" + USAGE);
            }
        }
        return new GatewayOptions(
                quick ? GatewayTiming.quick() : GatewayTiming.standard(rounds),
                Set.copyOf(parts),
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
