package online.nexuscos.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What wrk printed.
 *
 * @param seconds as wrk measured them
 * @param bytes received, headers included, to the three digits that wrk prints
 * @param failures answers other than 2xx and 3xx, and socket errors
 */
record WrkReport(long requests, double seconds, double bytes, long failures) {
    private static final Pattern TOTAL =
            Pattern.compile("(\\d+) requests in ([0-9.]+)(us|ms|s|m|h), ([0-9.]+)([KMGTP]?)B read");
    private static final Pattern REFUSED = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
    private static final Pattern SOCKET =
            Pattern.compile(
                    "Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");
    private static final double UNIT_STEP = 1024;

    double requestsPerSecond() {
        return requests / seconds;
    }

    /**
     * @throws BenchException there is no total in it
     */
    static WrkReport parse(String output) {
        Matcher total = TOTAL.matcher(output);
        if (!total.find()) {
            throw new BenchException("wrk printed no total:\n" + output);
        }
        long failures = 0;
        Matcher refused = REFUSED.matcher(output);
        if (refused.find()) {
            failures += Long.parseLong(refused.group(1));
        }
        Matcher socket = SOCKET.matcher(output);
        if (socket.find()) {
            for (int i = 1; i <= socket.groupCount(); i++) {
                failures += Long.parseLong(socket.group(i));
            }
        }
        return new WrkReport(
                Long.parseLong(total.group(1)),
                Double.parseDouble(total.group(2)) * secondsIn(total.group(3)),
                Double.parseDouble(total.group(4)) * bytesIn(total.group(5)),
                failures);
    }

    private static double secondsIn(String unit) {
        return switch (unit) {
            case "us" -> 1e-6;
            case "ms" -> 1e-3;
            case "m" -> 60;
            case "h" -> 3600;
            default -> 1;
        };
    }

    private static double bytesIn(String prefix) {
        return Math.pow(UNIT_STEP, "KMGTP".indexOf(prefix) + (prefix.isEmpty() ? 0 : 1));
    }
}
