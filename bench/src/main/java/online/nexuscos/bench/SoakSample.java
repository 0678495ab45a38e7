package online.nexuscos.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What the server holds at one moment.
 *
 * @param heap in MB, right after a collection of all of it
 * @param direct buffers that Java counts, in MB
 * @param resident all its memory, in MB
 * @param files open descriptors
 */
record SoakSample(double heap, double direct, double resident, double threads, double files) {
    private static final double MEGA = 1e6;

    /** Asks the server for a collection first, so that the heap is what is in use. */
    static SoakSample take(RunningServer server, Http http, long pid) {
        String _ =
                Command.run(
                        Path.of("/"),
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                                Long.toString(pid),
                                "GC.run"));
        PrometheusText metrics =
                PrometheusText.parse(
                        http.text(
                                server.metrics()
                                        .orElseThrow(() -> new BenchException("no metrics"))));
        return new SoakSample(
                value(metrics, "jvm_memory_pool_collection_used_bytes") / MEGA,
                value(metrics, "jvm_buffer_pool_used_bytes") / MEGA,
                server.processes().residentMegabytes(),
                value(metrics, "jvm_threads_current"),
                value(metrics, "process_open_fds"));
    }

    private static double value(PrometheusText metrics, String name) {
        return metrics.sum(name)
                .orElseThrow(() -> new BenchException("the metrics hold no " + name));
    }

    /** The median of a quarter of the samples, 0 to 3. */
    static double median(
            List<SoakSample> samples, int quarter, ToDoubleFunction<SoakSample> figure) {
        int size = samples.size();
        double[] values =
                samples.subList(size * quarter / 4, size * (quarter + 1) / 4).stream()
                        .mapToDouble(figure)
                        .toArray();
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
