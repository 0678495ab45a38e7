package online.nexuscos.bench;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import online.nexuscos.bench.GatewayOptions.Part;

/** {@code ./nexus bench gateway}: what calls of services cost, and how soon they are answered. */
final class GatewayBench {
    static final String COMMAND = "gateway";

    private final GatewayOptions options;
    private final Children children;
    private final Path folder;
    private final List<String> serverCommand;
    private final List<CallContender> contenders;
    private final Results results;

    private GatewayBench(GatewayOptions options, Path project, Children children, Path folder) {
        this.options = options;
        this.children = children;
        this.folder = folder;
        serverCommand =
                options.serverCommand().isEmpty()
                        ? NexusContender.defaultCommand(project)
                        : options.serverCommand();
        BareContender bare = new BareContender(children, folder);
        contenders =
                List.of(
                        new GatewayContender(children, folder),
                        new ProxyContender(children, bare, folder, options.nginxWorkers()),
                        bare);
        results = new Results(contenders.stream().map(CallContender::name).toList());
    }

    /** Measurements that failed. */
    static int run(List<String> arguments, Path project) {
        GatewayOptions options = GatewayOptions.parse(arguments.subList(1, arguments.size()));
        for (String program : List.of("wrk", ProxyContender.NAME)) {
            if (Command.outputOf(project, program, "-v").isEmpty()) {
                throw new BenchException(program + " is not installed");
            }
        }
        Map<String, String> facts = new LinkedHashMap<>(Machine.facts(project));
        facts.put("command", "./nexus bench " + String.join(" ", arguments));
        String quick = options.timing().isQuick() ? " (quick: a look, not a result)" : "";
        facts.put("rounds", options.timing().rounds() + quick);
        Path folder =
                TemporaryFolder.create(
                        Path.of(System.getProperty("java.io.tmpdir")), "nexus-bench");
        Children children = new Children();
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            children.close();
                            TemporaryFolder.delete(folder);
                        }));
        GatewayBench bench = new GatewayBench(options, project, children, folder);
        int failed = bench.measure();
        bench.write(facts, project);
        return failed;
    }

    private int measure() {
        int failed = 0;
        if (options.parts().contains(Part.CALLS)) {
            for (int round = 1; round <= options.timing().rounds(); round++) {
                for (CallContender contender : contenders) {
                    String what = "round %d of %d: %s";
                    what = what.formatted(round, options.timing().rounds(), contender.name());
                    failed += attempt(what, () -> call(contender));
                }
            }
        }
        if (options.parts().contains(Part.START)) {
            failed += attempt("starts", this::start);
        }
        if (options.parts().contains(Part.ACCOUNTS)) {
            failed += attempt("accounts", () -> withServer(this::accounts));
        }
        if (options.parts().contains(Part.LEDGER)) {
            failed += attempt("ledger", () -> withServer(this::ledger));
        }
        return failed;
    }

    private void call(CallContender contender) {
        try (CallServer server = contender.start()) {
            new CallStep(options.timing(), results).run(server);
        }
    }

    private void start() {
        new StartStep(children, serverCommand, folder, options.timing(), results)
                .run(TemporaryFolder.create(folder, "data"));
    }

    /** A first start: it prints the administrator's password. */
    private void withServer(Consumer<FullServer> step) {
        Path data = TemporaryFolder.create(folder, "data");
        Path log = data.resolveSibling(data.getFileName() + ".log");
        try (FullServer server = FullServer.start(children, serverCommand, data, log)) {
            step.accept(server);
        }
    }

    private void accounts(FullServer server) {
        AccountsStep step = new AccountsStep(options.timing(), results);
        results.remark(AccountsStep.hashCost());
        for (int round = 1; round <= options.timing().rounds(); round++) {
            step.run(server);
        }
    }

    private void ledger(FullServer server) {
        new LedgerStep(options.timing(), results, folder).run(server);
    }

    /** One step's failure is a remark in the report; the others go on. */
    private int attempt(String what, Runnable step) {
        System.out.println(what);
        try {
            step.run();
            return 0;
        } catch (BenchException e) {
            System.out.println("  " + e.getMessage());
            results.remark(what + ": FAILED: " + e.getMessage());
            return 1;
        }
    }

    private void write(Map<String, String> facts, Path project) {
        Map<String, String> descriptions = new LinkedHashMap<>();
        contenders.forEach(each -> descriptions.put(each.name(), each.description()));
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        Report report =
                new Report("Benchmark of the gateway of " + today, facts, descriptions, results);
        String name = today + "-" + COMMAND + "-" + Machine.cpuSlug(Machine.cpu());
        Path to = options.output().orElse(project.resolve("bench/results"));
        Path written = report.write(to, name + (options.timing().isQuick() ? "-quick" : ""));
        System.out.println(report.markdown());
        System.out.println("written to " + written);
    }
}
