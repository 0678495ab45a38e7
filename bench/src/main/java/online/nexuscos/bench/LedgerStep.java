package online.nexuscos.bench;

import java.nio.file.Path;
import java.util.List;

/** Transfers in the ledger, each in a transaction of its own that is flushed to disk. */
record LedgerStep(GatewayTiming timing, Results results, Path folder) {
    private static final int ACCOUNTS = 50;
    private static final int HOT_ACCOUNTS = 10;

    void run(FullServer server) {
        String token =
                Member.administrator(JsonClient.lines(), server.address(), server.child()::log)
                        .apiToken("ledger:read", "ledger:write");
        LedgerLoad load = new LedgerLoad(server.address(), token);
        run(server, load, ACCOUNTS, Figure.LEDGER_RATE, Figure.LEDGER_CPU);
        run(server, load, HOT_ACCOUNTS, Figure.HOT_LEDGER_RATE, Figure.HOT_LEDGER_CPU);
    }

    private void run(FullServer server, LedgerLoad load, int accounts, Figure rate, Figure cpu) {
        List<String> ids = load.open(accounts);
        WrkReport _ = load.transfer(ids, timing.warm(), folder);
        double before = server.processes().cpuSeconds();
        WrkReport report = load.transfer(ids, timing.measured(), folder);
        double seconds = server.processes().cpuSeconds() - before;
        results.add(NexusContender.NAME, rate, report.requestsPerSecond());
        results.add(NexusContender.NAME, cpu, seconds * 1000 / report.requests());
    }
}
