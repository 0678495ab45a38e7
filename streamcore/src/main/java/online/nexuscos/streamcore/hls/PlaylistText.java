package online.nexuscos.streamcore.hls;

import java.time.LocalDate;
import java.util.HexFormat;

/**
 * Text of a playlist or a manifest in the making. Numbers are written by hand: with a point
 * whatever the locale, and without a formatter's cost.
 */
final class PlaylistText {
    private static final long[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000};
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final long DAY_MS = 86_400_000;

    private final StringBuilder text;

    PlaylistText(int capacity) {
        text = new StringBuilder(capacity);
    }

    PlaylistText add(String part) {
        text.append(part);
        return this;
    }

    PlaylistText add(char part) {
        text.append(part);
        return this;
    }

    PlaylistText add(long number) {
        text.append(number);
        return this;
    }

    /** A number of 0 or more with that many decimals, 1 to 5, rounded half up. */
    PlaylistText add(double number, int decimals) {
        long power = POWERS[decimals];
        long scaled = (long) (number * power + 0.5);
        text.append(scaled / power).append('.');
        digits(scaled % power, decimals);
        return this;
    }

    /** UTC with milliseconds, as ISO 8601 has it. */
    PlaylistText addTime(long epochMs) {
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(epochMs, DAY_MS));
        long ms = Math.floorMod(epochMs, DAY_MS);
        digits(date.getYear(), 4);
        text.append('-');
        digits(date.getMonthValue(), 2);
        text.append('-');
        digits(date.getDayOfMonth(), 2);
        text.append('T');
        digits(ms / 3_600_000, 2);
        text.append(':');
        digits(ms / 60_000 % 60, 2);
        text.append(':');
        digits(ms / 1_000 % 60, 2);
        text.append('.');
        digits(ms % 1_000, 3);
        text.append('Z');
        return this;
    }

    /** As a quoted string may have it: quotes, percent signs and controls are percent-encoded. */
    PlaylistText addEscaped(String words) {
        for (int i = 0; i < words.length(); i++) {
            char c = words.charAt(i);
            if (c < ' ' || c == '"' || c == '%' || c == 0x7f) {
                text.append('%').append(HEX.toHexDigits((byte) c));
            } else {
                text.append(c);
            }
        }
        return this;
    }

    private void digits(long number, int width) {
        for (int i = width - 1; i >= 0; i--) {
            text.append((char) ('0' + number / POWERS[i] % 10));
        }
    }

    int length() {
        return text.length();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
