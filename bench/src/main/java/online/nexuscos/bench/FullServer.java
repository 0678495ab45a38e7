package online.nexuscos.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * This server as {@code ./nexus run} starts it, all services and its own stores, in a data folder
 * of its own.
 *
 * @param address {@code http://127.0.0.1:8080}
 * @param opened how long its ports took
 * @param allUpMs from the spawn to all services and stores up
 */
record FullServer(
        URI address,
        Path data,
        ProcessTree processes,
        Doors.Opened opened,
        double allUpMs,
        Children.Child child)
        implements AutoCloseable {
    private static final int LIMIT_SECONDS = 60;
    private static final double LOOK_SECONDS = 0.01;

    /**
     * Starts one and waits until all is up.
     *
     * @param data kept afterwards, so that a second start can be measured
     */
    static FullServer start(Children children, List<String> command, Path data, Path log) {
        Doors doors = Doors.free();
        Map<String, String> environment = new TreeMap<>(NexusContender.environment(doors, data));
        // The load comes from one address.
        environment.put("NEXUS_EDGE_LIMITS_ADDRESS_PER_MINUTE", "0");
        environment.put("NEXUS_EDGE_LIMITS_ACCOUNT_PER_MINUTE", "0");
        long spawned = System.nanoTime();
        Children.Child child = children.start(command, environment, log);
        try {
            Doors.Opened opened = doors.await(child, spawned);
            URI address = Http.loopback("http://127.0.0.1:" + doors.http());
            double allUpMs = awaitAllUp(child, address, spawned);
            return new FullServer(
                    address, data, new ProcessTree(child.pid()), opened, allUpMs, child);
        } catch (BenchException e) {
            child.close();
            throw e;
        }
    }

    /**
     * Waits until the health of all is good, no service is down, and a call that needs the database
     * is answered.
     */
    private static double awaitAllUp(Children.Child child, URI address, long spawned) {
        Http http = new Http();
        String last = "";
        while (System.nanoTime() - spawned < LIMIT_SECONDS * 1e9) {
            child.requireAlive();
            try {
                String _ = http.text(address.resolve("/api/tokens/jwks"));
                last = http.text(address.resolve("/api/health"));
                if (Health.isUp(last)) {
                    return (System.nanoTime() - spawned) / 1e6;
                }
            } catch (BenchException e) {
                last = String.valueOf(e.getMessage());
            }
            Pause.seconds(LOOK_SECONDS);
        }
        throw new BenchException("not all up after %d s: %s".formatted(LIMIT_SECONDS, last));
    }

    @Override
    public void close() {
        child.close();
    }
}
