package online.nexuscos.gateway.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * nginx with its rtmp module, as many sites run it.
 *
 * @param port of RTMP
 */
record NginxRtmp(TestingProcess process, int port) implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);

    /**
     * Starts it with one application, {@code live}.
     *
     * @param directives of the application
     */
    static NginxRtmp start(Path folder, String directives) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Path file = folder.resolve("nginx-rtmp.conf");
        Files.writeString(
                file,
                """
                load_module /usr/lib/nginx/modules/ngx_rtmp_module.so;
                daemon off;
                worker_processes 1;
                pid %1$s/nginx-rtmp.pid;
                error_log stderr notice;
                events { worker_connections 128; }
                rtmp {
                    server {
                        listen 127.0.0.1:%2$d;
                        application live {
                            live on;
                            %3$s
                        }
                    }
                }
                """
                        .formatted(folder, port, directives));
        TestingProcess process =
                TestingProcess.start(
                        "nginx-rtmp",
                        new ProcessBuilder(
                                List.of(
                                        "/usr/sbin/nginx",
                                        "-e",
                                        "stderr",
                                        "-p",
                                        folder.toString(),
                                        "-c",
                                        file.toString())));
        Await.until("nginx with its rtmp module", START, () -> answers(port));
        return new NginxRtmp(process, port);
    }

    private static boolean answers(int port) {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    String rtmp(String name) {
        return "rtmp://127.0.0.1:" + port + "/live/" + name;
    }

    @Override
    public void close() {
        process.close();
    }

    /** A new folder that nginx's workers may read. */
    static Path folder() {
        try {
            return Files.createTempDirectory("nginx-rtmp");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
