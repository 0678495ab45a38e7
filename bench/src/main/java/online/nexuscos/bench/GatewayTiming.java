package online.nexuscos.bench;

/**
 * How long each step of {@code ./nexus bench gateway} takes.
 *
 * @param rounds repetitions, all taking turns
 * @param starts repetitions of the second start
 * @param warm seconds of load before those that count
 * @param measured seconds that count
 */
record GatewayTiming(int rounds, int starts, double warm, double measured) {
    static GatewayTiming standard(int rounds) {
        return new GatewayTiming(rounds, 5, 40, 10);
    }

    static GatewayTiming quick() {
        return new GatewayTiming(1, 1, 5, 4);
    }

    boolean isQuick() {
        return equals(quick());
    }
}
