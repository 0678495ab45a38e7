package online.nexuscos.gateway;

import java.io.IOException;
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
              run               starts the server; Ctrl-C stops it
              demo [channel]    publishes a test picture to the running server
              config            prints the configuration in effect, and where it comes from
              train             exercises the server once, for the cache of a faster start\
            """;

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
                case "run" -> run();
                case "demo" -> demo(arguments.length > 1 ? arguments[1] : "demo");
                case "config" -> console.print(ConfigListing.of(load().settings()).stripTrailing());
                case "train" -> TrainCommand.run(console);
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

    private LoadedConfig load() throws ConfigException {
        LoadedConfig loaded = LoadedConfig.load(System.getenv());
        loaded.warnings().forEach(console::warn);
        return loaded;
    }

    private void run() throws ConfigException, IOException, StartException {
        // Made first: what changes from here on is seen.
        ConfigFile file = new ConfigFile(System.getenv());
        LoadedConfig loaded = load();
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
        server.watch(ConfigWatch.start(config, file, console::print));
        server.warmUp();
        server.openAccounts(console::print);
    }

    private void demo(String channel) throws ConfigException, IOException, StartException {
        LoadedConfig loaded = load();
        DemoCommand.run(loaded.config(), channel, console);
    }
}
