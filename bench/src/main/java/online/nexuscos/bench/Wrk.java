package online.nexuscos.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks for one address as fast as it is answered, with one thread and {@value #CONNECTIONS} lines.
 */
final class Wrk {
    private static final int CONNECTIONS = 64;

    private Wrk() {}

    /**
     * @param seconds at least 1
     * @param headers each as {@code name: value}
     * @throws BenchException nothing was answered
     */
    static WrkReport run(URI address, double seconds, String... headers) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "wrk",
                                "-t1",
                                "-c" + CONNECTIONS,
                                "-d" + Math.max(1, Math.round(seconds)) + "s"));
        for (String header : headers) {
            command.add("-H");
            command.add(header);
        }
        command.add(Http.loopback(address.toString()).toString());
        WrkReport report = WrkReport.parse(Command.run(Path.of("."), command));
        if (report.requests() == 0) {
            throw new BenchException(address + " answered no request");
        }
        return report;
    }
}
