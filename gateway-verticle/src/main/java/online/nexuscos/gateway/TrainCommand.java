package online.nexuscos.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import online.nexuscos.platform.config.ConfigException;
import online.nexuscos.platform.config.CurrentConfig;
import online.nexuscos.platform.config.LoadedConfig;
import online.nexuscos.platform.config.StreamKeys;
import online.nexuscos.transcode.TestPicture;
import online.nexuscos.transcode.TestPictureOptions;

/**
 * Starts the server aside, publishes to it, watches, and ends: the JVM then knows which classes a
 * start and a stream need. It keeps nothing and touches no configured port.
 */
final class TrainCommand {
    private static final String HOST = "127.0.0.1";
    private static final String CHANNEL = "train";
    private static final Duration LENGTH = Duration.ofSeconds(4);

    private TrainCommand() {}

    static void run(Console console) throws ConfigException, StartException, IOException {
        Path data = Files.createTempDirectory("nexus-train");
        try {
            int answers = train(data, console);
            console.print("trained with " + answers + " answers");
        } finally {
            delete(data);
        }
    }

    private static int train(Path data, Console console)
            throws ConfigException, StartException, IOException {
        LoadedConfig loaded =
                LoadedConfig.parse(
                        "training",
                        "channels: {" + CHANNEL + ": {title: Training}}",
                        Map.of(
                                "NEXUS_HTTP_HOST",
                                HOST,
                                "NEXUS_HTTP_PORT",
                                "0",
                                "NEXUS_HTTPS_PORT",
                                "0",
                                "NEXUS_RTMP_HOST",
                                HOST,
                                "NEXUS_RTMP_PORT",
                                "0",
                                "NEXUS_RTMP_SECURE_PORT",
                                "0",
                                "NEXUS_SRT_HOST",
                                HOST,
                                "NEXUS_SRT_PORT",
                                "0",
                                "NEXUS_DATA_DIR",
                                data.toString()));
        CurrentConfig config = CurrentConfig.start(loaded);
        StreamKeys keys = config.keys();
        try (Server server = Server.start(config);
                TestFont font = TestFont.open()) {
            Announcement.of(config.config(), keys, server).forEach(console::print);
            server.warmUp();
            server.https().join();
            return watch(server, keys.keys().getOrDefault(CHANNEL, ""), font);
        }
    }

    private static int watch(Server server, String key, TestFont font) throws IOException {
        TestPictureOptions options =
                new TestPictureOptions(
                        "rtmp://" + HOST + ":" + server.rtmpPort() + "/live/" + key,
                        640,
                        360,
                        25,
                        font.file(),
                        Optional.of(LENGTH));
        try (TestPicture _ = TestPicture.publish(options, () -> false)) {
            return new TrainingViewer(HOST, server.httpPort(), CHANNEL).watch();
        }
    }

    private static void delete(Path data) throws IOException {
        try (var files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
