package online.nexuscos.bench;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * What the clients of all streams saw between two moments.
 *
 * @param late intervals between two parts of a stream above twice the part target; a silence that
 *     reaches the end is an interval too
 */
record PartSummary(
        int parts,
        int late,
        double longestIntervalMs,
        OptionalDouble firstFrameP50,
        OptionalDouble firstFrameP99,
        OptionalDouble endP50,
        OptionalDouble endP99) {
    private static final double LATE = 2;
    private static final double MEDIAN = 0.5;
    private static final double P99 = 0.99;

    static PartSummary of(
            List<List<PartArrival>> streams,
            double partTargetSeconds,
            long fromNanos,
            long toNanos) {
        int late = 0;
        double longestMs = 0;
        for (List<PartArrival> stream : streams) {
            long last = fromNanos;
            for (PartArrival arrival : within(stream, fromNanos, toNanos)) {
                double intervalMs = (arrival.receivedNanos() - last) / 1e6;
                late += isLate(intervalMs, partTargetSeconds) ? 1 : 0;
                longestMs = Math.max(longestMs, intervalMs);
                last = arrival.receivedNanos();
            }
            double silenceMs = (toNanos - last) / 1e6;
            late += isLate(silenceMs, partTargetSeconds) ? 1 : 0;
            longestMs = Math.max(longestMs, silenceMs);
        }
        List<PartArrival> all =
                streams.stream().flatMap(s -> within(s, fromNanos, toNanos).stream()).toList();
        double[] firstFrame = dated(all, PartArrival::sinceFirstFrameMs);
        double[] end = dated(all, PartArrival::sinceEndMs);
        return new PartSummary(
                all.size(),
                late,
                longestMs,
                Spread.quantile(firstFrame, MEDIAN),
                Spread.quantile(firstFrame, P99),
                Spread.quantile(end, MEDIAN),
                Spread.quantile(end, P99));
    }

    private static boolean isLate(double intervalMs, double partTargetSeconds) {
        return intervalMs > LATE * partTargetSeconds * 1e3;
    }

    private static List<PartArrival> within(List<PartArrival> stream, long from, long to) {
        return stream.stream()
                .filter(a -> a.receivedNanos() - from >= 0 && a.receivedNanos() - to <= 0)
                .toList();
    }

    private static double[] dated(List<PartArrival> all, ToDoubleFunction<PartArrival> time) {
        return all.stream().mapToDouble(time).filter(Double::isFinite).toArray();
    }
}
