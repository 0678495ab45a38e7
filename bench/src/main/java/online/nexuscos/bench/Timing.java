package online.nexuscos.bench;

/**
 * How long each step of a run takes, in seconds.
 *
 * @param starts repetitions of the start
 * @param settle from open to the idle memory
 * @param warm from publishing to the measuring of it
 * @param parts following them, the first two seconds of it to warm up
 * @param wrkWarm requests before those that count
 */
record Timing(
        int rounds,
        int starts,
        double settle,
        double warm,
        double ingest,
        double parts,
        double wrkWarm,
        double wrk) {

    static Timing standard(int rounds) {
        return new Timing(rounds, 5, 2, 90, 10, 10, 10, 4);
    }

    boolean isQuick() {
        return equals(quick());
    }

    static Timing quick() {
        return new Timing(1, 1, 1, 3, 5, 5, 1, 2);
    }
}
