package online.nexuscos.gateway;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import online.nexuscos.platform.config.ConfigException;
import online.nexuscos.platform.config.NexusConfig;
import online.nexuscos.platform.config.StreamKeys;
import online.nexuscos.transcode.TestPicture;
import online.nexuscos.transcode.TestPictureOptions;

/** Publishes a test picture to the server that runs on this machine with the same configuration. */
final class DemoCommand {
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 720;
    private static final int FRAME_RATE = 25;
    private static final int STOP_SECONDS = 5;

    private DemoCommand() {}

    static void run(NexusConfig config, String channel, Console console)
            throws ConfigException, IOException, StartException {
        String key = key(config, channel);
        int port = config.rtmp().port();
        if (port == 0) {
            throw new StartException("rtmp.port is 0: set NEXUS_RTMP_PORT to the server's port");
        }
        String host = config.rtmp().host().equals("0.0.0.0") ? "127.0.0.1" : config.rtmp().host();
        CountDownLatch stopped = new CountDownLatch(1);
        try (TestFont font = TestFont.open();
                TestPicture picture =
                        TestPicture.publish(
                                new TestPictureOptions(
                                        "rtmp://" + host + ":" + port + "/live/" + key,
                                        WIDTH,
                                        HEIGHT,
                                        FRAME_RATE,
                                        font.file(),
                                        Optional.empty()),
                                () -> false)) {
            Runtime.getRuntime()
                    .addShutdownHook(
                            Thread.ofPlatform()
                                    .name("stop")
                                    .unstarted(() -> stop(picture, stopped)));
            console.print("Publishing a test picture on channel " + channel + "; Ctrl-C stops it.");
            console.print(
                    "  watch  http://localhost:" + config.http().port() + "/watch/" + channel);
            picture.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stopped.countDown();
        }
    }

    private static String key(NexusConfig config, String channel)
            throws ConfigException, StartException {
        if (!config.channels().containsKey(channel)) {
            if (config.ingest().open()) {
                return channel;
            }
            throw new StartException("there is no channel " + channel + " in the configuration");
        }
        StreamKeys keys = StreamKeys.read(config);
        return keys.key(channel)
                .orElseThrow(() ->
                        new StartException(
                                "channel "
                                        + channel
                                        + " has no key in "
                                        + keys.file()
                                        + " yet: start the server first"));
    }

    /** The stream ends in order, and the font's file goes. */
    private static void stop(TestPicture picture, CountDownLatch stopped) {
        picture.close();
        try {
            var _ = stopped.await(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
