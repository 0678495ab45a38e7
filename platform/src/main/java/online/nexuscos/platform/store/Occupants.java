package online.nexuscos.platform.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes that work in a folder of data although nobody should: what a program that was killed
 * left behind. Servers go to their data folder, so the folder where a process stands tells it, more
 * surely than a number in a file. Dead ones that nobody has buried yet (zombies) do not count.
 */
final class Occupants {
    private static final Logger LOG = LoggerFactory.getLogger(Occupants.class);
    private static final long LOOK_EVERY_NANOS = 10_000_000;
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    private Occupants() {}

    /** Ends them all, orderly if they can, and waits for that. */
    static void end(Path folder, String signal) throws IOException, StoreException {
        if (!Files.exists(folder)) {
            return;
        }
        Path place = folder.toRealPath();
        for (String each : List.of(signal, "KILL")) {
            List<Long> found = in(place);
            if (found.isEmpty()) {
                return;
            }
            LOG.info("ending what an earlier run left in {}: {} to {}", place, each, found);
            for (long pid : found) {
                Program.signal(each, pid);
            }
            long end = System.nanoTime() + PATIENCE_NANOS;
            while (!in(place).isEmpty() && System.nanoTime() < end) {
                LockSupport.parkNanos(LOOK_EVERY_NANOS);
            }
        }
        if (!in(place).isEmpty()) {
            throw new StoreException(place + " is in use by processes " + in(place));
        }
    }

    static List<Long> in(Path place) throws IOException {
        List<Long> found = new ArrayList<>();
        try (DirectoryStream<Path> processes =
                Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (standsIn(process, place)) {
                    found.add(Long.parseLong(String.valueOf(process.getFileName())));
                }
            }
        }
        return found;
    }

    private static boolean standsIn(Path process, Path place) {
        try {
            if (!Files.readSymbolicLink(process.resolve("cwd")).equals(place)) {
                return false;
            }
            String status = Files.readString(process.resolve("stat"));
            char state = status.charAt(status.lastIndexOf(')') + 2);
            return state != 'Z' && state != 'X';
        } catch (IOException e) {
            // It ended meanwhile, or is another user's.
            return false;
        }
    }
}
