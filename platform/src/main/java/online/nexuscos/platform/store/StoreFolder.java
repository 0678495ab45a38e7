package online.nexuscos.platform.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of our own servers, {@code stores} in the data folder; one program at a time. Where
 * the servers' user cannot reach it (we are root, and the data is in root's home), it is a link to
 * a folder below {@code /var/lib/nexus}.
 */
final class StoreFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreFolder.class);

    private final Path data;
    private final Path fallback;
    private @Nullable FileChannel lock;

    /**
     * Touches nothing yet.
     *
     * @param fallback {@code /var/lib/nexus}, or a test's
     */
    StoreFolder(Path data, Path fallback) {
        this.data = data.toAbsolutePath().normalize();
        this.fallback = fallback;
    }

    /** The folder, which is made where it is missing, without links in its path. */
    synchronized Path open() throws IOException, StoreException {
        Path stores = data.resolve("stores");
        if (!Files.exists(stores, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(data);
            Files.createDirectory(stores);
            ServerUser user = ServerUser.of(stores);
            if (!user.canReach(stores)) {
                Files.delete(stores);
                Path elsewhere = fallback.resolve(data.toString().substring(1).replace('/', '-'));
                Files.createDirectories(elsewhere);
                Files.createSymbolicLink(stores, elsewhere);
                LOG.info("{} cannot reach {}: the data is in {}", user.name(), data, elsewhere);
            }
        }
        Path real = stores.toRealPath();
        if (!ServerUser.of(real).canReach(real)) {
            throw new StoreException(
                    real + " cannot be reached by the user that the data's servers run as");
        }
        claim(real);
        return real;
    }

    private void claim(Path folder) throws IOException, StoreException {
        if (lock != null) {
            return;
        }
        FileChannel channel =
                FileChannel.open(
                        folder.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                lock = channel;
                return;
            }
        } catch (OverlappingFileLockException e) {
            // Somebody else in this very process: just as much in use.
            LOG.debug("{} is locked by this process", folder, e);
        }
        channel.close();
        throw new StoreException(folder + " is in use by another program of Nexus COS");
    }

    @Override
    public synchronized void close() {
        try {
            if (lock != null) {
                lock.close();
                lock = null;
            }
        } catch (IOException e) {
            LOG.warn("the lock of {} was not closed: {}", data, e.toString());
        }
    }
}
