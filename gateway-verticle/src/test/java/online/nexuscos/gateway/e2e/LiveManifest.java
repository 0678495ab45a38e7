package online.nexuscos.gateway.e2e;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** A manifest of DASH (ISO/IEC 23009-1), as a player reads it. */
record LiveManifest(Element root, List<Period> periods) {
    /**
     * A period.
     *
     * @param start since the availability start
     */
    record Period(String id, Duration start, List<Track> tracks) {}

    /**
     * A representation and its segments.
     *
     * @param timeOffset of the period's start, in the time scale
     */
    record Track(
            String id,
            String mimeType,
            String codecs,
            long timescale,
            long timeOffset,
            double availabilityTimeOffset,
            String initialization,
            List<Segment> segments,
            Element set) {}

    /**
     * A segment.
     *
     * @param time in the track's time scale
     */
    record Segment(long number, long time, long duration, String uri) {}

    static LiveManifest parse(byte[] xml) {
        try {
            Element root =
                    DocumentBuilderFactory.newDefaultInstance()
                            .newDocumentBuilder()
                            .parse(new ByteArrayInputStream(xml))
                            .getDocumentElement();
            List<Period> periods = new ArrayList<>();
            for (Element period : all(root, "Period")) {
                List<Track> tracks = new ArrayList<>();
                for (Element set : all(period, "AdaptationSet")) {
                    tracks.add(track(set));
                }
                Duration start = Duration.parse(period.getAttribute("start"));
                periods.add(new Period(period.getAttribute("id"), start, tracks));
            }
            return new LiveManifest(root, periods);
        } catch (Exception e) {
            throw new AssertionError("no manifest: " + new String(xml, StandardCharsets.UTF_8), e);
        }
    }

    private static Track track(Element set) {
        Element representation = all(set, "Representation").getFirst();
        Element template = all(representation, "SegmentTemplate").getFirst();
        List<Segment> segments = new ArrayList<>();
        long number = Long.parseLong(template.getAttribute("startNumber"));
        long time = 0;
        for (Element s : all(template, "S")) {
            time = s.hasAttribute("t") ? Long.parseLong(s.getAttribute("t")) : time;
            long duration = Long.parseLong(s.getAttribute("d"));
            long repeats = s.hasAttribute("r") ? Long.parseLong(s.getAttribute("r")) : 0;
            for (long i = 0; i <= repeats; i++) {
                String uri = template.getAttribute("media").replace("$Number$", "" + number);
                segments.add(new Segment(number++, time, duration, uri));
                time += duration;
            }
        }
        return new Track(
                representation.getAttribute("id"),
                set.getAttribute("mimeType"),
                representation.getAttribute("codecs"),
                Long.parseLong(template.getAttribute("timescale")),
                Long.parseLong(template.getAttribute("presentationTimeOffset")),
                Double.parseDouble(template.getAttribute("availabilityTimeOffset")),
                template.getAttribute("initialization"),
                segments,
                set);
    }

    static List<Element> all(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    String attribute(String name) {
        return root.getAttribute(name);
    }

    Instant time(String attribute) {
        return Instant.parse(attribute(attribute));
    }

    Duration duration(String attribute) {
        return Duration.parse(attribute(attribute));
    }

    Track track(String mimeType) {
        return periods.getLast().tracks().stream()
                .filter(track -> track.mimeType().equals(mimeType))
                .findFirst()
                .orElseThrow();
    }

    /** When the segment begins, by the clock. */
    Instant start(Period period, Track track, Segment segment) {
        long nanos = Math.round(1e9 * (segment.time() - track.timeOffset()) / track.timescale());
        return time("availabilityStartTime").plus(period.start()).plusNanos(nanos);
    }
}
