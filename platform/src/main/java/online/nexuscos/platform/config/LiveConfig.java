package online.nexuscos.platform.config;

/**
 * How live streams are kept.
 *
 * @param windowSeconds how far back a viewer can go, 12 to 600
 * @param reconnectSeconds how long viewers wait for a broadcaster who lost the line, 0 to 300
 * @param drainSeconds how long publishers and viewers may take to go when the server stops, 0 to
 *     300
 * @param writeDelayMs for how long media is gathered before it goes to those who play over RTMP,
 *     HTTP-FLV or MPEG-TS, 0 to 1000
 */
public record LiveConfig(
        int windowSeconds,
        int reconnectSeconds,
        int drainSeconds,
        int writeDelayMs,
        TrafficLimits limits) {
    /** HLS wants three target durations in a playlist, and ours is 4 s. */
    private static final int MIN_WINDOW_SECONDS = 12;

    private static final int MAX_WINDOW_SECONDS = 600;
    private static final int MAX_RECONNECT_SECONDS = 300;
    private static final int MAX_DRAIN_SECONDS = 300;
    private static final int MAX_WRITE_DELAY_MS = 1000;

    static LiveConfig read(ConfigSection section) throws ConfigException {
        return new LiveConfig(
                section.integer("windowSeconds", 30, MIN_WINDOW_SECONDS, MAX_WINDOW_SECONDS),
                section.integer("reconnectSeconds", 10, 0, MAX_RECONNECT_SECONDS),
                section.integer("drainSeconds", 5, 0, MAX_DRAIN_SECONDS),
                section.integer("writeDelayMs", 100, 0, MAX_WRITE_DELAY_MS),
                section.section("limits", TrafficLimits::read));
    }
}
