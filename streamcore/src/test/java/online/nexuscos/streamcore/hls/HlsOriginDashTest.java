package online.nexuscos.streamcore.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import online.nexuscos.streamcore.hls.TestingOrigin.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifest, the time, and the segment in the making, over HTTP. */
class HlsOriginDashTest {
    private TestingOrigin origin = new TestingOrigin();
    private final TestingRendition video = TestingRendition.video(0.2, 7);
    private final TestingRendition audio = TestingRendition.audio(0.214, 7);

    @AfterEach
    void close() {
        origin.close();
        assertThat(video.buffers).allMatch(each -> each.refCnt() == 1);
    }

    /** Segments 7 and 8 are whole, 9 has two parts. */
    private void start() {
        video.segments(2, 5).parts(2);
        audio.segments(2, 5).parts(2);
        origin.presentation.start(video, audio);
    }

    private void step(Runnable step) {
        origin.presentation.onLoop(step);
    }

    private static String publishTime(String manifest) {
        return manifest.replaceAll("(?s).* publishTime=\"([^\"]*)\".*", "$1");
    }

    @Test
    void manifest_is_kept_until_something_changes() {
        start();
        Reply first = origin.get("manifest.mpd");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("content-type")).isEqualTo("application/dash+xml");
        assertThat(first.header("cache-control")).isEqualTo("public, max-age=0, s-maxage=1");
        assertThat(first.header("access-control-allow-origin")).isEqualTo("*");
        step(video::part);
        assertThat(origin.get("manifest.mpd").body()).isEqualTo(first.body());
        step(() -> video.endSegment().part());
        String later = origin.get("manifest.mpd").body();
        assertThat(Instant.parse(publishTime(later)))
                .isAfter(Instant.parse(publishTime(first.body())));
    }

    @Test
    void manifest_is_compressed_for_those_who_take_it() {
        start();
        Reply reply = origin.get("manifest.mpd", "Accept-Encoding", "gzip");
        assertThat(reply.header("content-encoding")).isEqualTo("gzip");
        assertThat(reply.unzipped()).isEqualTo(origin.get("manifest.mpd").body());
        Reply head = origin.request(HttpMethod.HEAD, "/live/demo/manifest.mpd");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.bytes()).isEmpty();
    }

    @Test
    void manifest_waits_for_the_first_part_and_counts_its_viewer() {
        CompletableFuture<Reply> waiting = origin.getBlocked("manifest.mpd");
        start();
        assertThat(TestingOrigin.await(waiting).status()).isEqualTo(200);
        assertThat(origin.stream.viewers()).isOne();
    }

    @Test
    void time_is_told_and_never_kept() {
        start();
        Reply reply = origin.get("time");
        assertThat(Instant.parse(reply.body()))
                .isBetween(Instant.now().minusSeconds(5), Instant.now().plusSeconds(5));
        assertThat(reply.header("cache-control")).isEqualTo("no-store");
        Reply head = origin.request(HttpMethod.HEAD, "/live/demo/time");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("date")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"times", "xtime", "other.mpd", "manifest.mpd.mpd", "a/time"})
    void other_names_are_nobodys(String file) {
        start();
        assertThat(origin.get(file).status()).isEqualTo(418);
    }

    @Test
    void segment_in_the_making_is_sent_part_by_part() throws IOException {
        start();
        try (Socket viewer = request("v-k3-9.m4s")) {
            InputStream in = viewer.getInputStream();
            assertThat(head(in))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("transfer-encoding: chunked")
                    .contains("content-type: video/mp4")
                    .contains("x-accel-buffering: no")
                    .contains("immutable");
            assertThat(chunk(in)).isEqualTo("video 9.0 video 9.1 ");
            TestingOrigin.eventually(() -> origin.stream.waiting() == 1);
            step(video::part);
            assertThat(chunk(in)).isEqualTo("video 9.2 ");
            TestingOrigin.eventually(() -> origin.stream.waiting() == 1);
            step(() -> video.part().endSegment());
            assertThat(chunk(in)).isEqualTo("video 9.3 ");
            assertThat(chunk(in)).isEmpty();
        }
        assertThat(origin.get("v-k3-9.m4s").header("content-length")).isEqualTo("256");
    }

    @Test
    void next_segment_is_waited_for_and_the_one_after_is_not_there() {
        start();
        step(video::endSegment);
        Reply early = origin.get("v-k3-11.m4s");
        assertThat(early.status()).isEqualTo(404);
        assertThat(early.header("cache-control")).isEqualTo("no-store");
        CompletableFuture<Reply> next = origin.getBlocked("v-k3-10.m4s");
        step(() -> video.part().part().endSegment());
        Reply reply = TestingOrigin.await(next);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().replace("\0", "")).isEqualTo("video 10.0 video 10.1 ");
    }

    @Test
    void segment_that_never_comes_is_not_found() {
        start();
        step(video::endSegment);
        CompletableFuture<Reply> next = origin.getBlocked("v-k3-10.m4s");
        step(video::end);
        assertThat(TestingOrigin.await(next).status()).isEqualTo(404);
        assertThat(origin.get("v-k3-10.m4s").status()).isEqualTo(404);
    }

    @Test
    void gaps_are_left_out() {
        start();
        step(() -> video.gap().part().endSegment());
        assertThat(origin.get("v-k3-9.m4s").body().replace("\0", ""))
                .isEqualTo("video 9.0 video 9.1 video 9.3 ");
        CompletableFuture<Reply> nothing = origin.getBlocked("v-k3-10.m4s");
        step(() -> video.gap().endSegment());
        assertThat(TestingOrigin.await(nothing).status()).isEqualTo(404);
    }

    @Test
    void head_is_answered_with_the_first_part() {
        start();
        Reply reply = origin.request(HttpMethod.HEAD, "/live/demo/v-k3-9.m4s");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.bytes()).isEmpty();
    }

    /** Half a segment must not pass for a whole one. */
    @Test
    void response_that_stalls_is_cut_and_one_that_never_began_is_refused() throws IOException {
        origin.close();
        origin = new TestingOrigin(Duration.ofMillis(200));
        start();
        try (Socket viewer = request("v-k3-9.m4s")) {
            InputStream in = viewer.getInputStream();
            head(in);
            assertThat(chunk(in)).isEqualTo("video 9.0 video 9.1 ");
            assertThat(in.read()).isEqualTo(-1);
        }
        step(video::endSegment);
        Reply late = origin.get("v-k3-10.m4s");
        assertThat(late.status()).isEqualTo(503);
        assertThat(late.header("cache-control")).isEqualTo("no-store");
    }

    @Test
    void viewer_that_leaves_in_the_middle_is_forgotten() throws IOException {
        start();
        try (Socket viewer = request("v-k3-9.m4s")) {
            InputStream in = viewer.getInputStream();
            head(in);
            TestingOrigin.eventually(() -> origin.stream.waiting() == 1);
            viewer.setSoLinger(true, 0);
        }
        TestingOrigin.eventually(() -> origin.stream.waiting() == 0);
        step(() -> video.part().endSegment());
    }

    /** What a response holds is bounded: one segment, given back when its viewer goes. */
    @Test
    void viewer_that_does_not_read_holds_one_segment() throws IOException {
        video.partBytes = 4 << 20;
        start();
        try (Socket viewer = request("v-k3-9.m4s")) {
            TestingOrigin.eventually(() -> video.buffers.getLast().refCnt() == 2);
            step(() -> video.part().endSegment().part());
            TestingOrigin.eventually(() -> origin.stream.waiting() == 0);
            assertThat(video.buffers.getLast().refCnt()).isOne();
            viewer.setSoLinger(true, 0);
        }
        TestingOrigin.eventually(() -> video.buffers.stream().allMatch(each -> each.refCnt() == 1));
    }

    private Socket request(String file) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), origin.port);
        socket.setSoTimeout(10_000);
        String head = "GET /live/demo/" + file + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        return head.toString();
    }

    /** One chunk of the body, without the padding of the parts in it. */
    private static String chunk(InputStream in) throws IOException {
        StringBuilder size = new StringBuilder();
        while (size.indexOf("\r\n") < 0) {
            size.append((char) in.read());
        }
        byte[] bytes = in.readNBytes(Integer.parseInt(size.toString().trim(), 16));
        in.readNBytes(2);
        return new String(bytes, StandardCharsets.US_ASCII).replace("\0", "");
    }
}
