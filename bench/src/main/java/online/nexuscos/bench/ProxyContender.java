package online.nexuscos.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * nginx in front of {@link BareHandler}, with connections to it that stay open; the CPU of both
 * counts.
 *
 * @param workers {@code auto} or a number
 */
record ProxyContender(Children children, BareContender bare, Path folder, String workers)
        implements CallContender {
    static final String NAME = "nginx";

    private static final String CONFIGURATION =
            """
            daemon off;
            $user
            worker_processes $workers;
            pid $folder/nginx.pid;
            error_log $folder/error.log warn;
            events { worker_connections 4096; }
            http {
                access_log off;
                tcp_nodelay on;
                keepalive_requests 1000000000;
                client_body_temp_path $folder/body;
                proxy_temp_path $folder/proxy;
                fastcgi_temp_path $folder/fastcgi;
                uwsgi_temp_path $folder/uwsgi;
                scgi_temp_path $folder/scgi;
                upstream bare {
                    server 127.0.0.1:$upstream;
                    keepalive 256;
                    keepalive_requests 1000000000;
                }
                server {
                    listen 127.0.0.1:$http backlog=4096;
                    location / {
                        proxy_pass http://bare;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                    }
                }
            }
            """;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return Command.firstLine(Command.outputOf(folder, NAME, "-v"))
                + " proxying to bare over keep-alive connections, worker_processes "
                + workers
                + "; CPU of both";
    }

    @Override
    public CallServer start() {
        CallServer upstream = bare.start();
        try {
            return start(upstream);
        } catch (BenchException e) {
            upstream.close();
            throw e;
        }
    }

    private CallServer start(CallServer upstream) {
        int port = Doors.freePort();
        Path run = TemporaryFolder.create(folder, NAME);
        Path configuration = run.resolve("nginx.conf");
        try {
            Files.writeString(configuration, configuration(port, upstream.address(), run));
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
        Children.Child child = children.start(command, Map.of(), run.resolve("nginx.log"));
        try {
            Doors.awaitHttp(child, port);
        } catch (BenchException e) {
            child.close();
            throw e;
        }
        return new CallServer(
                NAME,
                Stream.concat(
                                Stream.of(new ProcessTree(child.pid())),
                                upstream.processes().stream())
                        .toList(),
                Http.loopback("http://127.0.0.1:" + port + upstream.address().getPath()),
                () -> {
                    child.close();
                    upstream.close();
                });
    }

    private String configuration(int port, URI upstream, Path run) {
        boolean root = System.getProperty("user.name").equals("root");
        return CONFIGURATION
                .replace("$user", root ? "user root;" : "")
                .replace("$workers", workers)
                .replace("$folder", run.toString())
                .replace("$upstream", Integer.toString(upstream.getPort()))
                .replace("$http", Integer.toString(port));
    }
}
