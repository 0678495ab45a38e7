package online.nexuscos.gateway.e2e;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A media playlist as a player reads it: line by line, and nothing it does not say. */
record LivePlaylist(
        String text, Head head, List<Segment> segments, Optional<String> hint, boolean ended) {
    private static final Pattern ATTRIBUTE = Pattern.compile("([A-Z-]+)=(\"[^\"]*\"|[^,]*)");

    /** What is said once; NaN or -1 is what is not said. */
    record Head(
            int targetDuration,
            long mediaSequence,
            long discontinuitySequence,
            double partTarget,
            String serverControl,
            int skipped) {}

    /**
     * A segment.
     *
     * @param duration NaN while it is in the making
     */
    record Segment(
            long sequence,
            double duration,
            String uri,
            boolean discontinuity,
            boolean gap,
            Optional<String> map,
            Optional<OffsetDateTime> date,
            List<Part> parts) {
        boolean whole() {
            return !Double.isNaN(duration);
        }
    }

    record Part(double duration, String uri, boolean independent, boolean gap) {}

    record Report(String uri, long sequence, long part) {}

    static LivePlaylist parse(String text) {
        return new Reading().read(text);
    }

    List<Segment> whole() {
        return segments.stream().filter(Segment::whole).toList();
    }

    /** The segment in the making: empty between two segments. */
    Optional<Segment> open() {
        return segments.stream().filter(segment -> !segment.whole()).findFirst();
    }

    List<Part> parts() {
        return segments.stream().flatMap(segment -> segment.parts().stream()).toList();
    }

    /** The media sequence number of the last segment, whole or not. */
    long lastSequence() {
        return segments.getLast().sequence();
    }

    List<Report> reports() {
        return lines("#EXT-X-RENDITION-REPORT:").stream()
                .map(line ->
                        new Report(
                                attribute(line, "URI").orElseThrow(),
                                Long.parseLong(attribute(line, "LAST-MSN").orElseThrow()),
                                Long.parseLong(attribute(line, "LAST-PART").orElseThrow())))
                .toList();
    }

    List<String> lines(String prefix) {
        return text.lines().filter(line -> line.startsWith(prefix)).toList();
    }

    static Optional<String> attribute(String line, String name) {
        Matcher matcher = ATTRIBUTE.matcher(line.substring(line.indexOf(':') + 1));
        while (matcher.find()) {
            if (matcher.group(1).equals(name)) {
                return Optional.of(matcher.group(2).replace("\"", ""));
            }
        }
        return Optional.empty();
    }

    /** The lines so far. */
    private static final class Reading {
        private int targetDuration = -1;
        private long mediaSequence;
        private long discontinuitySequence;
        private double partTarget = Double.NaN;
        private String serverControl = "";
        private int skipped;
        private final List<Segment> segments = new ArrayList<>();
        private List<Part> parts = new ArrayList<>();
        private double duration = Double.NaN;
        private boolean discontinuity;
        private boolean gap;
        private boolean ended;
        private @Nullable String map;
        private @Nullable OffsetDateTime date;
        private @Nullable String hint;

        LivePlaylist read(String text) {
            text.lines().forEach(this::line);
            if (!parts.isEmpty()) {
                add("");
            }
            Head head =
                    new Head(
                            targetDuration,
                            mediaSequence,
                            discontinuitySequence,
                            partTarget,
                            serverControl,
                            skipped);
            return new LivePlaylist(
                    text, head, List.copyOf(segments), Optional.ofNullable(hint), ended);
        }

        private void line(String line) {
            String value = line.substring(line.indexOf(':') + 1);
            switch (line.startsWith("#") ? line.split(":", 2)[0] : "URI") {
                case "#EXT-X-TARGETDURATION" -> targetDuration = Integer.parseInt(value);
                case "#EXT-X-MEDIA-SEQUENCE" -> mediaSequence = Long.parseLong(value);
                case "#EXT-X-DISCONTINUITY-SEQUENCE" ->
                        discontinuitySequence = Long.parseLong(value);
                case "#EXT-X-SERVER-CONTROL" -> serverControl = value;
                case "#EXT-X-PART-INF" ->
                        partTarget =
                                Double.parseDouble(attribute(line, "PART-TARGET").orElseThrow());
                case "#EXT-X-SKIP" ->
                        skipped =
                                Integer.parseInt(attribute(line, "SKIPPED-SEGMENTS").orElseThrow());
                case "#EXT-X-DISCONTINUITY" -> discontinuity = true;
                case "#EXT-X-GAP" -> gap = true;
                case "#EXT-X-MAP" -> map = attribute(line, "URI").orElseThrow();
                case "#EXT-X-PROGRAM-DATE-TIME" -> date = OffsetDateTime.parse(value);
                case "#EXT-X-PART" -> parts.add(part(line));
                case "#EXTINF" -> duration = Double.parseDouble(value.replace(",", ""));
                case "#EXT-X-PRELOAD-HINT" -> hint = attribute(line, "URI").orElseThrow();
                case "#EXT-X-ENDLIST" -> ended = true;
                case "URI" -> add(line);
                default -> {}
            }
        }

        private static Part part(String line) {
            return new Part(
                    Double.parseDouble(attribute(line, "DURATION").orElseThrow()),
                    attribute(line, "URI").orElseThrow(),
                    attribute(line, "INDEPENDENT").isPresent(),
                    attribute(line, "GAP").isPresent());
        }

        private void add(String uri) {
            segments.add(
                    new Segment(
                            mediaSequence + skipped + segments.size(),
                            duration,
                            uri,
                            discontinuity,
                            gap,
                            Optional.ofNullable(map),
                            Optional.ofNullable(date),
                            List.copyOf(parts)));
            parts = new ArrayList<>();
            duration = Double.NaN;
            discontinuity = false;
            gap = false;
            date = null;
        }
    }
}
