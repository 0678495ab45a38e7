package online.nexuscos.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * nginx with its rtmp module, set up from a folder of its own.
 *
 * @param memory a folder on tmpfs, for the segments
 * @param workers {@code auto} or a number
 * @param certificate for a door of TLS beside the others
 */
record NginxContender(
        Children children,
        Path module,
        Path folder,
        Path memory,
        String workers,
        Optional<Certificate> certificate)
        implements Contender {
    static final String NAME = "nginx";

    private static final String CONFIGURATION =
            """
            load_module $module;
            daemon off;
            $user
            worker_processes $workers;
            pid $folder/nginx.pid;
            error_log $folder/error.log warn;
            events { worker_connections 4096; }
            rtmp {
                access_log off;
                server {
                    listen 127.0.0.1:$rtmp;
                    chunk_size 4096;
                    application live {
                        live on;
                        hls on;
                        hls_fragment 2s;
                        hls_playlist_length 30s;
                        hls_path $memory/hls;
                    }
                }
            }
            http {
                access_log off;
                sendfile on;
                tcp_nopush on;
                keepalive_requests 1000000000;
                client_body_temp_path $folder/body;
                proxy_temp_path $folder/proxy;
                fastcgi_temp_path $folder/fastcgi;
                uwsgi_temp_path $folder/uwsgi;
                scgi_temp_path $folder/scgi;
                types {
                    application/vnd.apple.mpegurl m3u8;
                    video/mp2t ts;
                    video/mp4 m4s;
                }
                server {
                    listen 127.0.0.1:$http;
                    $secure
                    root $memory;
                }
            }
            """;

    /** The rtmp module where distributions put it. */
    static Optional<Path> findModule() {
        return Stream.of("/usr/lib/nginx/modules", "/usr/lib64/nginx/modules", "/etc/nginx/modules")
                .map(folder -> Path.of(folder, "ngx_rtmp_module.so"))
                .filter(Files::exists)
                .findFirst();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return Command.firstLine(Command.outputOf(folder, NAME, "-v"))
                + " with its rtmp module, worker_processes "
                + workers
                + ", segments on tmpfs, sendfile";
    }

    @Override
    public boolean isOurs() {
        return true;
    }

    @Override
    public RunningServer start() {
        Doors doors = Doors.free();
        int secure = Doors.freePort();
        Path run = TemporaryFolder.create(folder, NAME);
        Path files = TemporaryFolder.create(memory, NAME);
        Path configuration = run.resolve("nginx.conf");
        try {
            Files.createDirectories(files.resolve("hls"));
            Files.createDirectories(files.resolve("files"));
            Files.writeString(configuration, configuration(doors, secure, run, files));
        } catch (IOException e) {
            throw new BenchException("cannot write " + configuration, e);
        }
        List<String> command =
                List.of(
                        NAME,
                        "-p",
                        run.toString(),
                        "-c",
                        configuration.toString(),
                        "-e",
                        run.resolve("error.log").toString());
        long spawned = System.nanoTime();
        Children.Child child = children.start(command, Map.of(), run.resolve("nginx.log"));
        try {
            Doors.Opened opened = doors.await(child, spawned);
            String http = "http://127.0.0.1:" + doors.http();
            return new RunningServer(
                    NAME,
                    new ProcessTree(child.pid()),
                    opened,
                    new RunningServer.Addresses(
                            "rtmp://127.0.0.1:" + doors.rtmp() + "/live/bench%d",
                            http + "/hls/bench%d.m3u8",
                            null,
                            null,
                            new RunningServer.Files(files.resolve("files"), http + "/files/"),
                            certificate.isPresent() ? "https://127.0.0.1:" + secure : null),
                    () -> {
                        child.close();
                        TemporaryFolder.delete(files);
                    });
        } catch (BenchException e) {
            child.close();
            TemporaryFolder.delete(files);
            throw e;
        }
    }

    private String secure(int port) {
        return certificate
                .map(shown ->
                        "listen 127.0.0.1:%d ssl; ssl_certificate %s; ssl_certificate_key %s;"
                                .formatted(port, shown.file(), shown.key()))
                .orElse("");
    }

    private String configuration(Doors doors, int secure, Path run, Path files) {
        boolean root = System.getProperty("user.name").equals("root");
        return CONFIGURATION
                .replace("$module", module.toString())
                .replace("$user", root ? "user root;" : "")
                .replace("$workers", workers)
                .replace("$secure", secure(secure))
                .replace("$folder", run.toString())
                .replace("$memory", files.toString())
                .replace("$rtmp", Integer.toString(doors.rtmp()))
                .replace("$http", Integer.toString(doors.http()));
    }
}
