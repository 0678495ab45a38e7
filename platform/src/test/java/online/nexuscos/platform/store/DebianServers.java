package online.nexuscos.platform.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * PostgreSQL and Redis as Debian packages them, started as an operator might have: with TLS there,
 * with a login. They end with the thread that started them.
 */
public final class DebianServers implements AutoCloseable {
    static final String PASSWORD = "p@ss:word/1";
    private static final String ENCODED = "p%40ss%3Aword%2F1";
    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

    private final Path folder;
    private final ServerUser user;
    private final int postgresPort = freePort();
    private final int redisPort = freePort();
    private final List<Process> running = new ArrayList<>();

    public DebianServers(Path folder) throws IOException, StoreException {
        this.folder = folder;
        this.user = ServerUser.of(folder.resolve("none"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        startPostgres();
        startRedis();
    }

    public String postgresUrl(String sslMode) {
        return "postgres://app:"
                + ENCODED
                + "@localhost:"
                + postgresPort
                + "/app?sslmode="
                + sslMode;
    }

    public String redisUrl() {
        return "redis://:" + ENCODED + "@localhost:" + redisPort + "/1";
    }

    /**
     * Runs test classes against these servers, in a JVM of their own, since those of this one have
     * their servers already.
     *
     * @return what they said; {@code 7 passed, 0 failed} at its end
     */
    public String runTests(String... classes) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(RunOfTests.class.getName());
        command.addAll(List.of(classes));
        ProcessBuilder tests =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        tests.environment().put(TestingStores.POSTGRES, postgresUrl("require"));
        tests.environment().put(TestingStores.REDIS, redisUrl());
        Process process = tests.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return said;
    }

    private void startPostgres() throws IOException, StoreException {
        Path cluster = owned("cluster");
        Path certificates = owned("tls");
        Path programs = newest();
        Path secret = Files.writeString(folder.resolve("secret"), PASSWORD);
        user.own(secret);
        asUser(
                programs.resolve("initdb").toString(),
                "--pgdata=" + cluster,
                "--username=app",
                "--pwfile=" + secret,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8");
        asUser(
                ("openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout "
                                + certificates.resolve("key.pem")
                                + " -out "
                                + certificates.resolve("certificate.pem"))
                        .split(" ", -1));
        Program.run(
                user.command(
                        "KILL",
                        List.of(
                                programs.resolve("postgres").toString(),
                                "--single",
                                "-D",
                                cluster.toString(),
                                "postgres")),
                "CREATE DATABASE app\n");
        start(
                programs.resolve("postgres").toString(),
                "-D",
                cluster.toString(),
                "-p",
                String.valueOf(postgresPort),
                "-c",
                "unix_socket_directories=",
                "-c",
                "ssl=on",
                "-c",
                "ssl_key_file=" + certificates.resolve("key.pem"),
                "-c",
                "ssl_cert_file=" + certificates.resolve("certificate.pem"));
        Path status = cluster.resolve("postmaster.pid");
        while (!Files.exists(status) || !Files.readString(status).contains("ready")) {
            requireAlive();
        }
    }

    private void startRedis() throws IOException, StoreException {
        Path data = owned("redis");
        start(
                "redis-server",
                "--bind",
                "127.0.0.1",
                "--port",
                String.valueOf(redisPort),
                "--requirepass",
                PASSWORD,
                "--dir",
                data.toString(),
                "--databases",
                "4");
        while (!takesConnections(redisPort)) {
            requireAlive();
        }
    }

    private static boolean takesConnections(int port) {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private void requireAlive() {
        if (!running.getLast().isAlive()) {
            throw new IllegalStateException("a server ended; see " + folder);
        }
        Thread.onSpinWait();
    }

    private static Path newest() throws IOException {
        try (Stream<Path> versions = Files.list(VERSIONS)) {
            return versions.max(Path::compareTo).orElseThrow().resolve("bin");
        }
    }

    private Path owned(String name) throws IOException {
        Path made = Files.createDirectory(folder.resolve(name));
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwx------"));
        user.own(made);
        return made;
    }

    private void asUser(String... command) throws IOException, StoreException {
        Program.run(user.command("KILL", List.of(command)), "");
    }

    private void start(String... command) throws IOException, StoreException {
        running.add(
                Program.builder(user.command("KILL", List.of(command)))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log" + running.size()).toFile())
                        .start());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        for (Process each : running) {
            each.destroyForcibly();
            each.onExit().join();
        }
    }
}
