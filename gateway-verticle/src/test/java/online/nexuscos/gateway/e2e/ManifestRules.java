package online.nexuscos.gateway.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import online.nexuscos.gateway.e2e.LiveManifest.Period;
import online.nexuscos.gateway.e2e.LiveManifest.Segment;
import online.nexuscos.gateway.e2e.LiveManifest.Track;

/**
 * What our manifests must keep to, whatever is published: the rules for live services and low
 * latency of the DASH Industry Forum (IOP 5, parts 4 and 5) and of ISO/IEC 23009-1.
 */
final class ManifestRules {
    /** No part is longer where the frame rate is constant. */
    private static final double PART_SECONDS = 0.21;

    private ManifestRules() {}

    /** One line for each rule that is broken; empty is good. */
    static List<String> violations(LiveManifest manifest) {
        List<String> violations = new ArrayList<>();
        for (String name :
                List.of("availabilityStartTime", "publishTime", "minBufferTime", "profiles")) {
            if (manifest.attribute(name).isEmpty()) {
                violations.add("no " + name);
            }
        }
        expect(violations, "dynamic", manifest.attribute("type"), "type");
        if (!manifest.attribute("publishTime").endsWith("Z")) {
            violations.add("a publish time that is not UTC");
        }
        if (LiveManifest.all(manifest.root(), "UTCTiming").isEmpty()) {
            violations.add("no UTCTiming");
        }
        var latency = LiveManifest.all(manifest.root(), "Latency");
        if (latency.size() != 1 || latency.getFirst().getAttribute("target").isEmpty()) {
            violations.add("no ServiceDescription with a latency target");
        }
        if (LiveManifest.all(manifest.root(), "PlaybackRate").size() != 1) {
            violations.add("no PlaybackRate");
        }
        Duration end = Duration.ZERO;
        for (Period period : manifest.periods()) {
            if (period.id().isEmpty() || period.tracks().isEmpty()) {
                violations.add("an empty or nameless period");
            }
            if (period.start().compareTo(end) < 0) {
                violations.add("period " + period.id() + " begins before " + end);
            }
            for (Track track : period.tracks()) {
                track(manifest, period, track, violations);
                end = max(end, period.start().plus(length(track)));
            }
        }
        return violations;
    }

    private static void track(
            LiveManifest manifest, Period period, Track track, List<String> violations) {
        String name = period.id() + " " + track.id() + ": ";
        var template = LiveManifest.all(track.set(), "SegmentTemplate").getFirst();
        expect(violations, "false", template.getAttribute("availabilityTimeComplete"), name);
        if (track.segments().isEmpty() || track.codecs().isEmpty()) {
            violations.add(name + "no segments, or no codecs");
            return;
        }
        if (track.initialization().contains("?")
                || track.segments().getFirst().uri().contains("/")) {
            violations.add(name + "addresses that lose a token in the path");
        }
        double longest = 0;
        long end = track.segments().getFirst().time();
        for (Segment segment : track.segments()) {
            longest = Math.max(longest, (double) segment.duration() / track.timescale());
            if (segment.time() != end) {
                violations.add(name + "a hole or an overlap before " + segment);
            }
            end = segment.time() + segment.duration();
        }
        // What is shorter than a part is there as a whole or not at all.
        boolean early = longest <= PART_SECONDS || track.availabilityTimeOffset() > 0;
        if (!early || track.availabilityTimeOffset() >= longest) {
            violations.add(name + "available " + track.availabilityTimeOffset() + " s early");
        }
        if (longest > manifest.duration("maxSegmentDuration").toMillis() / 1000.0 + 0.001) {
            violations.add(name + "a segment of " + longest + " s");
        }
        if (LiveManifest.all(track.set(), "ProducerReferenceTime").size() != 1) {
            violations.add(name + "no ProducerReferenceTime");
        }
    }

    private static Duration length(Track track) {
        // The last one's end is a guess while it is in the making.
        Segment last = track.segments().getLast();
        double seconds = (double) (last.time() - track.timeOffset()) / track.timescale();
        return Duration.ofMillis(Math.max(0, Math.round(seconds * 1000) - 1));
    }

    /** What one says and a later one of the same stream takes back; empty is good. */
    static List<String> contradictions(LiveManifest one, LiveManifest later) {
        List<String> violations = new ArrayList<>();
        expect(
                violations,
                one.attribute("availabilityStartTime"),
                later.attribute("availabilityStartTime"),
                "availabilityStartTime");
        if (later.time("publishTime").isBefore(one.time("publishTime"))) {
            violations.add("published before");
        }
        for (Period period : one.periods()) {
            Optional<Period> same =
                    later.periods().stream().filter(p -> p.id().equals(period.id())).findFirst();
            if (same.isEmpty()) {
                continue;
            }
            if (!same.get().start().equals(period.start())) {
                violations.add(period.id() + " begins anew at " + same.get().start());
            }
            for (Track track : period.tracks()) {
                same.get().tracks().stream()
                        .filter(t -> t.id().equals(track.id()))
                        .forEach(t -> contradictions(track, t, violations));
            }
        }
        return violations;
    }

    private static void contradictions(Track one, Track later, List<String> violations) {
        for (Segment segment : one.segments()) {
            for (Segment other : later.segments()) {
                if (segment.number() == other.number() && segment.time() != other.time()) {
                    violations.add(segment + " became " + other);
                }
            }
        }
        Segment first = later.segments().getFirst();
        if (first.number() < one.segments().getFirst().number()) {
            violations.add(first + " came back");
        }
    }

    private static void expect(
            List<String> violations, String expected, String found, String what) {
        if (!found.equals(expected)) {
            violations.add(what + ": " + found + " (expected: " + expected + ")");
        }
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
