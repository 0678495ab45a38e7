package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import online.nexuscos.gateway.e2e.LiveManifest.Segment;
import online.nexuscos.gateway.e2e.LiveManifest.Track;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rules of live and low-latency DASH, against the server with FFmpeg publishing. */
class DashAcceptanceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String MANIFEST = "/live/show/manifest.mpd";
    private static final String VIDEO = "video/mp4";

    private final Path folder = TestingServer.folder("dash");
    private TestingServer server = TestingServer.open(folder);
    private TestingProcess publisher = publish();

    /** Every manifest that the long test looked at. */
    private final List<LiveManifest> seen = new ArrayList<>();

    private TestingProcess publish() {
        return Ffmpeg.bundled().publish(Clip.PLAIN.file(), server.rtmp("show"));
    }

    @AfterEach
    void close() {
        publisher.close();
        List<String> leaks = server.leaks();
        server.close();
        assertThat(leaks).isEmpty();
    }

    private LiveManifest manifest() {
        return LiveManifest.parse(server.get(MANIFEST).body());
    }

    private LiveManifest await(String what, java.util.function.Predicate<LiveManifest> wanted) {
        return Await.value(
                what,
                PATIENCE,
                () ->
                        Optional.of(server.get(MANIFEST))
                                .filter(answer -> answer.statusCode() == 200)
                                .map(answer -> LiveManifest.parse(answer.body()))
                                .filter(wanted));
    }

    private LiveManifest awaitSegments(int count) {
        return await(
                count + " segments",
                manifest ->
                        manifest.periods().getLast().tracks().size() == 2
                                && manifest.track(VIDEO).segments().size() >= count);
    }

    @Test
    void manifests_keep_the_rules_and_never_contradict_each_other() {
        awaitSegments(2);
        List<String> ids = new ArrayList<>();
        ids.add(watchTwoSegments().periods().getLast().id());
        publisher.kill();
        publisher = publish();
        await("another period", manifest -> manifest.periods().size() == 2);
        LiveManifest last = watchTwoSegments();
        ids.add(last.periods().getLast().id());
        assertThat(ids).doesNotHaveDuplicates();
        for (int i = 1; i < seen.size(); i++) {
            assertThat(ManifestRules.violations(seen.get(i))).isEmpty();
            assertThat(ManifestRules.contradictions(seen.get(i - 1), seen.get(i))).isEmpty();
        }
        assertMediaIsWhereItIsSaidToBe(last);
    }

    /** Looks at each manifest until two more segments have begun. */
    private LiveManifest watchTwoSegments() {
        long until = manifest().track(VIDEO).segments().getLast().number() + 2;
        return await(
                "segment " + until,
                now -> {
                    seen.add(now);
                    return now.track(VIDEO).segments().getLast().number() >= until;
                });
    }

    /** The samples' times are those of the time line, and each part begins with its clock. */
    private void assertMediaIsWhereItIsSaidToBe(LiveManifest manifest) {
        for (Track track : manifest.periods().getLast().tracks()) {
            byte[] section = server.get("/live/show/" + track.initialization()).body();
            assertThat(Fragment.timescale(section)).isEqualTo(track.timescale());
            for (Segment segment : track.segments().subList(0, track.segments().size() - 1)) {
                byte[] media = server.get("/live/show/" + segment.uri()).body();
                Fragment fragment = Fragment.parse(media);
                assertThat(fragment.decodeTime()).isEqualTo(segment.time());
                assertThat(fragment.duration()).isEqualTo(segment.duration());
                assertThat(fragment.synchronous().getFirst()).isTrue();
                assertThat(new String(media, 4, 4, StandardCharsets.ISO_8859_1)).isEqualTo("prft");
            }
        }
    }

    @Test
    void segments_keep_to_the_clock() throws Exception {
        assertClockAgreesWithTheTimeLine();
        assertEarlyRequestIsNotFoundAndNotCached();
        assertSegmentIsSentAsItIsMade();
    }

    /** Its first bytes are here while its last are not yet made. */
    private void assertSegmentIsSentAsItIsMade() throws Exception {
        awaitSegments(2);
        Segment newest = manifest().track(VIDEO).segments().getLast();
        String next = newest.uri().replace("" + newest.number(), "" + (newest.number() + 1));
        assertThat(server.status("/live/show/" + next.replace(".m4s", "0.m4s"))).isEqualTo(404);
        await("the next segment", m -> m.track(VIDEO).segments().getLast().uri().equals(next));
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.http("/live/show/" + next))).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            long asked = System.nanoTime();
            HttpResponse<InputStream> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                assertThat(answer.headers().firstValue("transfer-encoding")).contains("chunked");
                assertThat(body.readNBytes(8)).hasSize(8);
                long begun = System.nanoTime() - asked;
                int rest = body.readAllBytes().length;
                long all = System.nanoTime() - asked;
                assertThat(rest).isGreaterThan(1000);
                assertThat(all - begun).isGreaterThan(Duration.ofMillis(200).toNanos());
            }
        }
        assertThat(server.get("/live/show/" + next).headers().firstValue("content-length"))
                .isPresent();
    }

    private void assertEarlyRequestIsNotFoundAndNotCached() {
        LiveManifest manifest = awaitSegments(2);
        Segment newest = manifest.track(VIDEO).segments().getLast();
        String early = newest.uri().replace("" + newest.number(), "" + (newest.number() + 3));
        HttpResponse<byte[]> answer = server.get("/live/show/" + early);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
    }

    /** A player that goes by the clock finds the newest segment when it is there. */
    private void assertClockAgreesWithTheTimeLine() {
        LiveManifest manifest = awaitSegments(3);
        String address =
                LiveManifest.all(manifest.root(), "UTCTiming").getLast().getAttribute("value");
        byte[] told = server.get(URI.create(MANIFEST).resolve(address).getPath()).body();
        Instant now = Instant.parse(new String(told, StandardCharsets.US_ASCII));
        assertThat(Duration.between(now, Instant.now()).abs()).isLessThan(Duration.ofSeconds(2));
        int before = manifest.track(VIDEO).segments().size();
        LiveManifest fresh = awaitSegments(before + 1);
        Segment newest = fresh.track(VIDEO).segments().getLast();
        Instant begun = fresh.start(fresh.periods().getLast(), fresh.track(VIDEO), newest);
        double late = Duration.between(begun, Instant.now()).toMillis() / 1000.0;
        assertThat(late).as("less than a segment late, and never early").isBetween(0.0, 2.0);
    }

    @Test
    void server_that_comes_back_goes_on_with_the_presentation() {
        LiveManifest before = awaitSegments(2);
        int http = server.httpPort();
        int rtmp = server.rtmpPort();
        publisher.close();
        server.close();
        server =
                TestingServer.start(
                        folder,
                        Map.of(
                                "NEXUS_INGEST_OPEN", "true",
                                "NEXUS_HTTP_PORT", String.valueOf(http),
                                "NEXUS_RTMP_PORT", String.valueOf(rtmp)));
        publisher = publish();
        LiveManifest after = awaitSegments(2);
        assertThat(ManifestRules.contradictions(before, after)).isEmpty();
        assertThat(after.periods().getFirst().id()).isNotEqualTo(before.periods().getLast().id());
        assertThat(after.periods().getFirst().start())
                .isGreaterThan(before.periods().getLast().start());
        assertThat(after.track(VIDEO).segments().getFirst().number())
                .isGreaterThan(before.track(VIDEO).segments().getLast().number());
    }

    @Test
    void ffmpeg_decodes_it() {
        awaitSegments(3);
        Ffmpeg.Outcome outcome = Ffmpeg.bundled().decode(server.http(MANIFEST), 4);
        assertThat(outcome.exitCode()).as(outcome.text()).isZero();
    }
}
