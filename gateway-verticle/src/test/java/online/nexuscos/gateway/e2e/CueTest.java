package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import online.nexuscos.gateway.e2e.LivePlaylist.Segment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is said at a moment of a stream, and its captions, up to the players. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CueTest {
    private static final String HLS = "hls.js/dist/hls.js";
    private static final String DASHJS = "dashjs/dist/modern/umd/dash.all.min.js";
    private static final String SCHEME = "https://aomedia.org/emsg/ID3";
    private static final String VALUE = "{\"home\": 1}";
    private static final String SHOWN =
            """
            video => [...video.textTracks]
              .filter((track) => track.mode === "showing")
              .flatMap((track) => [...(track.cues ?? [])])
              .map((cue) => cue.text)
              .join()
            """;
    private static final double ROUNDING_MS = 2;

    private final Path folder = TestingServer.folder("cues");
    private final TestingServer server =
            TestingServer.start(
                    folder, Map.of("NEXUS_ACCOUNTS_ENABLED", "true", "NEXUS_INGEST_OPEN", "true"));
    private final PlayerPage pages = new PlayerPage();

    @AfterAll
    void close() {
        pages.close();
        List<String> leaks = server.leaks();
        server.close();
        assertThat(leaks).isEmpty();
    }

    private static JsonObject cue(String value) {
        return new JsonObject().put("name", "score").put("value", value);
    }

    @Test
    void a_cue_is_in_media_playlists_and_manifest_and_reaches_the_players() {
        SignedIn owner = SignedIn.administrator(server, new People(server, folder));
        try (TestingProcess _ = Ffmpeg.bundled().publish(Clip.PLAIN.file(), server.rtmp("show"))) {
            server.awaitSegments("show", "video.m3u8", 2);
            Page hls = pages.open(HLS);
            Page dash = pages.open(DASHJS);
            hls.evaluate("url => listenWithHls(url)", server.http("/live/show/index.m3u8"));
            dash.evaluate("url => playWithDashjs(url)", server.http("/live/show/manifest.mpd"));
            PlayerPage.awaitPlaying(hls, "hls.js", 1);
            PlayerPage.awaitPlaying(dash, "dash.js", 1);

            String path = "/api/streams/show/metadata";
            assertThat(owner.send("POST", path.replace("show", "no"), cue(VALUE)).status())
                    .isEqualTo(404);
            Instant said = Instant.now();
            assertThat(owner.send("POST", path, cue(VALUE)).status()).isEqualTo(204);

            for (String file : List.of("video.m3u8", "audio.m3u8")) {
                assertThat(date("show", file, VALUE))
                        .isBetween(said.minusMillis(1500), said.plusMillis(1500));
            }
            // The rendition that leads carries it.
            assertInMedia("show", "video.m3u8", "score\0" + VALUE);
            awaitHeard(hls, "hls.js", VALUE);
            awaitHeard(dash, "dash.js", VALUE);
            byte[] manifest = server.get("/live/show/manifest.mpd").body();
            assertThat(LiveManifest.all(LiveManifest.parse(manifest).root(), "InbandEventStream"))
                    .isNotEmpty()
                    .allMatch(each -> each.getAttribute("schemeIdUri").equals(SCHEME));
        }
    }

    /** FFmpeg sends subtitles as {@code onTextData}. */
    @Test
    void text_of_a_publisher_is_a_cue() throws IOException {
        StringBuilder subtitles = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            subtitles.append(
                    "%1$d\n00:00:%1$02d,000 --> 00:00:%1$02d,900\nspoken %1$d\n\n".formatted(i));
        }
        Path file = Files.writeString(folder.resolve("spoken.srt"), subtitles);
        String input = "-loglevel warning -re -i " + Clip.PLAIN.file() + " -i " + file;
        String output = " -map 0 -map 1 -c copy -c:s text -f flv " + server.rtmp("spoken");
        try (TestingProcess _ =
                Ffmpeg.bundled().start("publisher", List.of((input + output).split(" ")))) {
            server.awaitSegments("spoken", "video.m3u8", 2);
            date("spoken", "video.m3u8", "spoken 3");
        }
    }

    /** The date of the cue in the playlist. */
    private Instant date(String stream, String file, String value) {
        String line =
                Await.value(
                        value + " in " + file,
                        TestingServer.START,
                        () ->
                                server.playlist(stream, file).lines("#EXT-X-DATERANGE:").stream()
                                        .filter(each -> unescaped(each).contains(value))
                                        .findFirst());
        assertThat(LivePlaylist.attribute(line, "CLASS")).contains("cue");
        assertThat(LivePlaylist.attribute(line, "ID")).isPresent();
        String start = LivePlaylist.attribute(line, "START-DATE").orElseThrow();
        return OffsetDateTime.parse(start).toInstant();
    }

    private static String unescaped(String line) {
        return LivePlaylist.attribute(line, "X-VALUE").orElse("").replace("%22", "\"");
    }

    /** In the segment of its time; the playlist's date is that of the same moment. */
    private void assertInMedia(String stream, String file, String text) {
        LivePlaylist playlist =
                Await.value(
                        "the segment with " + text,
                        TestingServer.START,
                        () ->
                                Optional.of(server.playlist(stream, file))
                                        .filter(each -> found(stream, each, text).isPresent()));
        Segment segment = found(stream, playlist, text).orElseThrow();
        byte[] media = server.get("/live/" + stream + "/" + segment.uri()).body();
        Fragment fragment = Fragment.parse(media);
        List<EventBox> boxes =
                EventBox.all(media).stream().filter(each -> each.text().equals(text)).toList();
        assertThat(boxes).hasSize(1);
        EventBox box = boxes.getFirst();
        byte[] section = server.get("/live/" + stream + "/" + segment.map().orElseThrow()).body();
        assertThat(box.scheme()).isEqualTo(SCHEME);
        assertThat(box.timescale()).isEqualTo(Fragment.timescale(section));
        double offsetMs = 1000.0 * (box.time() - fragment.decodeTime()) / box.timescale();
        assertThat(offsetMs).isBetween(-1.0, segment.duration() * 1000 + 1);
        double startMs = segment.date().orElseThrow().toInstant().toEpochMilli();
        double dateMs = date(stream, file, VALUE).toEpochMilli();
        assertThat(dateMs - startMs - offsetMs)
                .as("the date's distance from the media's time")
                .isBetween(-100 - ROUNDING_MS, 100 + ROUNDING_MS);
    }

    private Optional<Segment> found(String stream, LivePlaylist playlist, String text) {
        return playlist.whole().stream()
                .filter(each ->
                        EventBox.all(server.get("/live/" + stream + "/" + each.uri()).body())
                                .stream()
                                .anyMatch(box -> box.text().equals(text)))
                .findFirst();
    }

    private static void awaitHeard(Page page, String who, String value) {
        PlayerPage.await(
                page,
                who + " hears " + value,
                () ->
                        Optional.of(page.evaluate("JSON.stringify(window.heard)").toString())
                                .filter(all -> all.contains(value.replace("\"", "\\\""))));
    }

    @Test
    void captions_are_named_read_and_chosen() {
        Path clip = CaptionClip.of(Clip.PLAIN.file());
        try (TestingProcess _ = Ffmpeg.bundled().publish(clip, server.rtmp("captioned"))) {
            server.awaitSegments("captioned", "video.m3u8", 2);
            String url = server.http("/live/captioned/index.m3u8");
            assertThat(server.playlist("captioned", "index.m3u8").text())
                    .contains("TYPE=CLOSED-CAPTIONS", "INSTREAM-ID=\"CC1\"")
                    .contains("CLOSED-CAPTIONS=\"captions\"");
            byte[] manifest = server.get("/live/captioned/manifest.mpd").body();
            assertThat(LiveManifest.all(LiveManifest.parse(manifest).root(), "Accessibility"))
                    .anyMatch(each ->
                            each.getAttribute("schemeIdUri")
                                    .equals("urn:scte:dash:cc:cea-608:2015"));
            Ffmpeg.Outcome probed =
                    Ffmpeg.probe()
                            .run(
                                    List.of(
                                            "-loglevel",
                                            "error",
                                            "-select_streams",
                                            "v",
                                            "-read_intervals",
                                            "%+1",
                                            "-show_entries",
                                            "frame_side_data=side_data_type",
                                            url));
            assertThat(probed.text()).contains("ATSC A53 Part 4 Closed Captions");

            Page hls = pages.open(HLS);
            hls.evaluate("url => listenWithHls(url)", url);
            List<String> read =
                    PlayerPage.await(
                            hls,
                            "hls.js reads two captions",
                            () -> Optional.of(captions(hls)).filter(all -> all.size() >= 2));
            int first = Integer.parseInt(read.getFirst().substring(CaptionClip.TEXT.length()));
            assertThat(read)
                    .containsExactlyElementsOf(
                            IntStream.range(first, first + read.size())
                                    .mapToObj(i -> CaptionClip.TEXT + "%04d".formatted(i))
                                    .toList());
            assertThat(hls.evaluate("window.levels")).isEqualTo(List.of("captions"));
            assertChosenOnTheWatchPage();
        }
    }

    private static List<String> captions(Page page) {
        Object all = page.evaluate("window.captions");
        return ((List<?>) all).stream().map(String::valueOf).toList();
    }

    private void assertChosenOnTheWatchPage() {
        try (TestingBrowser browser = new TestingBrowser()) {
            Page page = browser.desk();
            page.navigate(server.http("/watch/captioned"));
            TestingBrowser.awaitState(page, "nexus-watch", "playing");
            page.locator("video").first().hover();
            TestingBrowser.button(page, "Captions").click();
            page.getByRole(AriaRole.MENUITEMRADIO).nth(1).click(); // the first one is "Off"
            TestingBrowser.await(
                    page,
                    "a caption is in the track that is shown",
                    () ->
                            Optional.of(page.locator("video").first().evaluate(SHOWN).toString())
                                    .filter(text -> text.contains(CaptionClip.TEXT)));
            TestingBrowser.shots(page, "captions");
            // An empty file of hls.js, for which the policy makes no room: cues come without it.
            assertThat(browser.faults()).allMatch(fault -> fault.contains("'data:,WEBVTT'"));
        }
    }
}
