package online.nexuscos.platform.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import online.nexuscos.platform.store.PostgresAddress;

/**
 * Brings all schemas up to date: the files {@code db/<module>/V<date>_<time>__<what>.sql} of the
 * class path, each run once. Flyway takes a second and a half to find nothing to do, so a stamp in
 * the database, a digest of all files, tells whether it is needed.
 */
final class Migrations {
    /** How long the server and the migrations may take altogether. */
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final String FOLDER = "db";
    private static final Pattern FILE = Pattern.compile("db/[a-z_]+/V[0-9_]+__[a-z0-9_]+\\.sql");
    private static final String UNDEFINED_TABLE = "42P01";

    private final ClassLoader loader;

    Migrations(ClassLoader loader) {
        this.loader = loader;
    }

    void apply(Session session, PostgresAddress address) throws IOException {
        String stamp = stamp();
        if (!stamp.equals(applied(session))) {
            FlywayRun.run(loader, FOLDER, address);
            session.execute(
                    """
                    INSERT INTO platform.migration_stamp (id, stamp) VALUES (1, $1)
                    ON CONFLICT (id) DO UPDATE SET stamp = excluded.stamp
                    """,
                    stamp);
        }
    }

    private static String applied(Session session) {
        try {
            return session.find(
                            "SELECT stamp FROM platform.migration_stamp", row -> row.text("stamp"))
                    .orElse("");
        } catch (SqlException e) {
            if (String.valueOf(e.getMessage()).startsWith(UNDEFINED_TABLE)) {
                return "";
            }
            throw e;
        }
    }

    /** A digest of the names and contents of all migrations. */
    String stamp() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files().forEach((name, content) -> {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update(content);
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, byte[]> files() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (URL url : Collections.list(loader.getResources(FOLDER))) {
            if (url.openConnection() instanceof JarURLConnection inJar) {
                inJar.setUseCaches(false);
                try (JarFile jar = inJar.getJarFile()) {
                    readJar(jar, files);
                }
            } else {
                readFolder(folder(url), files);
            }
        }
        return files;
    }

    private static Path folder(URL url) throws IOException {
        try {
            return Path.of(new URI(url.toString()));
        } catch (URISyntaxException e) {
            throw new IOException(url + ": no folder", e);
        }
    }

    private static void readJar(JarFile jar, Map<String, byte[]> files) throws IOException {
        try (Stream<String> names = jar.stream().map(entry -> entry.getName())) {
            for (String name : names.filter(FILE.asMatchPredicate()).toList()) {
                try (InputStream in = jar.getInputStream(jar.getJarEntry(name))) {
                    files.put(name, in.readAllBytes());
                }
            }
        }
    }

    private static void readFolder(Path folder, Map<String, byte[]> files) throws IOException {
        Path root = folder.resolveSibling("");
        try (Stream<Path> found = Files.walk(folder)) {
            found.forEach(file -> {
                String name = root.relativize(file).toString();
                if (FILE.matcher(name).matches()) {
                    files.put(name, read(file));
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause() == null ? new IOException(e) : e.getCause();
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
