package online.nexuscos.gateway.e2e;

import java.util.ArrayList;
import java.util.List;
import online.nexuscos.gateway.e2e.LivePlaylist.Part;
import online.nexuscos.gateway.e2e.LivePlaylist.Segment;

/** What a media playlist of ours must keep to, whatever is published. */
final class PlaylistRules {
    private static final double ROUNDING = 1e-5;
    private static final double LEAST_OF_TARGET = 0.85;
    private static final int WINDOW_TARGETS = 3;

    private PlaylistRules() {}

    /** One line for each rule that is broken; empty is good. */
    static List<String> violations(LivePlaylist playlist) {
        List<String> violations = new ArrayList<>();
        LivePlaylist.Head head = playlist.head();
        if (playlist.text().contains("PLAYLIST-TYPE")) {
            violations.add("a sliding playlist has a PLAYLIST-TYPE");
        }
        double holdBack =
                Double.parseDouble(
                        LivePlaylist.attribute(":" + head.serverControl(), "PART-HOLD-BACK")
                                .orElse("0"));
        if (holdBack < WINDOW_TARGETS * head.partTarget() - ROUNDING) {
            violations.add("PART-HOLD-BACK " + holdBack + " with parts of " + head.partTarget());
        }
        double skip =
                Double.parseDouble(
                        LivePlaylist.attribute(":" + head.serverControl(), "CAN-SKIP-UNTIL")
                                .orElse("0"));
        if (skip < 6 * head.targetDuration()) {
            violations.add("CAN-SKIP-UNTIL " + skip);
        }
        for (Segment segment : playlist.segments()) {
            segment(segment, playlist, violations);
        }
        return violations;
    }

    private static void segment(Segment segment, LivePlaylist playlist, List<String> violations) {
        String name = "segment " + segment.sequence();
        if (segment.date().isEmpty()) {
            violations.add(name + " has no date");
        }
        if (segment.map().isEmpty()) {
            violations.add(name + " has no EXT-X-MAP");
        }
        if (segment.whole() && Math.round(segment.duration()) > playlist.head().targetDuration()) {
            violations.add(name + " lasts " + segment.duration());
        }
        List<Part> parts = segment.parts();
        for (int i = 0; i < parts.size(); i++) {
            boolean last = segment.whole() && i == parts.size() - 1;
            part(name + " part " + i, parts.get(i), last, playlist, violations);
        }
        if (segment.whole() && !parts.isEmpty()) {
            double sum = parts.stream().mapToDouble(Part::duration).sum();
            if (Math.abs(sum - segment.duration()) > ROUNDING * (parts.size() + 1)) {
                violations.add(name + " lasts " + segment.duration() + ", its parts " + sum);
            }
        }
    }

    private static void part(
            String name, Part part, boolean last, LivePlaylist playlist, List<String> violations) {
        double target = playlist.head().partTarget();
        if (part.duration() > target + ROUNDING) {
            violations.add(name + " lasts " + part.duration() + " of " + target);
        }
        if (!last && part.duration() < LEAST_OF_TARGET * target - ROUNDING) {
            violations.add(name + " lasts only " + part.duration() + " of " + target);
        }
        if (part.gap()) {
            violations.add(name + " is a gap");
        }
    }

    /** Both renditions have the same segments and parts by number, where both list them. */
    static List<String> misalignments(LivePlaylist one, LivePlaylist other) {
        List<String> violations = new ArrayList<>();
        if (!one.head().serverControl().equals(other.head().serverControl())
                || one.head().targetDuration() != other.head().targetDuration()) {
            violations.add(one.head() + " and " + other.head());
        }
        for (Segment segment : one.whole()) {
            other.whole().stream()
                    .filter(each -> each.sequence() == segment.sequence())
                    .filter(each -> !isAligned(segment, each))
                    .forEach(each -> violations.add(segment + "\nand\n" + each));
        }
        return violations;
    }

    private static boolean isAligned(Segment one, Segment other) {
        boolean dated =
                one.date().isPresent()
                        && other.date().isPresent()
                        && Math.abs(
                                        one.date().get().toInstant().toEpochMilli()
                                                - other.date().get().toInstant().toEpochMilli())
                                <= 100;
        boolean counted =
                one.parts().isEmpty()
                        || other.parts().isEmpty()
                        || one.parts().size() == other.parts().size();
        return dated
                && counted
                && one.discontinuity() == other.discontinuity()
                && Math.abs(one.duration() - other.duration()) < 0.1;
    }
}
