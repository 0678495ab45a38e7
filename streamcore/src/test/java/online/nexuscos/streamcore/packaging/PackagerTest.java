package online.nexuscos.streamcore.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import online.nexuscos.streamcore.hub.Hub;
import online.nexuscos.streamcore.hub.HubOptions;
import online.nexuscos.streamcore.hub.IngestPacket;
import online.nexuscos.streamcore.hub.LiveStream;
import online.nexuscos.streamcore.hub.LocalStreamRegistry;
import online.nexuscos.streamcore.hub.Publication;
import online.nexuscos.streamcore.hub.TestingMedia;
import online.nexuscos.streamcore.hub.TestingPublisher;
import online.nexuscos.streamcore.media.Cue;
import online.nexuscos.streamcore.media.Track;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PackagerTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final TestingMuxers muxers = new TestingMuxers();
    private final List<ByteBuf> payloads = new ArrayList<>();
    private @Nullable Packager packager;
    private final Hub hub =
            new Hub(
                    channel.eventLoop(),
                    (key, loopback) -> Future.succeededFuture(Optional.of(key)),
                    new LocalStreamRegistry(),
                    HubOptions.defaults(),
                    InstantSource.system(),
                    new Hub.Listener() {
                        @Override
                        public void created(LiveStream stream) {
                            Packager made =
                                    new Packager(
                                            stream,
                                            new PackagerOptions(
                                                    muxers,
                                                    () -> 30,
                                                    new PackagingMetrics(
                                                            new PrometheusRegistry())));
                            stream.addReader(made);
                            packager = made;
                        }

                        @Override
                        public void removed(LiveStream stream) {
                            packager().close();
                        }
                    });

    @AfterEach
    void nothingLeaks() {
        hub.close();
        channel.runPendingTasks();
        channel.finishAndReleaseAll();
        assertThat(muxers.open()).isZero();
        assertThat(payloads).allSatisfy(payload -> assertThat(payload.refCnt()).isZero());
    }

    private Packager packager() {
        return java.util.Objects.requireNonNull(packager, "nothing was published");
    }

    private Publication publish(List<Track> tracks, List<IngestPacket> packets) {
        Publication publication = hub.publish("show", new TestingPublisher()).result();
        publication.begin(tracks);
        write(publication, packets);
        return publication;
    }

    private void write(Publication publication, List<IngestPacket> packets) {
        for (IngestPacket packet : packets) {
            payloads.add(packet.payload());
            publication.write(List.of(packet));
        }
    }

    private static List<MediaPart> parts(WindowSnapshot snapshot) {
        return snapshot.segments().stream().flatMap(segment -> segment.parts().stream()).toList();
    }

    @Test
    void theLastFrameBeforeMissingSoundFillsItsPartAndTheNextTakesMore() {
        List<IngestPacket> sound = new ArrayList<>(TestingMedia.audio(6, TestingMedia.AUDIO));
        // From 2.176 s on, where eight frames of the part that ends at 2.2 s have come.
        List<IngestPacket> missing = sound.subList(102, 105);
        missing.forEach(packet -> packet.payload().release());
        missing.clear();
        publish(
                List.of(TestingMedia.VIDEO, TestingMedia.AUDIO),
                TestingMedia.interleave(TestingMedia.video(6, 25, 2), sound));
        WindowSnapshot audio = packager().renditions().get(1).snapshot();
        checkParts(audio);
        // Nine or ten frames last 0.192 s or 0.2133 s: this one has the whole target, 0.214 s.
        assertThat(parts(audio))
                .filteredOn(part -> Math.abs(part.duration() - 0.214) < 0.0001)
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "23.976023976, 2",
        "24, 2",
        "25, 1",
        "25, 2",
        "25, 10",
        "29.97002997, 2",
        "30, 2",
        "50, 2",
        "59.94005994, 2",
        "60, 2"
    })
    void cutsAllRenditionsAlike(double rate, double keyframes) {
        publish(
                List.of(TestingMedia.VIDEO, TestingMedia.AUDIO),
                TestingMedia.interleave(
                        TestingMedia.video(20, rate, keyframes),
                        TestingMedia.audio(20, TestingMedia.AUDIO)));
        List<Rendition> renditions = packager().renditions();
        assertThat(renditions).extracting(Rendition::name).containsExactly("video", "audio");
        WindowSnapshot video = renditions.get(0).snapshot();
        WindowSnapshot audio = renditions.get(1).snapshot();
        assertThat(renditions.get(0).frameRate()).isCloseTo(rate, within(0.0011 * rate));
        for (int i = 0; i < Math.min(video.segments().size(), audio.segments().size()) - 1; i++) {
            MediaSegment one = video.segments().get(i);
            MediaSegment other = audio.segments().get(i);
            assertThat(other.sequence()).isEqualTo(one.sequence());
            assertThat(other.parts()).hasSameSizeAs(one.parts());
            assertThat(other.duration()).isCloseTo(one.duration(), within(0.03));
            assertThat(other.wallClockMs()).isCloseTo(one.wallClockMs(), within(30L));
            assertThat(Math.round(one.duration())).isLessThanOrEqualTo(4);
        }
        for (Rendition rendition : renditions) {
            checkParts(rendition.snapshot());
        }
        assertThat(audio.nextSequence() - video.nextSequence()).isBetween(-1L, 0L);
    }

    private static void checkParts(WindowSnapshot snapshot) {
        for (MediaSegment segment : snapshot.segments()) {
            for (MediaPart part : segment.parts()) {
                assertThat(part.isGap()).isFalse();
                assertThat(part.duration()).isLessThanOrEqualTo(snapshot.partTarget() + 1e-9);
                boolean last = part.number() == segment.parts().size() - 1;
                if (!last) {
                    assertThat(part.duration())
                            .isGreaterThanOrEqualTo(0.85 * snapshot.partTarget());
                }
            }
        }
    }

    @Test
    void startsPartsAtKeyframesOfTheSegment() {
        publish(List.of(TestingMedia.VIDEO), TestingMedia.video(10, 25, 2));
        WindowSnapshot video = packager().renditions().getFirst().snapshot();
        assertThat(video.partTarget()).isEqualTo(0.2);
        assertThat(video.segments()).allMatch(MediaSegment::isIndependent);
        assertThat(video.segments().getFirst().duration()).isCloseTo(2, within(1e-6));
        assertThat(parts(video)).filteredOn(MediaPart::independent).hasSize(5);
    }

    @Test
    void givesEachSampleItsTimeToTheNext() {
        publish(List.of(TestingMedia.VIDEO), TestingMedia.video(5, 30_000 / 1001.0, 2));
        long expected = -1;
        for (MediaPart part : parts(packager().renditions().getFirst().snapshot())) {
            ByteBuf data = java.util.Objects.requireNonNull(part.data()).duplicate();
            data.skipBytes(ProducerReferenceTime.SIZE);
            while (data.isReadable()) {
                long dts = data.readLong();
                assertThat(expected == -1 || dts == expected).isTrue();
                expected = dts + data.readLong();
            }
        }
    }

    @Test
    void cutsAudioAlone() {
        publish(List.of(TestingMedia.AUDIO), TestingMedia.audio(20, TestingMedia.AUDIO));
        WindowSnapshot audio = packager().renditions().getFirst().snapshot();
        checkParts(audio);
        assertThat(parts(audio)).allMatch(MediaPart::independent);
        assertThat(audio.segments().getFirst().duration()).isBetween(1.9, 2.2);
    }

    @Test
    void forgetsMediaThatNoPlaylistCanName() {
        publish(List.of(TestingMedia.VIDEO), TestingMedia.video(120, 25, 2));
        WindowSnapshot video = packager().renditions().getFirst().snapshot();
        assertThat(video.segments().stream().mapToDouble(MediaSegment::duration).sum())
                .isBetween(30.0, 34.0);
        assertThat(video.retired().stream().mapToDouble(MediaSegment::duration).sum())
                .isBetween(30.0, 34.0);
    }

    @Test
    void continuesAfterReconnectWithDiscontinuity() {
        List<Track> tracks = List.of(TestingMedia.VIDEO, TestingMedia.AUDIO);
        List<IngestPacket> first =
                TestingMedia.interleave(
                        TestingMedia.video(5, 25, 2), TestingMedia.audio(5, TestingMedia.AUDIO));
        Publication publication = publish(tracks, first);
        publication.end("cable");
        channel.advanceTimeBy(9, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        publish(
                tracks,
                TestingMedia.interleave(
                        TestingMedia.video(5, 25, 2), TestingMedia.audio(5, TestingMedia.AUDIO)));
        for (Rendition rendition : packager().renditions()) {
            List<MediaSegment> segments = rendition.snapshot().segments();
            checkContinuous(rendition.snapshot());
            assertThat(segments).filteredOn(MediaSegment::discontinuity).hasSize(1);
            for (int i = 1; i < segments.size(); i++) {
                assertThat(segments.get(i).sequence())
                        .isEqualTo(segments.get(i - 1).sequence() + 1);
            }
            assertThat(rendition.initializations()).hasSize(1);
        }
        assertThat(packager().renditions().get(0).snapshot().nextSequence())
                .isEqualTo(packager().renditions().get(1).snapshot().nextSequence());
    }

    /** No sample begins before the one before it has ended, nor much later. */
    private static void checkContinuous(WindowSnapshot snapshot) {
        long end = -1;
        for (MediaPart part : parts(snapshot)) {
            ByteBuf data = java.util.Objects.requireNonNull(part.data()).duplicate();
            data.skipBytes(ProducerReferenceTime.SIZE);
            while (data.isReadable()) {
                long dts = data.readLong();
                assertThat(end == -1 ? 0 : dts - end).isBetween(0L, 9000L);
                end = dts + data.readLong();
            }
        }
    }

    @Test
    void endsWhenNobodyReturns() {
        publish(List.of(TestingMedia.VIDEO), TestingMedia.video(5, 25, 2)).end("cable");
        channel.advanceTimeBy(11, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        WindowSnapshot video = packager().renditions().getFirst().snapshot();
        assertThat(video.ended()).isTrue();
        assertThat(video.segments().getLast().complete()).isTrue();
        assertThat(parts(video).stream().mapToDouble(MediaPart::duration).sum())
                .isCloseTo(5, within(1e-6));
    }

    /** Sound that began late, and breaks off where its part is full or not. */
    @ParameterizedTest
    @CsvSource({"1", "2", "3", "4"})
    void endsSoundThatBreaksOffWithThePicture(int late) {
        for (int frames = 96; frames < 124; frames++) {
            int pictures = (int) Math.ceil(frames * 1024 / 48_000.0 * 25);
            Publication publication = brokenOff(late, frames, pictures);
            WindowSnapshot audio = packager().renditions().get(1).snapshot();
            MediaSegment last = audio.segments().getLast();
            double hole =
                    seconds(packager().renditions().getFirst().snapshot())
                            - seconds(audio)
                            - late * 1024 / 48_000.0;
            assertThat(hole).as(frames + " frames of sound").isBetween(-0.0011, 0.0011);
            assertThat(last.isGap()).isFalse();
            publication.end("again");
            channel.advanceTimeBy(11, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
            channel.advanceTimeBy(100, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
        }
    }

    private Publication brokenOff(int late, int frames, int pictures) {
        List<IngestPacket> sound = new ArrayList<>(TestingMedia.audio(6, TestingMedia.AUDIO));
        List<IngestPacket> video = new ArrayList<>(TestingMedia.video(6, 25, 2));
        for (List<IngestPacket> cut :
                List.of(
                        sound.subList(frames, sound.size()),
                        sound.subList(0, late),
                        video.subList(pictures, video.size()))) {
            cut.forEach(packet -> packet.payload().release());
        }
        Publication publication =
                publish(
                        List.of(TestingMedia.VIDEO, TestingMedia.AUDIO),
                        TestingMedia.interleave(
                                video.subList(0, pictures), sound.subList(late, frames)));
        publication.end("cable");
        return publication;
    }

    private static double seconds(WindowSnapshot snapshot) {
        return parts(snapshot).stream().mapToDouble(MediaPart::duration).sum();
    }

    @Test
    void startsWithWholePartOfSoundThatBeginsAfterThePicture() {
        List<IngestPacket> sound = new ArrayList<>(TestingMedia.audio(10, TestingMedia.AUDIO));
        sound.subList(0, 4).forEach(packet -> packet.payload().release());
        sound.subList(0, 4).clear();
        publish(
                List.of(TestingMedia.VIDEO, TestingMedia.AUDIO),
                TestingMedia.interleave(TestingMedia.video(10, 25, 2), sound));
        WindowSnapshot audio = packager().renditions().get(1).snapshot();
        checkParts(audio);
        assertThat(audio.segments().getFirst().duration()).isBetween(1.88, 1.95);
    }

    @Test
    void datesGapAtTheEndLikeThePicture() {
        List<Track> tracks = List.of(TestingMedia.VIDEO, TestingMedia.AUDIO);
        List<IngestPacket> first =
                new ArrayList<>(
                        TestingMedia.interleave(
                                TestingMedia.video(4, 25, 2),
                                TestingMedia.audio(4, TestingMedia.AUDIO)));
        first.add(TestingMedia.video(4, true));
        publish(tracks, first).end("cable");
        for (Rendition rendition : packager().renditions()) {
            MediaSegment last = rendition.snapshot().segments().getLast();
            assertThat(last.duration()).isLessThanOrEqualTo(0.06);
        }
    }

    @Test
    void marksMissingAudioAsGap() {
        publish(
                List.of(TestingMedia.VIDEO, TestingMedia.AUDIO),
                TestingMedia.interleave(
                        TestingMedia.video(20, 25, 2), TestingMedia.audio(6, TestingMedia.AUDIO)));
        WindowSnapshot video = packager().renditions().get(0).snapshot();
        WindowSnapshot audio = packager().renditions().get(1).snapshot();
        assertThat(audio.nextSequence()).isGreaterThanOrEqualTo(video.nextSequence() - 1);
        assertThat(audio.segments()).filteredOn(MediaSegment::isGap).isNotEmpty();
    }

    @Test
    void goesOnWithSoundWhenThePictureIsMissing() {
        List<IngestPacket> video = new ArrayList<>(TestingMedia.video(20, 25, 2));
        video.removeIf(packet -> {
            double seconds = packet.track().seconds(packet.dts());
            boolean lost = seconds > 5 && seconds < 14;
            if (lost) {
                packet.payload().release();
            }
            return lost;
        });
        publish(
                List.of(TestingMedia.VIDEO, TestingMedia.AUDIO),
                TestingMedia.interleave(video, TestingMedia.audio(20, TestingMedia.AUDIO)));
        WindowSnapshot pictures = packager().renditions().get(0).snapshot();
        WindowSnapshot sound = packager().renditions().get(1).snapshot();
        assertThat(pictures.segments()).filteredOn(MediaSegment::isGap).isNotEmpty();
        assertThat(sound.segments()).noneMatch(MediaSegment::isGap);
        assertThat(sound.segments().stream().mapToDouble(MediaSegment::duration).sum())
                .isBetween(19.0, 20.1);
    }

    @Test
    void cuesGoIntoTheNextPartOfTheRenditionThatLeads() {
        List<IngestPacket> all =
                TestingMedia.interleave(
                        TestingMedia.video(6, 25, 2), TestingMedia.audio(6, TestingMedia.AUDIO));
        List<Track> tracks = List.of(TestingMedia.VIDEO, TestingMedia.AUDIO);
        Publication publication = publish(tracks, all.subList(0, all.size() / 2));
        publication.cue(3_100, new Cue("score", "1:0"));
        assertThat(hub.cue("show", new Cue("now", "2:0")).result()).isTrue();
        assertThat(hub.cue("other", new Cue("now", "2:0")).result()).isFalse();
        write(publication, all.subList(all.size() / 2, all.size()));
        publication.end("over");
        assertThat(hub.cue("show", new Cue("now", "3:0")).result()).isFalse();
        List<MediaSegment> segments = packager().renditions().getFirst().snapshot().segments();
        List<TimedCue> cues = segments.stream().flatMap(each -> each.cues().stream()).toList();
        assertThat(cues).extracting(each -> each.cue().value()).containsExactly("1:0", "2:0");
        assertThat(cues).extracting(TimedCue::number).containsExactly(0L, 1L);
        assertThat(packager().renditions().getLast().snapshot().segments())
                .allMatch(segment -> segment.cues().isEmpty());
        int size = ProducerReferenceTime.SIZE;
        MediaPart carrier =
                parts(packager().renditions().getFirst().snapshot()).stream()
                        .filter(part -> type(part, size).equals("emsg"))
                        .findFirst()
                        .orElseThrow();
        ByteBuf data = java.util.Objects.requireNonNull(carrier.data());
        assertThat(type(carrier, 0)).isEqualTo("prft");
        long time = data.getLong(size + 16);
        assertThat(time).isEqualTo(Math.round((10 + 3.1) * 90_000));
    }

    private static String type(MediaPart part, int box) {
        ByteBuf data = java.util.Objects.requireNonNull(part.data());
        return data.toString(box + 4, 4, java.nio.charset.StandardCharsets.US_ASCII);
    }
}
