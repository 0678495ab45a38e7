package online.nexuscos.streamcore.rtmp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import online.nexuscos.streamcore.hub.IngestPacket;
import online.nexuscos.streamcore.hub.PublishRefusedException.Reason;
import online.nexuscos.streamcore.media.AudioConfiguration;
import online.nexuscos.streamcore.media.VideoConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The FFmpeg program of the machine publishes; where there is none these tests are skipped. */
@Timeout(120)
class FfmpegPublishTest {
    private final Vertx vertx = Vertx.vertx();
    private String ffmpeg = "";

    @BeforeEach
    void find() {
        Optional<File> program =
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .map(folder -> new File(folder, "ffmpeg"))
                        .filter(File::canExecute)
                        .findFirst();
        assumeTrue(program.isPresent(), "no ffmpeg in the path");
        ffmpeg = program.orElseThrow().getPath();
    }

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private RtmpServer listen(PublishGate gate) throws Exception {
        return await(
                RtmpServer.listen(
                        vertx,
                        RtmpOptions.of("127.0.0.1", 0),
                        gate,
                        TestingPublishGate.NO_PLAYERS));
    }

    private static String file() throws Exception {
        return Path.of(
                        Objects.requireNonNull(
                                        FfmpegPublishTest.class.getResource("/media/bbb-360p.flv"))
                                .toURI())
                .toString();
    }

    /** Runs FFmpeg to its end and returns what it said. */
    private String run(int port, String... input) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(ffmpeg, "-hide_banner", "-nostdin"));
        command.addAll(List.of(input));
        command.addAll(List.of("-f", "flv", "rtmp://127.0.0.1:" + port + "/live/key"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return output;
    }

    @Test
    void every_packet_of_a_file_arrives() throws Exception {
        TestingPublishGate gate = TestingPublishGate.open();
        RtmpServer server = listen(gate);
        run(server.port(), "-i", file(), "-c", "copy");
        TestingPublication publication = gate.requests.element().publication();
        assertThat(publication.ended.get(20, TimeUnit.SECONDS)).isEqualTo("ended by the publisher");
        assertThat(publication.epochs()).hasSize(1);
        assertThat(publication.video().size()).isEqualTo(250);
        assertThat(publication.audio().size()).isEqualTo(432);
        VideoConfiguration video =
                (VideoConfiguration) publication.video().getFirst().track().configuration();
        assertThat(video.width() + "x" + video.height()).isEqualTo("640x360");
        AudioConfiguration audio =
                (AudioConfiguration) publication.audio().getFirst().track().configuration();
        assertThat(audio.sampleRate()).isEqualTo(44_100);
        assertConstantSteps(publication.audio(), 1024);
        assertConstantSteps(publication.video(), 3600);
        assertThat(gate.requests.element().publisher().agent()).startsWith("Lavf");
        publication.close();
        await(server.close());
    }

    private static void assertConstantSteps(List<IngestPacket> packets, long step) {
        for (int i = 1; i < packets.size(); i++) {
            assertThat(packets.get(i).dts() - packets.get(i - 1).dts()).isEqualTo(step);
        }
    }

    @Test
    void a_refusal_is_shown() throws Exception {
        RtmpServer server =
                listen(TestingPublishGate.refusing(Reason.ALREADY_LIVE, "the stream is live"));
        assertThat(run(server.port(), "-i", file(), "-c", "copy"))
                .contains("Server error: the stream is live");
        await(server.close());
    }

    @Test
    void a_codec_that_is_not_taken_is_shown() throws Exception {
        RtmpServer server = listen(TestingPublishGate.open());
        String said =
                run(
                        server.port(),
                        "-re",
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=size=320x180:rate=25:duration=10",
                        "-c:v",
                        "flv1");
        assertThat(said).contains("video codec Sorenson H.263 is not supported: use H.264");
        await(server.close());
    }
}
