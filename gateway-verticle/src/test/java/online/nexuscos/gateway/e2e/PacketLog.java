package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What FFmpeg read, packet by packet, as its muxer {@code framecrc} tells it.
 *
 * @param facts what it said of each stream, by name and index: {@code codec_id 0}
 */
record PacketLog(Map<String, String> facts, List<Packet> packets) {
    private static final double MAX_GAP_SECONDS = 0.2;
    private static final double MAX_SKEW_SECONDS = 0.1;

    /** Times in seconds. */
    record Packet(int stream, double dts, int size, boolean keyframe) {}

    /** Reads a file of media through FFmpeg, which has nothing to complain of. */
    static PacketLog of(Ffmpeg ffmpeg, Path media) {
        Path text = media.resolveSibling("packets.txt");
        Ffmpeg.Outcome outcome =
                ffmpeg.run(
                        List.of(
                                "-loglevel",
                                "error",
                                "-i",
                                media.toString(),
                                "-c",
                                "copy",
                                "-f",
                                "framecrc",
                                text.toString()));
        assertThat(outcome.text()).isEmpty();
        return read(text);
    }

    static PacketLog read(Path file) {
        Map<String, String> facts = new TreeMap<>();
        List<Packet> packets = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith("#")) {
                    String[] fact = line.substring(1).split(": ", 2);
                    facts.put(fact[0], fact.length > 1 ? fact[1].strip() : "");
                } else if (!line.isBlank()) {
                    packets.add(packet(line, facts));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PacketLog(facts, packets);
    }

    private static Packet packet(String line, Map<String, String> facts) {
        String[] fields = line.split(", *", -1);
        int stream = Integer.parseInt(fields[0].strip());
        String[] base = facts.getOrDefault("tb " + stream, "1/1").split("/", -1);
        double tick = Double.parseDouble(base[0]) / Double.parseDouble(base[1]);
        return new Packet(
                stream,
                Long.parseLong(fields[1].strip()) * tick,
                Integer.parseInt(fields[4].strip()),
                !line.contains("F=0x0"));
    }

    /** The stream of a kind, video or audio. */
    Optional<Integer> stream(String kind) {
        return facts.entrySet().stream()
                .filter(fact -> fact.getKey().startsWith("media_type"))
                .filter(fact -> fact.getValue().equals(kind))
                .map(fact -> Integer.parseInt(fact.getKey().split(" ", -1)[1]))
                .findFirst();
    }

    private String fact(String name, String kind) {
        return stream(kind).map(index -> facts.getOrDefault(name + " " + index, "")).orElse("");
    }

    /** Codecs and size, in one line: {@code h264 320x180 aac 48000}. */
    String formats() {
        return String.join(
                        " ",
                        fact("codec_id", "video"),
                        fact("dimensions", "video"),
                        fact("codec_id", "audio"),
                        fact("sample_rate", "audio"))
                .strip();
    }

    List<Packet> of(String kind) {
        int index = stream(kind).orElse(-1);
        return packets.stream().filter(packet -> packet.stream() == index).toList();
    }

    /**
     * What is wrong with it for one who begins to watch; empty is good.
     *
     * @param seconds it should last, with the pictures of a clip at 25 a second
     */
    List<String> faults(double seconds) {
        List<String> faults = new ArrayList<>();
        for (String kind : List.of("video", "audio")) {
            List<Packet> all = of(kind);
            if (all.isEmpty()) {
                faults.add("no " + kind);
                return faults;
            }
            double lasts = all.getLast().dts() - all.getFirst().dts();
            if (lasts < seconds - MAX_GAP_SECONDS) {
                faults.add(kind + " lasts " + lasts + " s");
            }
            for (int i = 1; i < all.size(); i++) {
                double step = all.get(i).dts() - all.get(i - 1).dts();
                if (step <= 0 || step > MAX_GAP_SECONDS) {
                    faults.add(kind + " goes on by " + step + " s after " + all.get(i - 1));
                }
            }
        }
        Packet picture = of("video").getFirst();
        if (!picture.keyframe()) {
            faults.add("the first picture is no keyframe");
        }
        double skew = Math.abs(picture.dts() - of("audio").getFirst().dts());
        if (skew > MAX_SKEW_SECONDS) {
            faults.add("pictures and sound begin " + skew + " s apart");
        }
        if (of("video").size() < (seconds - MAX_GAP_SECONDS) * 25) {
            faults.add("only " + of("video").size() + " pictures");
        }
        return faults;
    }
}
