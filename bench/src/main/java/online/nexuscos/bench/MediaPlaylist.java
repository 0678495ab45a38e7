package online.nexuscos.bench;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the bench needs of an HLS playlist (draft-pantos-hls-rfc8216bis).
 *
 * @param variants URIs of a multivariant playlist; empty in a media playlist
 * @param canBlock the server holds a request until the part asked for exists
 * @param partTargetSeconds 0 without parts
 * @param segments the last may still be in the making: without a URI, with the parts so far
 */
record MediaPlaylist(
        List<String> variants, boolean canBlock, double partTargetSeconds, List<Segment> segments) {
    /** Longest text that is looked at: a live playlist is a few kB. */
    private static final int MAX_CHARACTERS = 1 << 20;

    private static final DateTimeFormatter DATE_TIME =
            new DateTimeFormatterBuilder()
                    .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
                    .appendPattern("[XXX][XX]")
                    .toFormatter(Locale.ROOT);

    /**
     * @param uri empty while in the making
     * @param durationSeconds of the whole, or of the parts so far
     * @param start wall clock of its first sample, counted on from the segment before when it has
     *     no date of its own
     * @param parts empty once they have left the playlist
     */
    record Segment(
            long sequence,
            String uri,
            double durationSeconds,
            @Nullable Instant start,
            List<Part> parts) {
        boolean isComplete() {
            return !uri.isEmpty();
        }
    }

    record Part(String uri, double durationSeconds) {}

    /** What to ask for next: the first part that is not in the playlist. */
    record Position(long sequence, int part) {}

    boolean hasParts() {
        return partTargetSeconds > 0;
    }

    List<Segment> completeSegments() {
        return segments.stream().filter(Segment::isComplete).toList();
    }

    double completeSeconds() {
        return completeSegments().stream().mapToDouble(Segment::durationSeconds).sum();
    }

    Position next() {
        if (segments.isEmpty()) {
            return new Position(0, 0);
        }
        Segment last = segments.getLast();
        return last.isComplete()
                ? new Position(last.sequence() + 1, 0)
                : new Position(last.sequence(), last.parts().size());
    }

    /**
     * @throws BenchException not a playlist, or a number in it is none
     */
    static MediaPlaylist parse(String text) {
        if (!text.startsWith("#EXTM3U")) {
            throw new BenchException(
                    "no playlist: " + text.substring(0, Math.min(80, text.length())));
        }
        if (text.length() > MAX_CHARACTERS) {
            throw new BenchException(
                    "playlist: %d characters (expected: <= %d)"
                            .formatted(text.length(), MAX_CHARACTERS));
        }
        try {
            Reader reader = new Reader();
            text.lines().forEach(reader::line);
            return reader.end();
        } catch (NumberFormatException | DateTimeParseException e) {
            throw new BenchException("playlist: " + e.getMessage(), e);
        }
    }

    /** The value of an attribute, without its quotes; null when the tag has none. */
    static @Nullable String attribute(String tag, String name) {
        Matcher matcher = Pattern.compile("[:,]\\s*" + name + "=(\"([^\"]*)\"|[^,]*)").matcher(tag);
        if (!matcher.find()) {
            return null;
        }
        return matcher.group(2) != null ? matcher.group(2) : matcher.group(1);
    }

    /** Gathers a playlist line by line. */
    private static final class Reader {
        private final List<String> variants = new ArrayList<>();
        private final List<Segment> segments = new ArrayList<>();
        private List<Part> parts = new ArrayList<>();
        private boolean canBlock;
        private boolean variantFollows;
        private double partTargetSeconds;
        private double durationSeconds;
        private long sequence;
        private @Nullable Instant start;

        void line(String line) {
            if (line.startsWith("#EXT-X-MEDIA-SEQUENCE:")) {
                sequence = Long.parseLong(after(line));
            } else if (line.startsWith("#EXT-X-SERVER-CONTROL:")) {
                canBlock = "YES".equals(attribute(line, "CAN-BLOCK-RELOAD"));
            } else if (line.startsWith("#EXT-X-PART-INF:")) {
                partTargetSeconds = seconds(line, "PART-TARGET");
            } else if (line.startsWith("#EXT-X-PROGRAM-DATE-TIME:")) {
                start = OffsetDateTime.parse(after(line), DATE_TIME).toInstant();
            } else if (line.startsWith("#EXT-X-PART:")) {
                String uri = attribute(line, "URI");
                parts.add(new Part(uri == null ? "" : uri, seconds(line, "DURATION")));
            } else if (line.startsWith("#EXTINF:")) {
                durationSeconds = Double.parseDouble(after(line).split(",", 2)[0]);
            } else if (line.startsWith("#EXT-X-STREAM-INF:")) {
                variantFollows = true;
            } else if (!line.isBlank() && !line.startsWith("#")) {
                uri(line.strip());
            }
        }

        MediaPlaylist end() {
            if (!parts.isEmpty()) {
                durationSeconds = parts.stream().mapToDouble(Part::durationSeconds).sum();
                segment("");
            }
            return new MediaPlaylist(
                    List.copyOf(variants), canBlock, partTargetSeconds, List.copyOf(segments));
        }

        private void uri(String uri) {
            if (variantFollows) {
                variants.add(uri);
                variantFollows = false;
            } else {
                segment(uri);
            }
        }

        private void segment(String uri) {
            segments.add(new Segment(sequence++, uri, durationSeconds, start, List.copyOf(parts)));
            start = start == null ? null : start.plusNanos(Math.round(durationSeconds * 1e9));
            parts = new ArrayList<>();
        }

        private static String after(String line) {
            return line.substring(line.indexOf(':') + 1).strip();
        }

        private static double seconds(String line, String name) {
            String value = attribute(line, name);
            return value == null ? 0 : Double.parseDouble(value);
        }
    }
}
