package online.nexuscos.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What was measured: for each server and figure, a sample for each repetition. */
final class Results {
    private final Map<String, Map<Figure, List<Double>>> samples = new LinkedHashMap<>();
    private final List<String> remarks = new ArrayList<>();

    Results(List<String> servers) {
        servers.forEach(server -> samples.put(server, new EnumMap<>(Figure.class)));
    }

    void add(String server, Figure figure, double value) {
        samples.computeIfAbsent(server, _ -> new EnumMap<>(Figure.class))
                .computeIfAbsent(figure, _ -> new ArrayList<>())
                .add(value);
    }

    void add(String server, Figure figure, OptionalDouble value) {
        value.ifPresent(present -> add(server, figure, present));
    }

    /** Something the reader of the figures must know. */
    void remark(String remark) {
        if (!remarks.contains(remark)) {
            remarks.add(remark);
        }
    }

    List<String> remarks() {
        return List.copyOf(remarks);
    }

    List<String> servers() {
        return List.copyOf(samples.keySet());
    }

    List<Double> samples(String server, Figure figure) {
        return List.copyOf(samples.getOrDefault(server, Map.of()).getOrDefault(figure, List.of()));
    }

    Optional<Spread> spread(String server, Figure figure) {
        List<Double> values = samples(server, figure);
        return values.isEmpty() ? Optional.empty() : Optional.of(Spread.of(values));
    }

    /**
     * Median of the one over the median of the other, where both were measured and it says
     * something.
     */
    OptionalDouble ratio(String server, String peer, Figure figure) {
        Optional<Spread> ours = spread(server, figure);
        Optional<Spread> theirs = spread(peer, figure);
        boolean comparable =
                figure.sense() != Figure.Sense.NONE
                        && ours.isPresent()
                        && theirs.isPresent()
                        && theirs.get().median() > 0;
        return comparable
                ? OptionalDouble.of(ours.get().median() / theirs.get().median())
                : OptionalDouble.empty();
    }
}
