package online.nexuscos.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Where and of what a result was taken. */
final class Machine {
    private Machine() {}

    /** In the order of the report. */
    static Map<String, String> facts(Path project) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("CPU", cpu());
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("RAM", field("/proc/meminfo", "MemTotal"));
        facts.put("load before", read("/proc/loadavg").strip());
        facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("JDK", System.getProperty("java.vm.name") + " " + Runtime.version());
        facts.put("nginx", Command.firstLine(Command.outputOf(project, "nginx", "-v")));
        facts.put("wrk", Command.firstLine(Command.outputOf(project, "wrk", "-v")));
        facts.put("revision", revision(project));
        return facts;
    }

    static String cpu() {
        String model = field("/proc/cpuinfo", "model name");
        return model.isEmpty() ? System.getProperty("os.arch") : model;
    }

    /** The processor as a part of a file name. */
    static String cpuSlug(String cpu) {
        return cpu.toLowerCase(Locale.ROOT)
                .replaceAll("\\((r|tm)\\)", "")
                .replaceAll("[^a-z0-9.]+", "-")
                .replaceAll("^-|-$", "");
    }

    private static String revision(Path project) {
        String revision = Command.outputOf(project, "git", "rev-parse", "HEAD").strip();
        if (!revision.matches("[0-9a-f]{40,64}")) {
            return "unknown";
        }
        boolean changed =
                !Command.outputOf(project, "git", "status", "--porcelain").strip().isEmpty();
        return revision + (changed ? " with changes" : "");
    }

    private static String field(String file, String name) {
        return read(file)
                .lines()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse("");
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            return "";
        }
    }
}
