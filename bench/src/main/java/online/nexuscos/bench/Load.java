package online.nexuscos.bench;

import java.net.URI;

/**
 * Requests for one address as fast as they were answered.
 *
 * @param cpuSeconds of the server alone
 */
record Load(WrkReport report, double cpuSeconds) {
    /**
     * Loads a server.
     *
     * @param warm seconds that do not count
     * @param measured seconds that do
     * @param results takes a remark when requests fail
     */
    static Load of(
            RunningServer server, URI address, double warm, double measured, Results results) {
        WrkReport _ = Wrk.run(address, warm);
        double before = server.processes().cpuSeconds();
        WrkReport report = Wrk.run(address, measured);
        double cpu = server.processes().cpuSeconds() - before;
        if (report.failures() > 0) {
            results.remark(
                    "%s: %d of %d requests for %s failed"
                            .formatted(
                                    server.name(),
                                    report.failures(),
                                    report.requests(),
                                    address.getPath()));
        }
        return new Load(report, cpu);
    }

    double microsecondsPerRequest() {
        return cpuSeconds * 1e6 / report.requests();
    }

    double secondsPerGigabyte() {
        return cpuSeconds / (report.bytes() / 1e9);
    }

    double gigabytesPerSecond() {
        return report.bytes() / 1e9 / report.seconds();
    }
}
