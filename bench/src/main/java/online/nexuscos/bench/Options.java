package online.nexuscos.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The command line.
 *
 * @param watched streams that a blocking-playlist client follows
 * @param servers of {@code nexus} and {@code nginx}, those to measure
 * @param serverCommand empty: what a user types
 */
record Options(
        int streams,
        int watched,
        Timing timing,
        Optional<Path> input,
        Picture picture,
        List<String> servers,
        List<PeerContender> peers,
        List<String> serverCommand,
        Optional<String> ffmpeg,
        String nginxWorkers,
        Optional<Path> output) {
    static final String USAGE =
            """
            ./nexus bench [options]: this server beside nginx with its rtmp module, on this machine.
            ./nexus bench gateway [options]: calls of services; --help after it says more.
            ./nexus bench fanout [options]: one stream to many viewers; --help after it says more.
            ./nexus bench soak [options]: half an hour of comings and goings; --help says more.

              --streams N          streams published at once (50)
              --watch N            streams whose parts are followed by a client each (all)
              --rounds N           repetitions, the servers taking turns (3)
              --quick              one short round: a look, not a result
              --input FILE.flv     what is published (a test picture, 1280x720, 2.66 Mb/s)
              --small              publish 640x360 at 334 kb/s instead
              --servers A,B        of nexus,nginx: those to measure (both)
              --peer NAME=PID,RTMP_URL,PLAYLIST_URL,SEGMENT_URL
                                   one more server, running already on 127.0.0.1; %d in an address
                                   is the number of the stream, SEGMENT_URL may be empty
              --server-command CMD how to start this server (./nexus run)
              --ffmpeg PATH        the FFmpeg that publishes (the one in the server's jars)
              --nginx-workers N    worker_processes of nginx (auto)
              --output FOLDER      where the results go (bench/results)
            """;

    /** What is published where no file is named. */
    enum Picture {
        STANDARD,
        SMALL
    }

    private static final int MAX_STREAMS = 1000;
    static final int MAX_ROUNDS = 100;
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

    /**
     * @throws BenchException an option is unknown or its value is wrong
     */
    static Options parse(String[] arguments) {
        int streams = 50;
        int watched = MAX_STREAMS;
        int rounds = 3;
        boolean quick = false;
        Optional<Path> input = Optional.empty();
        Picture picture = Picture.STANDARD;
        Optional<Path> output = Optional.empty();
        Optional<String> ffmpeg = Optional.empty();
        String workers = "auto";
        String command = "";
        List<String> servers = List.of(NexusContender.NAME, NginxContender.NAME);
        List<PeerContender> peers = new ArrayList<>();
        Iterator<String> words = Arrays.asList(arguments).iterator();
        while (words.hasNext()) {
            String option = words.next();
            switch (option) {
                case "--streams" -> streams = number(option, value(option, words), MAX_STREAMS);
                case "--watch" -> watched = number(option, value(option, words), MAX_STREAMS);
                case "--rounds" -> rounds = number(option, value(option, words), MAX_ROUNDS);
                case "--quick" -> quick = true;
                case "--small" -> picture = Picture.SMALL;
                case "--input" -> input = Optional.of(Path.of(value(option, words)));
                case "--output" -> output = Optional.of(Path.of(value(option, words)));
                case "--ffmpeg" -> ffmpeg = Optional.of(value(option, words));
                case "--nginx-workers" -> workers = workers(value(option, words));
                case "--server-command" -> command = value(option, words);
                case "--servers" -> servers = servers(value(option, words));
                case "--peer" -> peers.add(PeerContender.parse(value(option, words)));
                default -> throw new BenchException("unknown option " + option + "\n" + USAGE);
            }
        }
        return new Options(
                streams,
                Math.min(watched, streams),
                quick ? Timing.quick() : Timing.standard(rounds),
                input,
                picture,
                servers,
                List.copyOf(peers),
                words(command),
                ffmpeg,
                workers,
                output);
    }

    /** A command line in words; quotes hold blanks together. */
    static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(command);
        while (matcher.find()) {
            String quoted = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
            words.add(quoted != null ? quoted : matcher.group(3));
        }
        return List.copyOf(words);
    }

    static String value(String option, Iterator<String> words) {
        if (!words.hasNext()) {
            throw new BenchException(option + " needs a value");
        }
        return words.next();
    }

    static int number(String option, String value, int max) {
        try {
            int number = Integer.parseInt(value);
            if (number >= 1 && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new BenchException("%s: %s (expected: 1 to %d)".formatted(option, value, max));
    }

    static String workers(String value) {
        if (!value.equals("auto")) {
            int _ = number("--nginx-workers", value, MAX_STREAMS);
        }
        return value;
    }

    private static List<String> servers(String value) {
        List<String> known = List.of(NexusContender.NAME, NginxContender.NAME);
        List<String> servers = value.isEmpty() ? List.of() : List.of(value.split(",", -1));
        if (!known.containsAll(servers)) {
            throw new BenchException("--servers: %s (expected: of %s)".formatted(value, known));
        }
        return servers;
    }
}
