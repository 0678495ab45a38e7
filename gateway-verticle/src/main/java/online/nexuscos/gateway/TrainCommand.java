package online.nexuscos.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import online.nexuscos.platform.config.ChannelConfig;
import online.nexuscos.platform.config.DataConfig;
import online.nexuscos.platform.config.HttpConfig;
import online.nexuscos.platform.config.IngestConfig;
import online.nexuscos.platform.config.LiveConfig;
import online.nexuscos.platform.config.NexusConfig;
import online.nexuscos.platform.config.RtmpConfig;
import online.nexuscos.transcode.TestPicture;
import online.nexuscos.transcode.TestPictureOptions;

/**
 * Starts the server aside, publishes to it, watches, and ends: the JVM then knows which classes a
 * start and a stream need. It keeps nothing and touches no configured port.
 */
final class TrainCommand {
    private static final String HOST = "127.0.0.1";
    private static final String CHANNEL = "train";
    private static final String KEY = "train-0123456789";
    private static final Duration LENGTH = Duration.ofSeconds(4);
    private static final int WINDOW_SECONDS = 12;

    private TrainCommand() {}

    static void run(Console console) throws StartException, IOException {
        NexusConfig config =
                new NexusConfig(
                        new HttpConfig(HOST, 0),
                        new RtmpConfig(HOST, 0),
                        new DataConfig(Path.of("")),
                        new IngestConfig(false),
                        new LiveConfig(WINDOW_SECONDS, 0),
                        Map.of(CHANNEL, new ChannelConfig("", "", Optional.of(KEY))));
        try (Server server = Server.start(config, Map.of(CHANNEL, KEY));
                TestFont font = TestFont.open()) {
            server.warmUp();
            int answers = watch(server, font);
            console.print("trained with " + answers + " answers");
        }
    }

    private static int watch(Server server, TestFont font) throws IOException {
        TestPictureOptions options =
                new TestPictureOptions(
                        "rtmp://" + HOST + ":" + server.rtmpPort() + "/live/" + KEY,
                        640,
                        360,
                        25,
                        font.file(),
                        Optional.of(LENGTH));
        try (TestPicture _ = TestPicture.publish(options, () -> false)) {
            return new TrainingViewer(HOST, server.httpPort(), CHANNEL).watch();
        }
    }
}
