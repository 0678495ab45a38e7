package online.nexuscos.transcode.worker;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import online.nexuscos.streamcore.pull.SourceAddress;

/** A web server on loopback with a programme that begins again and again, and one that is none. */
final class TestingSource implements AutoCloseable {
    private static final Path CLIP =
            Path.of("..", "streamcore", "src", "test", "resources", "media", "bbb-360p.flv");

    private final HttpServer server;

    TestingSource() throws IOException {
        byte[] clip = Files.readAllBytes(CLIP);
        byte[] garbage = new byte[100_000];
        new java.util.Random(1).nextBytes(garbage);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        serve("/clip.flv", clip);
        serve("/garbage.flv", garbage);
        server.createContext(
                "/moved.flv",
                exchange -> {
                    exchange.getResponseHeaders().set("Location", "/clip.flv");
                    exchange.sendResponseHeaders(302, -1);
                    exchange.close();
                });
        server.start();
    }

    private void serve(String path, byte[] body) {
        server.createContext(
                path,
                exchange -> {
                    exchange.sendResponseHeaders(200, body.length);
                    try (OutputStream out = exchange.getResponseBody()) {
                        out.write(body);
                    } catch (IOException e) {
                        // The reader has had enough.
                    }
                });
    }

    SourceAddress address(String path) {
        return new SourceAddress("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
