package online.nexuscos.transcode.worker;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * The child's program. It listens on a local socket, does one job for each connection, and lives as
 * long as its standard input is open: when the server goes, however it goes, the child goes too.
 */
public final class WorkerMain {
    /** What it says when it listens. */
    static final String READY = "ready";

    private WorkerMain() {}

    /** Serves the socket whose path is the one argument. */
    public static void main(String[] arguments) throws IOException {
        Path socket = Path.of(arguments[0]);
        Thread.ofPlatform()
                .name("parent")
                .daemon()
                .start(() -> {
                    awaitEnd(System.in);
                    leave(socket);
                });
        avutil.av_log_set_level(avutil.AV_LOG_FATAL);
        avformat.avformat_network_init();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
                out.write((READY + "\n").getBytes(StandardCharsets.UTF_8));
                serve(server);
            }
        }
    }

    private static void serve(ServerSocketChannel server) throws IOException {
        PolicyProxy proxy = new PolicyProxy();
        int number = 0;
        while (true) {
            SocketChannel connection = server.accept();
            SourceJob job = new SourceJob(connection, proxy);
            Thread.ofPlatform().name("job-" + ++number).daemon().start(job);
        }
    }

    private static void awaitEnd(InputStream in) {
        try {
            while (in.read() >= 0) {
                // The server says nothing; only the end counts.
            }
        } catch (IOException e) {
            // So it has ended.
        }
    }

    /** At once: a job may be deep in native code. */
    private static void leave(Path socket) {
        try {
            Files.deleteIfExists(socket);
            Path folder = socket.getParent();
            if (folder != null) {
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            // What is left behind in the folder for temporary files harms nobody.
        }
        Runtime.getRuntime().halt(0);
    }
}
