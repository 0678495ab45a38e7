package online.nexuscos.streamcore.hls;

import io.netty.util.AsciiString;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The value of the Date header: written anew once a second, by whoever asks first. */
final class HttpDate {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private volatile Second current = new Second(-1, AsciiString.EMPTY_STRING);

    CharSequence now() {
        long second = System.currentTimeMillis() / 1000;
        Second known = current;
        if (known.epochSecond() != second) {
            String text = FORMAT.format(Instant.ofEpochSecond(second));
            known = new Second(second, AsciiString.cached(text));
            current = known;
        }
        return known.text();
    }

    private record Second(long epochSecond, AsciiString text) {}
}
