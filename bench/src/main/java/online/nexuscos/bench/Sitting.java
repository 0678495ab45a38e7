package online.nexuscos.bench;

import java.io.PrintStream;
import java.util.List;

/** One run: all servers on one input, taking turns, so that a noisy machine is noisy to all. */
record Sitting(
        List<Contender> contenders,
        Timing timing,
        IngestStep ingest,
        DeliveryStep delivery,
        Results results,
        PrintStream progress) {

    /** Attempts that failed. */
    int run() {
        int failed = 0;
        for (int start = 1; start <= timing.starts(); start++) {
            for (Contender contender : contenders) {
                if (contender.isOurs()) {
                    progress.printf(
                            "start %d of %d: %s%n", start, timing.starts(), contender.name());
                    failed += attempt(contender, this::startOnly);
                }
            }
        }
        for (int round = 1; round <= timing.rounds(); round++) {
            for (Contender contender : contenders) {
                progress.printf("round %d of %d: %s%n", round, timing.rounds(), contender.name());
                failed += attempt(contender, this::measure);
            }
        }
        return failed;
    }

    /** A step with a started server. */
    private interface Step {
        void run(RunningServer server);
    }

    /** One server's failure is a remark in the report; the others go on. */
    private int attempt(Contender contender, Step step) {
        try (RunningServer server = contender.start()) {
            step.run(server);
            return 0;
        } catch (BenchException e) {
            progress.println("  " + e.getMessage());
            results.remark(contender.name() + ": FAILED: " + e.getMessage());
            return 1;
        }
    }

    private void startOnly(RunningServer server) {
        Doors.Opened opened = server.opened();
        if (opened != null) {
            results.add(server.name(), Figure.START_RTMP, opened.rtmpMs());
            results.add(server.name(), Figure.START_HTTP, opened.httpMs());
        }
    }

    private void measure(RunningServer server) {
        Pause.seconds(timing.settle());
        double idle = server.processes().residentMegabytes();
        results.add(server.name(), Figure.IDLE_MEMORY, idle);
        ingest.run(server, idle);
        delivery.run(server);
    }
}
