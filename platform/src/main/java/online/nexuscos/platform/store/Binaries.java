package online.nexuscos.platform.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.tukaani.xz.XZInputStream;

/**
 * Programs that come inside of jars, unpacked once into a folder of their own. Its name says which
 * they are, so that another version gets another folder; it is renamed last, so that it is whole.
 */
final class Binaries {
    private static final int PATIENCE_SECONDS = 60;

    private final Path folder;

    /**
     * Where programs go.
     *
     * @param folder for all of them
     */
    Binaries(Path folder) {
        this.folder = folder;
    }

    @FunctionalInterface
    private interface Unpacking {
        void into(Path target, InputStream content) throws IOException, StoreException;
    }

    /** The folder with the content of a tar archive, packed with xz, on the class path. */
    Path archive(String name, String resource) throws IOException, StoreException {
        return unpacked(name, resource, Binaries::untar);
    }

    /** A single program on the class path. */
    Path single(String name, String resource) throws IOException, StoreException {
        Unpacking copy =
                (target, content) -> {
                    Path file = target.resolve(name);
                    Files.copy(content, file);
                    Files.setPosixFilePermissions(
                            file, PosixFilePermissions.fromString("rwxr-xr-x"));
                };
        return unpacked(name, resource, copy).resolve(name);
    }

    private Path unpacked(String name, String resource, Unpacking unpacking)
            throws IOException, StoreException {
        URL url = Binaries.class.getClassLoader().getResource(resource);
        if (url == null) {
            throw new StoreException(name + ": " + resource + " is not on the class path");
        }
        URLConnection connection = url.openConnection();
        Path target = folder.resolve(name + "-" + fingerprint(connection));
        if (!Files.exists(target)) {
            Files.createDirectories(folder);
            Path fresh = Files.createTempDirectory(folder, name + ".new");
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
            try (InputStream content = connection.getInputStream()) {
                unpacking.into(fresh, content);
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        }
        return target;
    }

    private static String fingerprint(URLConnection connection) throws IOException {
        long number =
                connection instanceof JarURLConnection inJar
                        ? inJar.getJarEntry().getCrc()
                        : connection.getContentLengthLong();
        return String.format(Locale.ROOT, "%08x", number);
    }

    /** Every Linux has a tar; not every one has an xz. */
    private static void untar(Path target, InputStream content) throws IOException, StoreException {
        Process tar =
                Program.builder(
                                List.of(
                                        "tar",
                                        "-xf",
                                        "-",
                                        "-C",
                                        target.toString(),
                                        "--no-same-owner"))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            try (OutputStream out = tar.getOutputStream();
                    XZInputStream unpacked = new XZInputStream(content)) {
                unpacked.transferTo(out);
            }
            if (!tar.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || tar.exitValue() != 0) {
                throw new StoreException("tar could not unpack into " + target);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("tar: interrupted", e);
        } finally {
            tar.destroyForcibly();
        }
    }
}
