package online.nexuscos.streamcore.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import online.nexuscos.streamcore.hls.TestingOrigin.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every reference that a response takes is given back, however it ends. */
class HlsOriginLeakTest {
    private static final int LARGE = 4 << 20;

    private final TestingOrigin origin = new TestingOrigin();
    private final TestingRendition video = TestingRendition.video(0.2, 7);

    @AfterEach
    void close() {
        origin.close();
    }

    private void start(int partBytes) {
        video.partBytes = partBytes;
        video.segments(3, 3).part();
        origin.presentation.start(video);
    }

    private void assertAllGivenBack() {
        assertThat(video.buffers).allMatch(each -> each.refCnt() == 1);
    }

    @Test
    void afterWholeAnswers() {
        start(5_000);
        for (String file : new String[] {"v-k3-7.m4s", "v-k3-8.1.m4s", "v-k3-init0.mp4"}) {
            assertThat(origin.get(file).status()).isEqualTo(200);
        }
        assertThat(origin.get("v-k3-7.m4s", "Range", "bytes=10-6000").status()).isEqualTo(206);
        assertThat(origin.get("v-k3-7.m4s", "Range", "bytes=99999999-").status()).isEqualTo(416);
        var head = origin.request(HttpMethod.HEAD, "/live/demo/v-k3-7.m4s");
        assertThat(head.status()).isEqualTo(200);
        CompletableFuture<Reply> hinted = origin.getBlocked("v-k3-10.1.m4s");
        origin.presentation.onLoop(video::part);
        assertThat(TestingOrigin.await(hinted).status()).isEqualTo(200);

        origin.close();
        assertAllGivenBack();
    }

    @Test
    void ofMediaThatIsEvictedWhileItIsSent() throws IOException {
        start(LARGE);
        try (Socket viewer = request("v-k3-7.m4s")) {
            // The head and the first bytes are here; the rest does not fit the sockets' buffers.
            assertThat(viewer.getInputStream().read()).isEqualTo('H');
            origin.presentation.onLoop(() -> video.retire().evict());
            long rest = skipAll(viewer.getInputStream(), 3L * LARGE);
            assertThat(rest).isEqualTo(3L * LARGE);
        } finally {
            origin.close();
        }
        assertThat(video.buffers.stream().filter(each -> each.refCnt() == 0)).hasSize(3);
        assertThat(video.buffers).allMatch(each -> each.refCnt() <= 1);
    }

    /** Reads at least so many bytes of a body behind the head. */
    private static long skipAll(InputStream in, long bytes) throws IOException {
        int matched = 0;
        while (matched < 4) {
            int next = in.read();
            matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : 0;
        }
        return in.readNBytes((int) bytes).length;
    }

    @Test
    void ofMediaThatIsEvictedBeforeItCouldBeHeld() {
        start(64);
        origin.presentation.onLoop(() -> video.releaseUnseen(8));

        assertThat(origin.get("v-k3-8.m4s").status()).isEqualTo(404);
        assertThat(origin.get("v-k3-8.0.m4s").status()).isEqualTo(404);
        origin.close();
        assertThat(video.buffers).allMatch(each -> each.refCnt() <= 1);
    }

    @Test
    void ofASegmentThatIsEvictedInPart() {
        start(64);
        // The initialization section is buffer 0; parts follow in their order.
        video.buffers.get(6).release();

        assertThat(origin.get("v-k3-8.m4s").status()).isEqualTo(404);
        origin.close();
        video.buffers.remove(6);
        assertAllGivenBack();
    }

    @Test
    void whenTheViewerLeavesInTheMiddle() throws IOException {
        start(LARGE);
        try (Socket viewer = request("v-k3-7.m4s")) {
            assertThat(viewer.getInputStream().read()).isEqualTo('H');
            assertThat(video.buffers.get(1).refCnt()).isEqualTo(2);
            viewer.setSoLinger(true, 0);
        }
        TestingOrigin.eventually(() -> video.buffers.stream().allMatch(each -> each.refCnt() == 1));
        origin.close();
    }

    @Test
    void overHttp2() {
        start(LARGE);
        HttpClientOptions options =
                new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false);
        HttpClient client = origin.client(options);
        HttpClientResponse whole = TestingOrigin.await(ask(client, "v-k3-8.1.m4s"));
        Future<Buffer> body = whole.body();
        whole.resume();
        assertThat(TestingOrigin.await(body).length()).isEqualTo(LARGE);

        HttpClientResponse broken = TestingOrigin.await(ask(client, "v-k3-7.m4s"));
        assertThat(video.buffers.get(1).refCnt()).isEqualTo(2);
        TestingOrigin.await(broken.request().reset().mapEmpty());
        TestingOrigin.eventually(() -> video.buffers.stream().allMatch(each -> each.refCnt() == 1));
    }

    /** The response's body does not flow until it is asked for. */
    private static Future<HttpClientResponse> ask(HttpClient client, String file) {
        return client.request(HttpMethod.GET, "/live/demo/" + file)
                .compose(request ->
                        TestingOrigin.send(
                                request, response -> Future.succeededFuture(response.pause())));
    }

    @Test
    void whenTheViewerLeavesWhileItWaits() throws IOException {
        start(64);
        try (Socket viewer = request("v-k3-10.1.m4s")) {
            assertThat(viewer.isConnected()).isTrue();
            TestingOrigin.eventually(() -> origin.stream.waiting() == 1);
        }
        TestingOrigin.eventually(() -> origin.stream.waiting() == 0);
        origin.presentation.onLoop(video::part);
        origin.close();
        assertAllGivenBack();
    }

    private Socket request(String file) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), origin.port);
        socket.setSoTimeout(10_000);
        String head = "GET /live/demo/" + file + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
