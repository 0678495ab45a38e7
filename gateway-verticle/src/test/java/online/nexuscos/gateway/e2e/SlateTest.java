package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import online.nexuscos.gateway.e2e.LivePlaylist.Segment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Channels that are always on: what viewers get before, between and after publishers. */
class SlateTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final double ROUNDING = 0.002;
    private static final double SLEW = 0.005 + ROUNDING;
    private static final Clip SOUND = new Clip("sound-alone", "320x180", "", 0, 2, 44_100, 60);
    private static final CodecClip MODERN =
            new CodecClip(
                    "hevc-opus",
                    "-c:v libx265 -preset ultrafast -x265-params"
                            + " keyint=50:min-keyint=50:log-level=0",
                    "-c:a libopus");
    private static final String CHANNELS =
            """
            live: {windowSeconds: 60, reconnectSeconds: 1}
            channels:
              show: {title: 'Jazz: "late" & live', key: key-of-show, alwaysOn: true}
              radio: {key: key-of-radio, alwaysOn: false}
              modern: {key: key-of-modern, alwaysOn: true}
            """;

    private final Path folder = TestingServer.folder("slate");
    private final TestingServer server = start(CHANNELS);
    private final List<LiveManifest> manifests = new ArrayList<>();

    private TestingServer start(String configuration) {
        write(configuration);
        return TestingServer.start(
                folder, Map.of("NEXUS_CONFIG", folder.resolve("nexus.yaml").toString()));
    }

    private void write(String configuration) {
        try {
            Files.writeString(folder.resolve("nexus.yaml"), configuration);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    private TestingProcess publish(Path file, String key) {
        return Ffmpeg.bundled().publish(file, server.rtmp(key));
    }

    private void awaitState(String stream, String state) {
        Await.until(
                stream + " is " + state,
                PATIENCE,
                () ->
                        new String(
                                        server.get("/api/streams/" + stream).body(),
                                        StandardCharsets.UTF_8)
                                .contains("\"state\":\"" + state + "\""),
                () -> server.process().text());
    }

    private LivePlaylist awaitDiscontinuities(String stream, String file, int count, int whole) {
        return Await.value(
                count + " discontinuities in " + stream + ", then segments",
                PATIENCE,
                () ->
                        Optional.of(look(stream, file))
                                .filter(each -> discontinuities(each) >= count)
                                .filter(each -> sinceLast(each) >= whole));
    }

    /** The playlist; and the manifest of the same stream, as a player of DASH would see it now. */
    private LivePlaylist look(String stream, String file) {
        var manifest = server.get("/live/" + stream + "/manifest.mpd");
        if (manifest.statusCode() == 200) {
            manifests.add(LiveManifest.parse(manifest.body()));
        }
        return server.playlist(stream, file);
    }

    private void assertManifestsKeepTheRules() {
        for (int i = 1; i < manifests.size(); i++) {
            assertThat(ManifestRules.violations(manifests.get(i))).isEmpty();
            assertThat(ManifestRules.contradictions(manifests.get(i - 1), manifests.get(i)))
                    .isEmpty();
        }
        assertThat(manifests.getLast().periods()).hasSizeGreaterThanOrEqualTo(5);
    }

    /** Parsers that are not ours take what is said at the end. */
    private void assertParses(String stream) throws IOException {
        NodePackages packages = NodePackages.of("parser", "read.mjs");
        List<String> command = new ArrayList<>(List.of("node", "read.mjs"));
        for (String file : List.of("index.m3u8", "video.m3u8", "audio.m3u8", "manifest.mpd")) {
            String name = "slate-" + stream + "-" + file;
            Files.write(packages.file(name), server.get("/live/" + stream + "/" + file).body());
            command.add(name);
        }
        packages.run(command);
    }

    private static long discontinuities(LivePlaylist playlist) {
        return playlist.whole().stream().filter(Segment::discontinuity).count();
    }

    private static int sinceLast(LivePlaylist playlist) {
        List<Segment> whole = playlist.whole();
        int count = 0;
        for (int i = whole.size() - 1; i >= 0 && !whole.get(i).discontinuity(); i--) {
            count++;
        }
        return count;
    }

    /**
     * Decoding times and dates go on from segment to segment, whoever sends them. Dates never go
     * back, but for the milliseconds by which they follow a publisher's clock.
     */
    private void assertContinuous(String stream, LivePlaylist playlist) {
        double end = Double.NaN;
        double date = Double.NaN;
        for (Segment segment : playlist.whole()) {
            if (segment.gap()) { // a publisher was cut off between picture and sound
                date += segment.duration();
                continue;
            }
            byte[] map = media(stream, segment.map().orElseThrow());
            Fragment fragment = Fragment.parse(media(stream, segment.uri()));
            double timescale = Fragment.timescale(map);
            double start = fragment.decodeTime() / timescale;
            double shown = segment.date().orElseThrow().toInstant().toEpochMilli() / 1000.0;
            if (!Double.isNaN(end)) {
                assertThat(start - end).as("before " + segment.uri()).isBetween(-0.001, 0.1);
                assertThat(shown - date)
                        .as("date of " + segment.uri() + " in " + playlist.text())
                        .isBetween(segment.discontinuity() ? -ROUNDING : -SLEW, 0.5);
            }
            end = start + fragment.duration() / timescale;
            date = shown + segment.duration();
        }
    }

    /** A publisher that is killed may leave a segment whose sound never came: at most 100 ms. */
    private static List<String> violations(LivePlaylist playlist) {
        assertThat(playlist.whole())
                .filteredOn(Segment::gap)
                .allSatisfy(gap -> assertThat(gap.duration()).isLessThan(0.1));
        return PlaylistRules.violations(playlist).stream()
                .filter(line -> !line.endsWith("is a gap"))
                .toList();
    }

    @Test
    void programme_goes_on_through_slates_and_publishers() throws IOException {
        awaitState("show", "slate");
        server.awaitSegments("show", "video.m3u8", 1);
        try (TestingProcess _ = publish(Clip.PLAIN.file(), "key-of-show")) {
            awaitState("show", "live");
            awaitDiscontinuities("show", "video.m3u8", 1, 1);
        }
        awaitState("show", "slate");
        awaitDiscontinuities("show", "video.m3u8", 2, 1);
        TestingProcess killed = publish(Clip.PLAIN.file(), "key-of-show");
        awaitState("show", "live");
        awaitDiscontinuities("show", "video.m3u8", 3, 1);
        killed.kill();
        awaitState("show", "slate");
        LivePlaylist video = awaitDiscontinuities("show", "video.m3u8", 4, 1);
        LivePlaylist audio = awaitDiscontinuities("show", "audio.m3u8", 4, 1);
        assertThat(video.ended()).isFalse();
        assertThat(violations(video)).as(video.text()).isEmpty();
        assertThat(violations(audio)).as(audio.text()).isEmpty();
        assertThat(PlaylistRules.misalignments(video, audio)).isEmpty();
        assertContinuous("show", video);
        assertContinuous("show", audio);
        assertManifestsKeepTheRules();
        assertParses("show");
        assertDecodes("show", video, audio);
        assertThat(server.leaks()).isEmpty();
        assertThat(server.errors()).isEmpty();
    }

    /**
     * What has been between two discontinuities, each with its own initialization section. FFmpeg's
     * player of HLS keeps the first one for ever, so it gets them one by one.
     */
    private void assertDecodes(String stream, LivePlaylist video, LivePlaylist audio)
            throws IOException {
        List<Path> pictures = stretches(stream, video);
        List<Path> sounds = stretches(stream, audio);
        assertThat(pictures).hasSameSizeAs(sounds);
        for (int i = 0; i < pictures.size(); i++) {
            String arguments =
                    "-loglevel error -i %s -i %s -map 0 -map 1 -f null -"
                            .formatted(pictures.get(i), sounds.get(i));
            Ffmpeg.Outcome outcome = Ffmpeg.bundled().run(List.of(arguments.split(" ")));
            assertThat(outcome.text()).as("stretch " + i).isEmpty();
            assertThat(outcome.exitCode()).isZero();
        }
    }

    private List<Path> stretches(String stream, LivePlaylist playlist) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Segment segment : playlist.whole()) {
            if (files.isEmpty() || segment.discontinuity()) {
                Path file = Files.createTempFile(folder, "stretch", ".mp4");
                Files.write(file, media(stream, segment.map().orElseThrow()));
                files.add(file);
            }
            if (!segment.gap()) {
                Files.write(
                        files.getLast(), media(stream, segment.uri()), StandardOpenOption.APPEND);
            }
        }
        return files;
    }

    private byte[] media(String stream, String uri) {
        return server.get("/live/" + stream + "/" + uri).body();
    }

    /** A player that was made for HEVC and Opus need not change its decoders. */
    @Test
    void slate_has_the_codecs_and_the_size_of_the_publisher() throws IOException {
        awaitState("modern", "slate");
        try (TestingProcess _ = publish(MODERN.file(), "key-of-modern")) {
            server.awaitSegments("modern", "video.m3u8", 1);
            Await.until(
                    "the slate in the publisher's form is made",
                    PATIENCE,
                    () -> server.process().text().contains("HEVC-320x180-25-OPUS-48000-2 in "),
                    () -> server.process().text());
        }
        awaitState("modern", "slate");
        LivePlaylist video = awaitDiscontinuities("modern", "video.m3u8", 2, 1);
        LivePlaylist audio = awaitDiscontinuities("modern", "audio.m3u8", 2, 1);
        assertThat(violations(video)).as(video.text()).isEmpty();
        assertContinuous("modern", video);
        assertContinuous("modern", audio);
        String index = server.playlist("modern", "index.m3u8").text();
        assertThat(index).contains("hvc1.").contains("Opus").contains("RESOLUTION=320x180");
        assertDecodes("modern", video, audio);
    }

    @Test
    void sound_alone_goes_on_and_a_bad_picture_is_named() throws IOException {
        TestingProcess publisher = publish(SOUND.file(), "key-of-radio");
        server.awaitSegments("radio", "audio.m3u8", 1);
        Path bad = folder.resolve("bad.png");
        Files.write(bad, new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 1, 2, 3});
        Path text = Files.writeString(folder.resolve("note.txt"), "no picture at all");
        write(
                CHANNELS.replace("alwaysOn: false", "alwaysOn: true, slate: " + bad)
                        .replaceFirst("alwaysOn: true}", "alwaysOn: true, slate: " + text + "}"));
        Await.until(
                "both files are named, and our own picture is made instead",
                PATIENCE,
                () ->
                        server.process().text().contains("bad.png: cannot be encoded")
                                && server.process().text().contains("note.txt: no picture")
                                && server.process().text().contains("25-AAC-44100-2 in "),
                () -> server.process().text());
        publisher.kill();
        awaitState("radio", "slate");
        LivePlaylist audio = awaitDiscontinuities("radio", "audio.m3u8", 1, 1);
        assertThat(violations(audio)).as(audio.text()).isEmpty();
        assertContinuous("radio", audio);
        assertThat(server.playlist("radio", "index.m3u8").text()).doesNotContain("video.m3u8");
        write(CHANNELS);
        awaitState("radio", "offline");
        assertThat(server.leaks()).isEmpty();
    }
}
