package online.nexuscos.bench;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The command line of {@code ./nexus bench soak}.
 *
 * @param streams that go on all the time, each followed by a viewer who notes when its parts come
 * @param publishers who come and go beside them
 * @param viewers who come and go
 * @param seed of what they do; the same one does the same
 * @param serverCommand empty: what a user types
 */
record SoakOptions(
        int minutes,
        int streams,
        int publishers,
        int viewers,
        int seed,
        List<String> serverCommand,
        Optional<Path> output) {
    static final String USAGE =
            """
            ./nexus bench soak [options]: publishers and viewers who come, go, stall and die.

              --minutes N          how long (30)
              --streams N          streams that go on all the time, and are watched for late parts (8)
              --publishers N       publishers who come and go, at once (4)
              --viewers N          viewers who come and go, at once (60)
              --seed N             of what they do (1)
              --server-command CMD how to start this server (./nexus run)
              --output FOLDER      where the results go (bench/results)
            """;

    /** Fewer would leave quarters without samples. */
    static final int MIN_MINUTES = 2;

    private static final int MAX_MINUTES = 24 * 60;
    private static final int MAX_STREAMS = 100;
    private static final int MAX_VIEWERS = 5000;

    /**
     * @param arguments without the word {@code soak}
     * @throws BenchException an option is unknown or its value is wrong
     */
    static SoakOptions parse(List<String> arguments) {
        int minutes = 30;
        int streams = 8;
        int publishers = 4;
        int viewers = 60;
        int seed = 1;
        String command = "";
        Optional<Path> output = Optional.empty();
        Iterator<String> words = arguments.iterator();
        while (words.hasNext()) {
            String option = words.next();
            String value = Options.value(option, words);
            switch (option) {
                case "--minutes" -> minutes = Options.number(option, value, MAX_MINUTES);
                case "--streams" -> streams = Options.number(option, value, MAX_STREAMS);
                case "--publishers" -> publishers = Options.number(option, value, MAX_STREAMS);
                case "--viewers" -> viewers = Options.number(option, value, MAX_VIEWERS);
                case "--seed" -> seed = Options.number(option, value, Integer.MAX_VALUE);
                case "--server-command" -> command = value;
                case "--output" -> output = Optional.of(Path.of(value));
                default -> throw new BenchException("unknown option " + option + "\n" + USAGE);
            }
        }
        if (minutes < MIN_MINUTES) {
            throw new BenchException(
                    "--minutes: %d (expected: >= %d)".formatted(minutes, MIN_MINUTES));
        }
        return new SoakOptions(
                minutes, streams, publishers, viewers, seed, Options.words(command), output);
    }
}
