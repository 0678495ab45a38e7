package online.nexuscos.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * This server, started like {@code ./nexus run} does, with an empty data folder.
 *
 * @param settings variables of the environment besides those that every run needs
 */
record NexusContender(
        Children children, List<String> command, Path folder, Map<String, String> settings)
        implements Contender {
    static final String NAME = "nexus";

    private static final String SECURE_PORT = "NEXUS_HTTPS_PORT";

    /** With no setting changed. */
    NexusContender(Children children, List<String> command, Path folder) {
        this(children, command, folder, Map.of());
    }

    /** The command when none is given: what a user types. */
    static List<String> defaultCommand(Path project) {
        return List.of(project.resolve("nexus").toString(), "run");
    }

    static Path libraries(Path project) {
        return project.resolve("gateway-verticle/target/nexus/lib");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return description(command);
    }

    /** Without the folder that it lies in, which is nobody's business. */
    static String description(List<String> command) {
        List<String> words = new ArrayList<>(command);
        words.replaceAll(word -> word.startsWith("/") ? word.replaceFirst(".*/", "./") : word);
        return "this server: " + String.join(" ", words);
    }

    @Override
    public boolean isOurs() {
        return true;
    }

    /** A server at these doors, with this data folder, open to publishers of this machine. */
    static Map<String, String> environment(Doors doors, Path data) {
        return Map.of(
                "NEXUS_HTTP_HOST",
                "127.0.0.1",
                "NEXUS_RTMP_HOST",
                "127.0.0.1",
                "NEXUS_HTTP_PORT",
                Integer.toString(doors.http()),
                "NEXUS_HTTPS_ENABLED",
                "false",
                "NEXUS_RTMP_PORT",
                Integer.toString(doors.rtmp()),
                "NEXUS_SRT_PORT",
                "0",
                "NEXUS_DATA_DIR",
                data.toString(),
                "NEXUS_INGEST_OPEN",
                "true");
    }

    /**
     * Settings for a door of TLS beside the others.
     *
     * @param port a free one
     */
    static Map<String, String> secured(Certificate certificate, int port) {
        return Map.of(
                "NEXUS_HTTPS_ENABLED",
                "true",
                SECURE_PORT,
                Integer.toString(port),
                "NEXUS_HTTPS_CERTIFICATE",
                certificate.file().toString(),
                "NEXUS_HTTPS_KEY",
                certificate.key().toString());
    }

    private @Nullable String secure() {
        String port = settings.get(SECURE_PORT);
        return port == null ? null : "https://127.0.0.1:" + port;
    }

    @Override
    public RunningServer start() {
        Doors doors = Doors.free();
        Path data = TemporaryFolder.create(folder, "data");
        Map<String, String> environment = new TreeMap<>(environment(doors, data));
        // The live path alone: no database beside it.
        environment.put("NEXUS_ACCOUNTS_ENABLED", "false");
        environment.putAll(settings);
        long spawned = System.nanoTime();
        Children.Child child = children.start(command, environment, folder.resolve("nexus.log"));
        try {
            Doors.Opened opened = doors.await(child, spawned);
            String http = "http://127.0.0.1:" + doors.http();
            return new RunningServer(
                    NAME,
                    new ProcessTree(child.pid()),
                    opened,
                    new RunningServer.Addresses(
                            "rtmp://127.0.0.1:" + doors.rtmp() + "/live/bench%d",
                            http + "/live/bench%d/video.m3u8",
                            null,
                            http + "/metrics",
                            null,
                            secure()),
                    child::close);
        } catch (BenchException e) {
            child.close();
            throw e;
        }
    }
}
