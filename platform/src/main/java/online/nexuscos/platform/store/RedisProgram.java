package online.nexuscos.platform.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Redis, with an append-only file that is on disk before a write is acknowledged. */
final class RedisProgram implements ServerProgram<RedisAddress> {
    private static final String RESOURCE = "redis-server-6.2.6-v5-linux-amd64";
    private static final String MAX_MEMORY = "256mb";
    private static final int PATIENCE_MS = 1000;
    private static final byte[] READY = "+OK\r\n+PONG\r\n".getBytes(StandardCharsets.US_ASCII);

    private final StoreFolder stores;
    private Path home = Path.of("");
    private Path program = Path.of("");
    private ServerUser user = new ServerUser("");
    private String password = "";

    RedisProgram(StoreFolder stores) {
        this.stores = stores;
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public Path dataFolder() {
        return home.resolve("append-only");
    }

    @Override
    public ServerUser user() {
        return user;
    }

    @Override
    public String stopSignal() {
        return "TERM";
    }

    @Override
    public void prepare() throws IOException, StoreException {
        Path folder = stores.open();
        home = Files.createDirectories(folder.resolve(name()));
        user = ServerUser.of(dataFolder());
        program = new Binaries(folder.resolve("programs")).single("redis-server", RESOURCE);
        password = PasswordFile.readOrGenerate(home.resolve("password"));
        Occupants.end(dataFolder(), stopSignal());
        if (!Files.exists(dataFolder())) {
            Files.createDirectory(dataFolder());
            user.own(dataFolder());
        }
    }

    @Override
    public List<String> command(int port) {
        return List.of(program.toString(), "-");
    }

    @Override
    public String input(int port) {
        return String.join(
                "\n",
                "bind 127.0.0.1",
                "port " + port,
                "requirepass " + password,
                "dir " + dataFolder(),
                "save \"\"",
                "appendonly yes",
                // "everysec" may acknowledge before it writes while a disk is slow.
                "appendfsync always",
                "maxmemory " + MAX_MEMORY,
                // Queues and presence are not to vanish; a full store says so.
                "maxmemory-policy noeviction",
                "");
    }

    @Override
    public boolean isReady(Process process, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), PATIENCE_MS);
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream()
                    .write(
                            ("AUTH " + password + "\r\nPING\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(READY.length);
            return Arrays.equals(answer, READY);
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public RedisAddress address(int port) {
        return new RedisAddress("redis://127.0.0.1:" + port, "", password);
    }
}
