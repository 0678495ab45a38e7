package online.nexuscos.bench;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A scrape in the Prometheus text format; series of one name are summed over their labels. */
final class PrometheusText {
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{.*\\})? +(\\S+).*");
    private static final Pattern BOUND = Pattern.compile("[{,]\\s*le=\"([^\"]*)\"");
    private static final String BUCKET = "_bucket";

    private final Map<String, Double> sums = new TreeMap<>();
    private final Map<String, TreeMap<Double, Double>> buckets = new TreeMap<>();

    /**
     * @throws BenchException a value is no number
     */
    static PrometheusText parse(String text) {
        PrometheusText scrape = new PrometheusText();
        text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(scrape::add);
        return scrape;
    }

    /** Sum over all labels; empty when there is no such series. */
    OptionalDouble sum(String name) {
        Double value = sums.get(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    Histogram histogram(String name) {
        return new Histogram(Map.copyOf(buckets.getOrDefault(name, new TreeMap<>())));
    }

    private void add(String line) {
        Matcher sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
            return;
        }
        String name = sample.group(1);
        double value = number(sample.group(3));
        sums.merge(name, value, Double::sum);
        String labels = sample.group(2);
        if (labels != null && name.endsWith(BUCKET)) {
            Matcher bound = BOUND.matcher(labels);
            if (bound.find()) {
                String histogram = name.substring(0, name.length() - BUCKET.length());
                buckets.computeIfAbsent(histogram, _ -> new TreeMap<>())
                        .merge(number(bound.group(1)), value, Double::sum);
            }
        }
    }

    private static double number(String text) {
        try {
            return switch (text) {
                case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
                case "-Inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(text);
            };
        } catch (NumberFormatException e) {
            throw new BenchException("metric value: " + text, e);
        }
    }

    /**
     * @param cumulative observations at most as large as each bound
     */
    record Histogram(Map<Double, Double> cumulative) {
        /** What was observed after an earlier scrape of the same histogram. */
        Histogram since(Histogram earlier) {
            Map<Double, Double> difference = new TreeMap<>();
            cumulative.forEach((bound, count) ->
                    difference.put(bound, count - earlier.cumulative.getOrDefault(bound, 0.0)));
            return new Histogram(Map.copyOf(difference));
        }

        double count() {
            return cumulative.getOrDefault(Double.POSITIVE_INFINITY, 0.0);
        }

        /**
         * The quantile as Prometheus' histogram_quantile computes it: linear within a bucket, the
         * highest finite bound when it lies above that. Empty without observations.
         */
        OptionalDouble quantile(double quantile) {
            double total = count();
            if (total <= 0) {
                return OptionalDouble.empty();
            }
            double rank = quantile * total;
            double lowerBound = 0;
            double lowerCount = 0;
            for (Map.Entry<Double, Double> bucket : new TreeMap<>(cumulative).entrySet()) {
                double bound = bucket.getKey();
                double count = bucket.getValue();
                if (Double.isInfinite(bound)) {
                    break;
                }
                if (count >= rank && count > lowerCount) {
                    double share = (rank - lowerCount) / (count - lowerCount);
                    return OptionalDouble.of(lowerBound + (bound - lowerBound) * share);
                }
                lowerBound = bound;
                lowerCount = count;
            }
            return OptionalDouble.of(lowerBound);
        }
    }
}
