package online.nexuscos.streamcore.play;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import online.nexuscos.streamcore.hls.HlsStream;
import online.nexuscos.streamcore.hls.Outgoing;
import online.nexuscos.streamcore.hub.Hub;
import online.nexuscos.streamcore.hub.HubOptions;
import online.nexuscos.streamcore.hub.IngestPacket;
import online.nexuscos.streamcore.hub.LiveStream;
import online.nexuscos.streamcore.hub.LocalStreamRegistry;
import online.nexuscos.streamcore.hub.Publication;
import online.nexuscos.streamcore.hub.TestingMedia;
import online.nexuscos.streamcore.hub.TestingPublisher;
import online.nexuscos.streamcore.media.AudioConfiguration;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.CodecPrivate;
import online.nexuscos.streamcore.media.Track;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BroadcastTest {
    private static final Duration DELAY = Duration.ofMillis(350);

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<ByteBuf> payloads = new ArrayList<>();
    private final Set<String> refused = new HashSet<>();
    private final LongAdder turnedAway = new LongAdder();
    private final Hub hub =
            new Hub(
                    channel.eventLoop(),
                    (key, _) -> Future.succeededFuture(Optional.of(key)),
                    new LocalStreamRegistry(),
                    HubOptions.defaults(),
                    InstantSource.system(),
                    new Hub.Listener() {
                        @Override
                        public void created(LiveStream stream) {
                            broadcasts().created(stream);
                        }

                        @Override
                        public void removed(LiveStream stream) {
                            broadcasts().removed(stream);
                        }
                    });
    private final Broadcasts broadcasts =
            new Broadcasts(
                    hub::stream,
                    (stream, pass) -> !refused.contains(pass),
                    new HlsStream.Audience(new Outgoing(), () -> 3, turnedAway),
                    new PlayOptions(
                            DELAY,
                            1 << 20,
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(30),
                            Duration.ofSeconds(10),
                            2,
                            Duration.ofSeconds(10)));

    private Broadcasts broadcasts() {
        return broadcasts;
    }

    @AfterEach
    void nothingLeaks() {
        hub.close();
        pass(Duration.ofSeconds(6));
        channel.finishAndReleaseAll();
        assertThat(payloads).allSatisfy(payload -> assertThat(payload.refCnt()).isZero());
        for (PlayForm form : PlayForm.values()) {
            assertThat(broadcasts.statistics(form).viewers()).isZero();
        }
        assertThat(broadcasts.waiting()).isZero();
    }

    private Publication publish() {
        Publication publication = hub.publish("show", new TestingPublisher()).result();
        publication.begin(List.of(TestingMedia.VIDEO, TestingMedia.AUDIO));
        return publication;
    }

    private void write(Publication publication, IngestPacket... packets) {
        for (IngestPacket packet : packets) {
            payloads.add(packet.payload());
        }
        publication.write(List.of(packets));
    }

    /** A second of five frames, the first of them a keyframe. */
    private void second(Publication publication, int second) {
        for (int i = 0; i < 5; i++) {
            write(publication, TestingMedia.video(second + i / 5.0, i == 0));
        }
        pass(Duration.ofSeconds(1));
    }

    private void pass(Duration time) {
        channel.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
        channel.runPendingTasks();
    }

    private Viewer join(TestingSink sink) {
        return join(sink, "");
    }

    private Viewer join(TestingSink sink, String pass) {
        Viewer viewer = broadcasts.join("show", pass, PlayForm.FLV, channel.eventLoop(), sink);
        channel.runPendingTasks();
        return viewer;
    }

    @Test
    void asksTheDoorkeeperAndTellsItWhenTheViewerHasGone() {
        Publication publication = publish();
        second(publication, 0);
        List<Promise<Doorkeeper.Answer>> questions = new ArrayList<>();
        List<String> left = new ArrayList<>();
        broadcasts.setDoorkeeper((guest, end) -> {
            Promise<Doorkeeper.Answer> question = Promise.promise();
            questions.add(question);
            return question.future();
        });
        TestingSink refusedSink = new TestingSink();
        TestingSink sink = new TestingSink();
        TestingSink hasty = new TestingSink();
        join(refusedSink);
        Viewer viewer = join(sink);
        join(hasty).leave();
        second(publication, 1);
        assertThat(sink.begun()).as("before the answer").isZero();
        questions.getFirst().complete(new Doorkeeper.Answer.SentAway());
        questions.get(1).complete(new Doorkeeper.Answer.Welcome("show", () -> left.add("viewer")));
        questions
                .getLast()
                .complete(new Doorkeeper.Answer.Welcome("show", () -> left.add("hasty")));
        channel.runPendingTasks();
        assertThat(refusedSink.endings).containsExactly(Ending.SENT_AWAY);
        assertThat(sink.begun()).isOne();
        assertThat(hasty.begun()).isZero();
        assertThat(left).containsExactly("hasty");
        viewer.leave();
        assertThat(left).containsExactly("hasty", "viewer");
    }

    @Test
    void who_joins_begins_with_the_group_of_pictures() {
        Publication publication = publish();
        second(publication, 0);
        write(publication, TestingMedia.video(1, true), TestingMedia.video(1.2, false));
        TestingSink sink = new TestingSink();
        join(sink);
        assertThat(sink.tags())
                .containsExactly(
                        "file", "metadata 0", "avc 11000", "aac 11000", "key 11000", "video 11200");
        assertThat(sink.begun()).isEqualTo(1);
        assertThat(sink.flushes()).isEqualTo(1);
        write(publication, TestingMedia.video(1.4, false));
        write(publication, TestingMedia.audio(TestingMedia.AUDIO, 47));
        pass(DELAY.minusMillis(10));
        assertThat(sink.tags()).isEmpty();
        pass(Duration.ofMillis(10));
        assertThat(sink.tags()).containsExactly("video 11400", "audio 11002");
        assertThat(sink.flushes()).isEqualTo(2);
        assertThat(broadcasts.viewers(hub.stream("show").orElseThrow())).isEqualTo(1);
    }

    @Test
    void all_get_the_same_and_the_later_ones_only_what_they_need() {
        Publication publication = publish();
        TestingSink first = new TestingSink();
        TestingSink second = new TestingSink();
        second(publication, 0);
        join(first);
        second(publication, 1);
        join(second);
        assertThat(second.tags())
                .hasSize(9)
                .startsWith("file", "metadata 0", "avc 11000", "aac 11000", "key 11000");
        assertThat(first.tags()).hasSize(14);
        second(publication, 2);
        List<String> next = first.tags();
        assertThat(next).hasSize(5).startsWith("key 12000").isEqualTo(second.tags());
    }

    @Test
    void a_slow_viewer_loses_pictures_and_costs_the_others_nothing() {
        Publication publication = publish();
        TestingSink slow = new TestingSink();
        TestingSink other = new TestingSink();
        second(publication, 0);
        Viewer viewer = join(slow);
        join(other);
        assertThat(slow.tags()).hasSize(9);
        slow.setWritable(false);
        IntStream.rangeClosed(1, 8).forEach(second -> second(publication, second));
        assertThat(slow.tags()).isEmpty();
        assertThat(other.tags()).hasSize(9 + 40);
        slow.setWritable(true);
        viewer.drain();
        // It goes on at a keyframe, with all that a decoder needs there, but not a second file.
        assertThat(slow.tags()).startsWith("metadata 0").anyMatch(tag -> tag.startsWith("key"));
        assertThat(broadcasts.statistics(PlayForm.FLV).dropped()).isBetween(25L, 35L);
        second(publication, 9);
        assertThat(slow.tags()).hasSize(5).isEqualTo(other.tags());
        assertThat(slow.endings).isEmpty();
    }

    @Test
    void who_stays_slow_is_closed() {
        Publication publication = publish();
        TestingSink slow = new TestingSink();
        second(publication, 0);
        join(slow);
        slow.setWritable(false);
        for (int second = 1; second < 60 && slow.endings.isEmpty(); second++) {
            second(publication, second);
        }
        assertThat(slow.endings).containsExactly(Ending.TOO_SLOW);
        assertThat(broadcasts.statistics(PlayForm.FLV).tooSlow()).isEqualTo(1);
    }

    @Test
    void a_queue_takes_so_many_bytes() {
        Publication publication = publish();
        TestingSink slow = new TestingSink();
        second(publication, 0);
        join(slow);
        slow.setWritable(false);
        for (int i = 0; i < 3; i++) {
            IngestPacket packet = TestingMedia.video(1 + i / 5.0, false);
            write(
                    publication,
                    new IngestPacket(
                            packet.track(),
                            packet.dts(),
                            packet.pts(),
                            0,
                            false,
                            0,
                            packet.payload().capacity(600_000).writerIndex(600_000)));
            pass(DELAY);
        }
        assertThat(broadcasts.statistics(PlayForm.FLV).dropped()).isEqualTo(3);
    }

    @Test
    void a_viewer_may_come_before_the_publisher() {
        TestingSink early = new TestingSink();
        join(early);
        pass(Duration.ofSeconds(9));
        Publication publication = publish();
        second(publication, 0);
        assertThat(early.tags()).startsWith("file", "metadata 0").hasSize(9);
        pass(Duration.ofSeconds(20));
        assertThat(early.endings).isEmpty();
    }

    @Test
    void waiting_for_a_publisher_ends() {
        TestingSink first = new TestingSink();
        join(first);
        Viewer second = join(new TestingSink());
        TestingSink third = new TestingSink();
        join(third);
        assertThat(third.endings).containsExactly(Ending.CROWDED);
        second.leave();
        assertThat(broadcasts.waiting()).isEqualTo(1);
        pass(Duration.ofSeconds(10));
        assertThat(first.endings).containsExactly(Ending.NOT_LIVE);
        assertThat(first.begun()).isZero();
    }

    @Test
    void a_publisher_who_comes_back_goes_on_in_time() {
        Publication publication = publish();
        TestingSink sink = new TestingSink();
        second(publication, 0);
        join(sink);
        assertThat(sink.tags()).hasSize(9).endsWith("video 10800");
        publication.end("gone");
        pass(Duration.ofSeconds(3));
        Publication again = publish();
        second(again, 100);
        assertThat(sink.tags())
                .startsWith("metadata 0", "avc 11000", "aac 11000", "key 11000")
                .endsWith("video 11800");
        assertThat(sink.endings).isEmpty();
        again.end("gone for good");
        pass(Duration.ofSeconds(11));
        assertThat(sink.endings).containsExactly(Ending.STREAM_ENDED);
    }

    @Test
    void what_a_viewer_has_waiting_at_the_end_is_played_out() {
        Publication publication = publish();
        TestingSink sink = new TestingSink();
        second(publication, 0);
        Viewer viewer = join(sink);
        assertThat(sink.tags()).hasSize(9);
        sink.setWritable(false);
        second(publication, 1);
        publication.end("gone");
        pass(Duration.ofSeconds(11));
        assertThat(sink.endings).isEmpty();
        sink.setWritable(true);
        viewer.drain();
        assertThat(sink.tags()).hasSize(5);
        assertThat(sink.endings).containsExactly(Ending.STREAM_ENDED);
    }

    @Test
    void who_may_not_watch_is_refused_and_who_may_no_longer_is_closed() {
        Publication publication = publish();
        second(publication, 0);
        refused.add("bad");
        TestingSink stranger = new TestingSink();
        join(stranger, "bad");
        assertThat(stranger.endings).containsExactly(Ending.FORBIDDEN);
        assertThat(stranger.size()).isZero();
        TestingSink guest = new TestingSink();
        join(guest, "good");
        refused.add("good");
        for (int second = 1; second < 12; second++) {
            second(publication, second);
        }
        assertThat(guest.endings).containsExactly(Ending.FORBIDDEN);
    }

    @Test
    void a_waiting_viewer_is_asked_for_its_pass_when_the_stream_begins() {
        refused.add("bad");
        TestingSink stranger = new TestingSink();
        join(stranger, "bad");
        assertThat(stranger.endings).isEmpty();
        publish();
        channel.runPendingTasks();
        assertThat(stranger.endings).containsExactly(Ending.FORBIDDEN);
    }

    @Test
    void a_pause_goes_on_at_a_keyframe() {
        Publication publication = publish();
        TestingSink sink = new TestingSink();
        second(publication, 0);
        Viewer viewer = join(sink);
        assertThat(sink.tags()).hasSize(9);
        viewer.pause();
        second(publication, 1);
        assertThat(sink.tags()).isEmpty();
        write(publication, TestingMedia.video(2, true));
        viewer.resume();
        write(publication, TestingMedia.video(2.2, false));
        second(publication, 3);
        assertThat(sink.tags()).startsWith("metadata 0", "avc 12000", "aac 12000", "key 12000");
        assertThat(broadcasts.statistics(PlayForm.FLV).dropped()).isZero();
    }

    @Test
    void nothing_is_encoded_or_kept_while_nobody_views() {
        Publication publication = publish();
        TestingSink sink = new TestingSink();
        second(publication, 0);
        Viewer viewer = join(sink);
        viewer.leave();
        viewer.leave();
        assertThat(sink.endings).containsExactly(Ending.LEFT);
        channel.runPendingTasks();
        IngestPacket packet = TestingMedia.video(1, true);
        write(publication, packet, TestingMedia.video(1.2, false));
        pass(DELAY);
        // The stream's own cache has it, and nobody else.
        assertThat(packet.payload().refCnt()).isEqualTo(1);
        join(sink);
        assertThat(sink.size()).isPositive();
    }

    @Test
    void a_stream_has_so_many_viewers() {
        Publication publication = publish();
        second(publication, 0);
        Viewer first = join(new TestingSink());
        join(new TestingSink());
        join(new TestingSink());
        TestingSink fourth = new TestingSink();
        join(fourth);
        assertThat(fourth.endings).containsExactly(Ending.FULL);
        assertThat(turnedAway.sum()).isEqualTo(1);
        first.leave();
        channel.runPendingTasks();
        TestingSink fifth = new TestingSink();
        join(fifth);
        assertThat(fifth.endings).isEmpty();
    }

    @Test
    void who_cannot_use_a_codec_is_refused_before_it_begins() {
        Publication publication = publish();
        second(publication, 0);
        TestingSink simple = new TestingSink();
        simple.setTakes(_ -> false);
        join(simple);
        assertThat(simple.endings).containsExactly(Ending.UNTAKEN);
        assertThat(simple.begun()).isZero();
        assertThat(simple.size()).isZero();
        assertThat(broadcasts.viewers(hub.stream("show").orElseThrow())).isZero();
    }

    @Test
    void who_cannot_use_the_next_codec_is_closed_and_the_others_go_on() {
        Publication publication = publish();
        second(publication, 0);
        TestingSink simple = new TestingSink();
        TestingSink other = new TestingSink();
        simple.setTakes(epoch -> epoch.number() == 0);
        join(simple);
        join(other);
        assertThat(simple.tags()).hasSize(9).isEqualTo(other.tags());
        publication.begin(List.of(TestingMedia.VIDEO));
        second(publication, 1);
        assertThat(simple.endings).containsExactly(Ending.UNTAKEN);
        assertThat(simple.tags()).isEmpty();
        assertThat(other.endings).isEmpty();
        assertThat(other.tags()).hasSize(7);
    }

    @Test
    void what_a_form_has_no_place_for_is_refused_before_it_begins_and_read_no_more() {
        Track opus =
                Track.audio(
                        new AudioConfiguration(
                                Codec.OPUS,
                                "Opus",
                                new CodecPrivate(new byte[19]),
                                48_000,
                                2,
                                960));
        Publication publication = hub.publish("show", new TestingPublisher()).result();
        publication.begin(List.of(opus));
        write(publication, TestingMedia.audio(opus, 0));
        for (int i = 0; i < 2; i++) {
            TestingSink sink = new TestingSink();
            broadcasts.join("show", "", PlayForm.MPEG_TS, channel.eventLoop(), sink);
            channel.runPendingTasks();
            assertThat(sink.endings).containsExactly(Ending.UNFIT);
            assertThat(sink.begun()).isZero();
        }
        IngestPacket packet = TestingMedia.audio(opus, 1);
        write(publication, packet);
        pass(DELAY);
        // The stream's own cache has it, and nobody else.
        assertThat(packet.payload().refCnt()).isEqualTo(1);
    }

    @Test
    void sound_alone_begins_anywhere() {
        Publication publication = hub.publish("show", new TestingPublisher()).result();
        publication.begin(List.of(TestingMedia.AUDIO));
        TestingSink sink = new TestingSink();
        write(publication, TestingMedia.audio(TestingMedia.AUDIO, 0));
        join(sink);
        assertThat(sink.tags()).containsExactly("file", "metadata 0", "aac 10000", "audio 10000");
        for (int i = 1; i < 4; i++) {
            write(publication, TestingMedia.audio(TestingMedia.AUDIO, i));
        }
        pass(DELAY);
        assertThat(sink.tags()).containsExactly("audio 10021", "audio 10042", "audio 10064");
    }
}
