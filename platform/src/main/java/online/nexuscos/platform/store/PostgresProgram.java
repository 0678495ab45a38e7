package online.nexuscos.platform.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import online.nexuscos.platform.store.PostgresAddress.Tls;

/**
 * PostgreSQL: a cluster of our own with the database {@code nexus}, which belongs to the role of
 * that name, no superuser. All of its safety is on, as it is by default.
 */
final class PostgresProgram implements ServerProgram<PostgresAddress> {
    private static final String ARCHIVE = "postgres-linux-x86_64.txz";
    private static final int MAJOR_VERSION = 18;
    private static final String NAME = "nexus";
    private static final String SUPERUSER = "postgres";

    /** On which line of postmaster.pid the server says how it is. */
    private static final int STATUS_LINE = 7;

    private final StoreFolder stores;
    private Path home = Path.of("");
    private Path programs = Path.of("");
    private ServerUser user = new ServerUser("");
    private String password = "";

    PostgresProgram(StoreFolder stores) {
        this.stores = stores;
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public Path dataFolder() {
        return home.resolve("cluster");
    }

    @Override
    public ServerUser user() {
        return user;
    }

    @Override
    public String stopSignal() {
        return "INT";
    }

    @Override
    public void prepare() throws IOException, StoreException {
        Path folder = stores.open();
        home = Files.createDirectories(folder.resolve(name()));
        user = ServerUser.of(dataFolder());
        programs = unpack(folder.resolve("programs"));
        password = PasswordFile.readOrGenerate(home.resolve("password"));
        Occupants.end(dataFolder(), stopSignal());
        if (Files.exists(dataFolder())) {
            requireVersion();
        } else {
            createCluster(PasswordFile.readOrGenerate(home.resolve("superuser-password")));
        }
        // Nobody is there any more; a zombie of that number would stop the server, though.
        Files.deleteIfExists(dataFolder().resolve("postmaster.pid"));
    }

    /** Where the programs are, once they are unpacked into a folder of programs. */
    Path unpack(Path target) throws IOException, StoreException {
        return new Binaries(target).archive(name(), ARCHIVE).resolve("bin");
    }

    private void requireVersion() throws IOException, StoreException {
        String version = Files.readString(dataFolder().resolve("PG_VERSION")).strip();
        if (!version.equals(String.valueOf(MAJOR_VERSION))) {
            throw new StoreException(
                    dataFolder()
                            + " is of PostgreSQL "
                            + version
                            + " (expected: "
                            + MAJOR_VERSION
                            + "); run pg_upgrade on it, or put a dump into a new one");
        }
    }

    /** In a folder that is renamed last: a cluster is whole, or not there. */
    private void createCluster(String superuserPassword) throws IOException, StoreException {
        Path fresh = home.resolve("cluster.new");
        delete(fresh);
        Files.createDirectory(fresh);
        user.own(fresh);
        Path secret = Files.createTempFile(home, "initdb", "");
        try {
            Files.writeString(secret, superuserPassword);
            user.own(secret);
            runOnce(
                    "",
                    "initdb",
                    "--pgdata=" + fresh,
                    "--username=" + SUPERUSER,
                    "--pwfile=" + secret,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C.UTF-8");
        } finally {
            Files.delete(secret);
        }
        // One statement a line. It may make databases: tests do.
        runOnce(
                "CREATE ROLE "
                        + NAME
                        + " LOGIN CREATEDB PASSWORD '"
                        + password
                        + "'\n"
                        + "CREATE DATABASE "
                        + NAME
                        + " OWNER "
                        + NAME
                        + "\n",
                "postgres",
                "--single",
                "-D",
                fresh.toString(),
                "postgres");
        Files.move(fresh, dataFolder(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void runOnce(String input, String program, String... arguments)
            throws IOException, StoreException {
        List<String> command = new ArrayList<>(List.of(programs.resolve(program).toString()));
        command.addAll(List.of(arguments));
        Program.run(user.command("KILL", command), input);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    @Override
    public List<String> command(int port) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                programs.resolve("postgres").toString(),
                                "-D",
                                dataFolder().toString(),
                                "-p",
                                String.valueOf(port)));
        List.of(
                        "listen_addresses=127.0.0.1",
                        "unix_socket_directories=",
                        "fsync=on",
                        "full_page_writes=on",
                        "synchronous_commit=on",
                        "timezone=UTC",
                        "log_timezone=UTC",
                        // Not each refused statement, with the values in it.
                        "log_min_messages=log",
                        "log_checkpoints=off")
                .forEach(setting -> command.addAll(List.of("-c", setting)));
        return command;
    }

    @Override
    public boolean isReady(Process process, int port) {
        try {
            List<String> lines = Files.readAllLines(dataFolder().resolve("postmaster.pid"));
            return lines.size() > STATUS_LINE
                    && lines.getFirst().strip().equals(String.valueOf(process.pid()))
                    && lines.get(STATUS_LINE).strip().equals("ready");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public PostgresAddress address(int port) {
        return new PostgresAddress("127.0.0.1", port, NAME, NAME, password, Tls.DISABLE);
    }
}
