package online.nexuscos.bench;

/**
 * How long each step of {@code ./nexus bench fanout} takes.
 *
 * @param rounds repetitions, the servers taking turns
 * @param warm seconds with all viewers before those that count
 * @param measured seconds that count
 */
record FanoutTiming(int rounds, double warm, double measured) {
    static FanoutTiming standard(int rounds) {
        return new FanoutTiming(rounds, 90, 15);
    }

    static FanoutTiming quick() {
        return new FanoutTiming(1, 5, 5);
    }

    boolean isQuick() {
        return equals(quick());
    }
}
