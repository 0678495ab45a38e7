package online.nexuscos.streamcore.hls;

/** Whole decimal numbers in a request line. */
final class Decimal {
    /** As many digits as a long surely holds. */
    private static final int MAX_DIGITS = 18;

    private Decimal() {}

    /** The number there, or -1 where it is not one, is empty, or has more than 18 digits. */
    static long parse(String text, int start, int end) {
        if (start >= end || end - start > MAX_DIGITS) {
            return -1;
        }
        long number = 0;
        for (int i = start; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** As {@link #parse}, and -1 for a leading zero: one name for one number. */
    static long parseCanonical(String text, int start, int end) {
        return end - start > 1 && text.charAt(start) == '0' ? -1 : parse(text, start, end);
    }
}
