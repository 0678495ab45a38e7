package online.nexuscos.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Median, smallest and largest of a few repetitions. */
record Spread(double median, double min, double max) {

    /**
     * @throws IllegalArgumentException there are none
     */
    static Spread of(List<Double> samples) {
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("samples: 0 (expected: > 0)");
        }
        double[] sorted = samples.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median =
                sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    /** Nearest-rank quantile of many observations; empty of none. */
    static OptionalDouble quantile(double[] observations, double quantile) {
        if (observations.length == 0) {
            return OptionalDouble.empty();
        }
        double[] sorted = observations.clone();
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(quantile * sorted.length);
        return OptionalDouble.of(sorted[Math.clamp(rank - 1L, 0, sorted.length - 1)]);
    }

    String format(int decimals) {
        String median = number(this.median, decimals);
        return min == max
                ? median
                : median + " (" + number(min, decimals) + "–" + number(max, decimals) + ")";
    }

    private static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
