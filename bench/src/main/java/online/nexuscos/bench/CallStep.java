package online.nexuscos.bench;

/** One trivial request after another: what the way to a service costs. */
record CallStep(GatewayTiming timing, Results results) {
    void run(CallServer server) {
        WrkReport _ = Wrk.run(server.address(), timing.warm());
        double before = server.cpuSeconds();
        WrkReport report = Wrk.run(server.address(), timing.measured());
        double cpu = server.cpuSeconds() - before;
        if (report.failures() > 0) {
            throw new BenchException(
                    "%d of %d requests failed".formatted(report.failures(), report.requests()));
        }
        String name = server.name();
        results.add(name, Figure.CALL_PER_CPU, report.requests() / cpu);
        results.add(name, Figure.CALL_CPU, cpu * 1e6 / report.requests());
        results.add(name, Figure.CALL_RATE, report.requestsPerSecond());
    }
}
