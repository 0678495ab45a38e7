package online.nexuscos.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** FFmpeg's own RTMP server at the other end. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class TestPictureTest {
    private static final int FRAME_RATE = 10;

    private record Seen(int stream, long timeMs, boolean keyframe) {}

    private final int port = freePort();
    private final String url = "rtmp://127.0.0.1:" + port + "/live/picture";

    @AfterEach
    void speak() {
        avutil.av_log_set_level(avutil.AV_LOG_ERROR);
    }

    @Test
    void publishes_again_when_the_server_comes_back_and_ends_cleanly() throws Exception {
        Optional<Path> font = font();
        Assumptions.assumeTrue(font.isPresent(), "no font on this machine");
        try (TestPicture picture = TestPicture.publish(options(font.orElseThrow()), () -> false)) {
            avutil.av_log_set_level(avutil.AV_LOG_QUIET);
            try (FFmpegFrameGrabber first = listen()) {
                check(read(first, 90));
            }
            try (FFmpegFrameGrabber second = listen()) {
                assertThat(second.getVideoCodec()).isEqualTo(avcodec.AV_CODEC_ID_H264);
                assertThat(second.getImageWidth()).isEqualTo(320);
                assertThat(second.getSampleRate()).isEqualTo(48_000);
                assertThat(second.getAudioChannels()).isEqualTo(2);
                check(read(second, 90));
                Thread closing = Thread.ofPlatform().start(picture::close);
                read(second, Integer.MAX_VALUE); // until the end that the trailer announces
                closing.join();
            }
        }
    }

    private static void check(List<Seen> seen) {
        for (int stream = 0; stream < 2; stream++) {
            int wanted = stream;
            List<Seen> track = seen.stream().filter(s -> s.stream() == wanted).toList();
            assertThat(track).hasSizeGreaterThan(10);
            assertThat(track).extracting(Seen::timeMs).isSorted().doesNotHaveDuplicates();
        }
        List<Seen> video = seen.stream().filter(s -> s.stream() == 0).toList();
        assertThat(video.getFirst().keyframe()).isTrue();
        for (int i = 1; i < video.size(); i++) {
            assertThat(video.get(i).timeMs() - video.get(i - 1).timeMs())
                    .isEqualTo(1000 / FRAME_RATE);
            assertThat(video.get(i).keyframe()).isEqualTo(i % (2 * FRAME_RATE) == 0);
        }
    }

    /** A server for one publisher; a knock without a handshake ends it, so it begins again. */
    private FFmpegFrameGrabber listen() {
        while (true) {
            FFmpegFrameGrabber server = new FFmpegFrameGrabber(url);
            server.setFormat("flv");
            server.setOption("listen", "1");
            server.setOption("probesize", "100000");
            try {
                server.start();
                return server;
            } catch (FFmpegFrameGrabber.Exception knocked) {
                assertThat(knocked).hasMessageContaining("avformat_open_input");
            }
        }
    }

    private static List<Seen> read(FFmpegFrameGrabber server, int packets)
            throws FFmpegFrameGrabber.Exception {
        AVFormatContext format = server.getFormatContext();
        List<Seen> seen = new ArrayList<>();
        for (int i = 0; i < packets; i++) {
            AVPacket packet = server.grabPacket();
            if (packet == null) {
                return seen;
            }
            int type = format.streams(packet.stream_index()).codecpar().codec_type();
            seen.add(
                    new Seen(
                            type == avutil.AVMEDIA_TYPE_VIDEO ? 0 : 1,
                            packet.dts(),
                            (packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0));
        }
        return seen;
    }

    @Test
    void bad_options_are_refused_with_a_reason() {
        Path font = Path.of("no", "such.woff");
        assertThatThrownBy(() -> TestPicture.publish(options(font), () -> false))
                .hasMessage("font file: cannot read " + font);
        assertThatThrownBy(() ->
                        new TestPictureOptions(
                                "http://host/", 320, 180, 25, font, Optional.empty()))
                .hasMessage("url: expected rtmp://host/application/key");
        assertThatThrownBy(() -> new TestPictureOptions(url, 320, 181, 25, font, Optional.empty()))
                .hasMessage("picture size: 320x181 (expected: even numbers)");
        assertThatThrownBy(() -> new TestPictureOptions(url, 320, 180, 9, font, Optional.empty()))
                .hasMessage("frameRate: 9 (expected: 10 to 60)");
    }

    private TestPictureOptions options(Path font) {
        return new TestPictureOptions(
                url, 320, 180, FRAME_RATE, font, Optional.of(Duration.ofSeconds(60)));
    }

    private static Optional<Path> font() throws IOException {
        Path project = Path.of("..", "assets", "web", "node_modules", "@fontsource", "inter");
        for (Path folder : List.of(project, Path.of("/usr/share/fonts"))) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.walk(folder)) {
                    Optional<Path> font =
                            files.filter(file -> file.toString().matches(".+\\.(woff|ttf)"))
                                    .findFirst();
                    if (font.isPresent()) {
                        return font;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
