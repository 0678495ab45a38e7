package online.nexuscos.streamcore.hls;

import org.jspecify.annotations.Nullable;

/**
 * A single byte range of a body (RFC 9110, 14.1.2).
 *
 * @param length 0 where nothing of the body is in the range
 */
record ByteRange(int start, int length) {
    private static final String UNIT = "bytes=";

    /** The range asked for; null for one that is to be ignored: malformed, or several at once. */
    static @Nullable ByteRange of(String header, int size) {
        int dash = header.indexOf('-');
        if (!header.startsWith(UNIT) || dash < 0) {
            return null;
        }
        long first = Decimal.parse(header, UNIT.length(), dash);
        long last = Decimal.parse(header, dash + 1, header.length());
        boolean openStart = dash == UNIT.length();
        boolean openEnd = dash + 1 == header.length();
        if (openStart) {
            if (last < 0) {
                return null;
            }
            int length = (int) Math.min(last, size);
            return new ByteRange(size - length, length);
        }
        if (first < 0 || (!openEnd && last < first)) {
            return null;
        }
        if (first >= size) {
            return new ByteRange(size, 0);
        }
        long end = openEnd ? size : Math.min(last + 1, size);
        return new ByteRange((int) first, (int) (end - first));
    }
}
