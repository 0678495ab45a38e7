package online.nexuscos.gateway;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import online.nexuscos.gateway.slate.SlateCommand;
import online.nexuscos.platform.config.ConfigException;
import online.nexuscos.platform.config.ConfigFile;
import online.nexuscos.platform.config.ConfigListing;
import online.nexuscos.platform.config.CurrentConfig;
import online.nexuscos.platform.config.LoadedConfig;

/** The program: {@code run}, {@code demo}, {@code config} and {@code train}. */
public final class Main {
    private static final String USAGE =
            """
            usage: nexus <command>
              run [--only a,b]  starts the server, or only these services; Ctrl-C stops it
              demo [channel]    publishes a test picture to the running server
              config            prints the configuration in effect, and where it comes from
              train             exercises the server once, for the cache of a faster start\
            """;

    private static final String ONLY = "NEXUS_SERVICES_ONLY";
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private final Console console;

    Main(Console console) {
        this.console = console;
    }

    public static void main(String[] arguments) {
        // Before Vert.x names its first logger: its default would be java.util.logging.
        System.setProperty(
                "vertx.logger-delegate-factory-class-name",
                "io.vertx.core.logging.SLF4JLogDelegateFactory");
        int status = new Main(new Console(System.out, System.err)).execute(arguments);
        if (status != 0) {
            System.exit(status);
        }
    }

    int execute(String[] arguments) {
        String command = arguments.length == 0 ? "" : arguments[0];
        try {
            switch (command) {
                case "run" -> {
                    Optional<Map<String, String>> environment = environment(arguments);
                    if (environment.isEmpty()) {
                        console.print(USAGE);
                        return MISUSED;
                    }
                    run(environment.get());
                }
                case "demo" -> demo(arguments.length > 1 ? arguments[1] : "demo");
                case "config" ->
                        console.print(ConfigListing.of(load(System.getenv())).stripTrailing());
                case "train" -> TrainCommand.run(console);
                // Of no use to people: the server starts it.
                case "slate" -> {
                    return slate(Arrays.copyOfRange(arguments, 1, arguments.length));
                }
                default -> {
                    console.warn(command.isEmpty() ? "no command" : "unknown command: " + command);
                    console.print(USAGE);
                    return MISUSED;
                }
            }
            return 0;
        } catch (ConfigException | StartException e) {
            console.warn(String.valueOf(e.getMessage()));
            return FAILED;
        } catch (IOException e) {
            console.warn(e.toString());
            return FAILED;
        }
    }

    private int slate(String[] arguments) throws IOException {
        try (TestFont font = TestFont.open()) {
            String fault = SlateCommand.run(arguments, font.file());
            if (!fault.isEmpty()) {
                console.warn(fault);
            }
            return fault.isEmpty() ? 0 : FAILED;
        }
    }

    /** What the command line says is above what the environment says; empty for nonsense. */
    private Optional<Map<String, String>> environment(String[] arguments) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        if (arguments.length == 1) {
            return Optional.of(environment);
        }
        if (arguments.length != 3 || !arguments[1].equals("--only")) {
            console.warn("run knows --only and what follows it, and nothing else");
            return Optional.empty();
        }
        environment.put(ONLY, arguments[2]);
        return Optional.of(environment);
    }

    private LoadedConfig load(Map<String, String> environment) throws ConfigException {
        LoadedConfig loaded = LoadedConfig.load(environment);
        loaded.warnings().forEach(console::warn);
        return loaded;
    }

    private void run(Map<String, String> environment)
            throws ConfigException, IOException, StartException {
        // Made first: what changes from here on is seen.
        ConfigFile file = new ConfigFile(environment);
        LoadedConfig loaded = load(environment);
        CurrentConfig config = CurrentConfig.start(loaded);
        Server server = Server.start(config, console::print);
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .name("stop")
                                .unstarted(() -> {
                                    server.close();
                                    console.print("stopped");
                                }));
        Announcement.of(loaded.config(), config.keys(), server).forEach(console::print);
        var _ =
                server.https()
                        .thenAccept(door ->
                                Announcement.ofHttps(loaded.config(), server, door.port())
                                        .forEach(console::print));
        var _ =
                server.rtmps()
                        .thenAccept(port ->
                                Announcement.ofRtmps(loaded.config(), port)
                                        .forEach(console::print));
        server.watch(ConfigWatch.start(config, file, console::print));
        server.warmUp();
        server.openAccounts(console::print);
    }

    private void demo(String channel) throws ConfigException, IOException, StartException {
        LoadedConfig loaded = load(System.getenv());
        DemoCommand.run(loaded.config(), channel, console);
    }
}
