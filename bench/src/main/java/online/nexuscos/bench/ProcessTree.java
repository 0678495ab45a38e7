package online.nexuscos.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process and all its descendants, read from /proc: what a server costs, without its clients. */
final class ProcessTree {
    private static final Path PROC = Path.of("/proc");
    private static final long TICKS_PER_SECOND = ticksPerSecond();
    private static final double KILOBYTES_PER_MEGABYTE = 1e6 / 1024;

    private final int root;

    ProcessTree(long root) {
        this.root = Math.toIntExact(root);
    }

    /** The process at the top. */
    int root() {
        return root;
    }

    boolean isAlive() {
        return Files.exists(PROC.resolve(Integer.toString(root)));
    }

    /** CPU time so far in seconds, of all. */
    double cpuSeconds() {
        return cpu().all();
    }

    /** CPU time so far. */
    Cpu cpu() {
        double own = 0;
        double all = 0;
        for (ProcStat stat : members()) {
            double seconds = (double) stat.cpuTicks() / TICKS_PER_SECOND;
            all += seconds;
            own += stat.pid() == root ? seconds : 0;
        }
        return new Cpu(own, all);
    }

    /**
     * CPU time in seconds, in steps of a clock tick (10 ms as a rule).
     *
     * @param own of the process itself
     * @param all with its descendants
     */
    record Cpu(double own, double all) {
        Cpu since(Cpu before) {
            return new Cpu(own - before.own, all - before.all);
        }
    }

    /** Sum of the resident memory, in MB of 10^6 bytes; pages shared by two members count twice. */
    double residentMegabytes() {
        long kilobytes = 0;
        for (ProcStat stat : members()) {
            String status = readOrEmpty(PROC.resolve(stat.pid() + "/status"));
            kilobytes += ProcStat.residentKilobytes(status);
        }
        return kilobytes / KILOBYTES_PER_MEGABYTE;
    }

    /** In the order of a walk from the root; a process that ends meanwhile is left out. */
    private List<ProcStat> members() {
        Map<Integer, List<ProcStat>> children = new HashMap<>();
        ArrayDeque<ProcStat> todo = new ArrayDeque<>();
        for (ProcStat stat : all()) {
            children.computeIfAbsent(stat.parent(), _ -> new ArrayList<>()).add(stat);
            if (stat.pid() == root) {
                todo.add(stat);
            }
        }
        List<ProcStat> members = new ArrayList<>();
        for (ProcStat stat = todo.poll(); stat != null; stat = todo.poll()) {
            members.add(stat);
            todo.addAll(children.getOrDefault(stat.pid(), List.of()));
        }
        return members;
    }

    private static List<ProcStat> all() {
        List<ProcStat> all = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path folder : folders) {
                String line = readOrEmpty(folder.resolve("stat"));
                if (!line.isEmpty()) {
                    all.add(ProcStat.parse(line));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw new UncheckedIOException(e.getCause());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static String readOrEmpty(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // the process ended between the listing and the reading
        }
    }

    private static long ticksPerSecond() {
        try {
            Process process = new ProcessBuilder("getconf", "CLK_TCK").start();
            process.getOutputStream().close();
            String answer =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            process.waitFor(1, TimeUnit.SECONDS);
            return Long.parseLong(answer.strip());
        } catch (IOException e) {
            throw new BenchException("getconf CLK_TCK failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }
}
