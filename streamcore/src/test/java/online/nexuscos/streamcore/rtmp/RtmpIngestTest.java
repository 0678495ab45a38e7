package online.nexuscos.streamcore.rtmp;

import static online.nexuscos.streamcore.rtmp.TestingTags.AAC_44100;
import static online.nexuscos.streamcore.rtmp.TestingTags.AAC_48000;
import static online.nexuscos.streamcore.rtmp.TestingTags.AVC_360P;
import static online.nexuscos.streamcore.rtmp.TestingTags.AVC_720P;
import static online.nexuscos.streamcore.rtmp.TestingTags.aacConfiguration;
import static online.nexuscos.streamcore.rtmp.TestingTags.aacFrame;
import static online.nexuscos.streamcore.rtmp.TestingTags.accessUnit;
import static online.nexuscos.streamcore.rtmp.TestingTags.avcConfiguration;
import static online.nexuscos.streamcore.rtmp.TestingTags.interframe;
import static online.nexuscos.streamcore.rtmp.TestingTags.keyframe;
import static online.nexuscos.streamcore.rtmp.TestingTags.tag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import java.util.Map;
import online.nexuscos.streamcore.hub.IngestPacket;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.media.Track;
import online.nexuscos.streamcore.media.VideoConfiguration;
import online.nexuscos.streamcore.rtmp.amf.AmfValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtmpIngestTest {
    private static final StreamMetadata BOTH = new StreamMetadata(true, true, "");
    private static final StreamMetadata VIDEO_ONLY = new StreamMetadata(true, false, "");
    private static final StreamMetadata AUDIO_ONLY = new StreamMetadata(false, true, "");
    private static final long NOW = 77;

    private final TestingPublication publication = new TestingPublication("test");
    private final RtmpIngest ingest = new RtmpIngest(publication);

    @AfterEach
    void release() {
        ingest.close();
        publication.close();
    }

    private void video(long timestamp, ByteBuf tag) throws MediaException {
        ingest.video(timestamp, tag, NOW);
    }

    private void audio(long timestamp, ByteBuf tag) throws MediaException {
        ingest.audio(timestamp, tag, NOW);
    }

    private void beginVideo() throws MediaException {
        ingest.metadata(VIDEO_ONLY);
        video(0, avcConfiguration(AVC_360P));
    }

    private void beginAudio() throws MediaException {
        ingest.metadata(AUDIO_ONLY);
        audio(0, aacConfiguration(AAC_48000));
    }

    private List<Long> audioTimes() {
        ingest.flush();
        return publication.audio().stream().map(IngestPacket::dts).toList();
    }

    private static List<String> codecs(List<Track> tracks) {
        return tracks.stream().map(track -> track.configuration().rfc6381()).toList();
    }

    @Test
    void announced_tracks_begin_together_and_packets_follow_in_order() throws MediaException {
        ingest.metadata(BOTH);
        audio(0, aacConfiguration(AAC_44100));
        audio(0, aacFrame());
        ingest.flush();
        assertThat(publication.epochs()).isEmpty();
        video(21, avcConfiguration(AVC_720P));
        video(21, keyframe(80));
        ingest.flush();
        assertThat(publication.epochs()).hasSize(1);
        assertThat(codecs(publication.epochs().getFirst()))
                .containsExactly("avc1.64001f", "mp4a.40.2");
        assertThat(publication.batches()).containsExactly(2);
        IngestPacket sound = publication.packets().get(0);
        IngestPacket picture = publication.packets().get(1);
        assertThat(sound.track().timescale()).isEqualTo(44_100);
        assertThat(sound.duration()).isEqualTo(1024);
        assertThat(ByteBufUtil.hexDump(sound.payload())).isEqualTo("21100454");
        assertThat(picture.dts()).isEqualTo(21 * 90);
        assertThat(picture.pts()).isEqualTo(101 * 90);
        assertThat(picture.keyframe()).isTrue();
        assertThat(picture.arrivalNanos()).isEqualTo(NOW);
        assertThat(ByteBufUtil.hexDump(picture.payload())).isEqualTo("00000003650102");
        VideoConfiguration configuration = (VideoConfiguration) picture.track().configuration();
        assertThat(configuration.width()).isEqualTo(1280);
        assertThat(configuration.height()).isEqualTo(720);
    }

    @Test
    void one_flush_is_one_batch() throws MediaException {
        beginVideo();
        video(0, keyframe());
        video(40, interframe(0));
        ingest.flush();
        ingest.flush();
        video(80, interframe(-40));
        ingest.flush();
        assertThat(publication.batches()).containsExactly(2, 1);
        assertThat(publication.video().get(2).pts()).isEqualTo(40 * 90);
    }

    @Test
    void without_metadata_the_second_track_is_awaited_for_half_a_second() throws MediaException {
        audio(0, aacConfiguration(AAC_48000));
        audio(0, aacFrame());
        audio(499, aacFrame());
        assertThat(publication.epochs()).isEmpty();
        audio(500, aacFrame());
        assertThat(publication.epochs()).hasSize(1);
        ingest.flush();
        assertThat(publication.audio()).hasSize(3);
    }

    @Test
    void an_announced_track_is_awaited_for_a_second() throws MediaException {
        ingest.metadata(BOTH);
        video(0, avcConfiguration(AVC_360P));
        video(0, keyframe());
        video(999, interframe(0));
        assertThat(publication.epochs()).isEmpty();
        video(1000, interframe(0));
        assertThat(publication.epochs()).hasSize(1);
    }

    @Test
    void an_announced_track_is_awaited_for_64_packets() throws MediaException {
        ingest.metadata(BOTH);
        audio(0, aacConfiguration(AAC_48000));
        for (int i = 0; i < RtmpIngest.MAX_WAITING_PACKETS; i++) {
            assertThat(publication.epochs()).isEmpty();
            audio(0, aacFrame());
        }
        assertThat(publication.epochs()).hasSize(1);
    }

    @Test
    void an_announced_track_is_awaited_for_8_mebibytes() throws MediaException {
        ingest.metadata(BOTH);
        video(0, avcConfiguration(AVC_360P));
        int size = RtmpIngest.MAX_WAITING_BYTES / 2;
        for (int i = 0; i < 2; i++) {
            assertThat(publication.epochs()).isEmpty();
            ByteBuf large = accessUnit("17", 0, "");
            large.writeInt(size - 4).writeByte(0x65).writeZero(size - 5);
            video(i, large);
        }
        assertThat(publication.epochs()).hasSize(1);
    }

    @Test
    void a_late_track_begins_a_new_epoch_at_the_next_keyframe() throws MediaException {
        beginVideo();
        video(0, keyframe());
        audio(2000, aacConfiguration(AAC_48000));
        video(2000, interframe(0));
        audio(2000, aacFrame());
        video(2040, keyframe());
        ingest.flush();
        assertThat(publication.epochs()).extracting(List::size).containsExactly(1, 2);
        assertThat(publication.video()).extracting(IngestPacket::dts).containsExactly(0L, 183_600L);
        assertThat(publication.audio()).hasSize(1);
        assertThat(ingest.droppedBeforeKeyframe()).isEqualTo(1);
    }

    @Test
    void a_changed_configuration_begins_a_new_epoch_an_equal_one_does_not() throws MediaException {
        beginVideo();
        video(0, keyframe());
        video(40, avcConfiguration(AVC_360P));
        video(40, interframe(0));
        video(80, avcConfiguration(AVC_720P));
        video(80, interframe(0));
        video(120, keyframe());
        ingest.flush();
        assertThat(publication.epochs()).hasSize(2);
        assertThat(publication.batches()).containsExactly(2, 1);
        assertThat(publication.video().getLast().track())
                .isEqualTo(publication.epochs().getLast().getFirst());
    }

    @Test
    void a_change_while_a_track_is_awaited_loses_nothing() throws MediaException {
        ingest.metadata(BOTH);
        video(0, avcConfiguration(AVC_360P));
        video(0, keyframe());
        video(40, avcConfiguration(AVC_720P));
        video(40, keyframe());
        ingest.flush();
        assertThat(publication.epochs()).hasSize(2);
        assertThat(publication.video()).hasSize(2);
    }

    @Test
    void configurations_that_keep_changing_are_refused() throws MediaException {
        beginVideo();
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i <= RtmpIngest.MAX_CHANGES; i++) {
                                video(0, avcConfiguration(i % 2 == 0 ? AVC_720P : AVC_360P));
                            }
                        })
                .isInstanceOf(MediaException.class)
                .hasMessageContaining("changed more than 16 times");
    }

    @Test
    void pictures_before_the_first_keyframe_are_dropped() throws MediaException {
        beginVideo();
        video(0, interframe(0));
        // The tag's own flag does not make a keyframe.
        video(40, accessUnit("17", 0, "00000003410304"));
        video(80, keyframe());
        ingest.flush();
        assertThat(publication.video()).extracting(IngestPacket::dts).containsExactly(7200L);
        assertThat(ingest.droppedBeforeKeyframe()).isEqualTo(2);
        assertThat(ingest.faults()).isZero();
    }

    @Test
    void a_publisher_that_never_sends_a_keyframe_is_told() throws MediaException {
        beginVideo();
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < VideoIntake.MAX_PICTURES_WITHOUT_KEYFRAME; i++) {
                                video(i * 40L, interframe(0));
                            }
                        })
                .hasMessage("no keyframe in 1800 pictures: send one every 2 seconds");
    }

    @Test
    void times_go_on_across_the_wrap() throws MediaException {
        ingest.metadata(BOTH);
        video(0xffff_fff0L, avcConfiguration(AVC_360P));
        audio(0xffff_fff0L, aacConfiguration(AAC_48000));
        video(0xffff_fff0L, keyframe());
        audio(0x0000_0005L, aacFrame());
        video(0x0000_0018L, interframe(0));
        audio(0xffff_fffeL, aacFrame());
        ingest.flush();
        assertThat(publication.video())
                .extracting(IngestPacket::dts)
                .containsExactly(-16 * 90L, 24 * 90L);
        assertThat(publication.audio())
                .extracting(IngestPacket::dts)
                .containsExactly(5 * 48L, 5 * 48L + 1024);
    }

    @Test
    void video_times_are_passed_on_even_when_they_go_back() throws MediaException {
        beginVideo();
        video(10_000, keyframe());
        video(4_000, interframe(0));
        ingest.flush();
        assertThat(publication.video())
                .extracting(IngestPacket::dts)
                .containsExactly(900_000L, 360_000L);
    }

    @Test
    void jittered_audio_times_are_repaired() throws MediaException {
        beginAudio();
        long[] jittered = {0, 21, 43, 64, 90, 100, 128, 198, 171};
        for (long time : jittered) {
            audio(time, aacFrame());
        }
        assertThat(audioTimes())
                .containsExactly(0L, 1024L, 2048L, 3072L, 4096L, 5120L, 6144L, 7168L, 8192L);
        assertThat(publication.audio()).extracting(IngestPacket::duration).containsOnly(1024L);
        assertThat(publication.audio()).extracting(IngestPacket::keyframe).containsOnly(true);
    }

    @ParameterizedTest
    @CsvSource({
        // the second frame's ms, its time; the first ends at 1024, which is 21.33 ms
        "71, 1024",
        "72, 3456",
        "0, 1024",
        "4294967268, 1024",
        "4294967267, -1392",
        "10000, 480000",
    })
    void audio_times_are_taken_when_they_have_gone_50_ms_away(long ms, long expected)
            throws MediaException {
        beginAudio();
        audio(0, aacFrame());
        audio(ms, aacFrame());
        assertThat(audioTimes()).containsExactly(0L, expected);
    }

    @Test
    void short_lengths_are_rewritten() throws MediaException {
        ingest.metadata(VIDEO_ONLY);
        video(0, avcConfiguration(AVC_360P.replaceFirst("^0142c01eff", "0142c01efc")));
        video(0, accessUnit("17", 0, "0365010200024106"));
        ingest.flush();
        assertThat(ingest.faults()).isZero();
        assertThat(ByteBufUtil.hexDump(publication.video().getFirst().payload()))
                .isEqualTo("00000003650102000000024106");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2701000000 00000009410304",
                "2701000000 ffffffff410304",
                "2701000000 00000003410304 00",
                "2701002711 00000003410304",
                "2701ffd8ef 00000003410304",
                "2703000000 00000003410304",
                "2701"
            })
    void a_bad_video_tag_costs_itself_alone(String bad) throws MediaException {
        beginVideo();
        video(0, keyframe());
        video(40, tag(bad));
        video(80, interframe(10_000));
        ingest.flush();
        assertThat(publication.video()).hasSize(2);
        assertThat(ingest.faults()).isEqualTo(1);
    }

    @Test
    void a_bad_audio_tag_costs_itself_alone() throws MediaException {
        beginAudio();
        audio(0, aacFrame());
        audio(21, tag("af"));
        audio(21, tag("af02 2110"));
        audio(21, tag("af01").writeZero(8192));
        audio(21, aacFrame());
        assertThat(audioTimes()).containsExactly(0L, 1024L);
        assertThat(ingest.faults()).isEqualTo(3);
    }

    @Test
    void empty_tags_and_tags_without_a_picture_are_ignored() throws MediaException {
        beginVideo();
        video(0, tag(""));
        video(0, tag("1701000000"));
        video(0, tag("1700000000"));
        video(0, tag("1702000000"));
        video(0, tag("5700"));
        video(0, accessUnit("17", 0, "00000002 6742 00000002 68ce"));
        audio(0, tag("af01"));
        audio(0, tag("af00"));
        ingest.flush();
        assertThat(publication.packets()).isEmpty();
        assertThat(ingest.faults()).isZero();
    }

    @Test
    void nothing_but_bad_tags_ends_the_publication() throws MediaException {
        beginVideo();
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < UnitFaults.MAX_IN_A_ROW; i++) {
                                video(0, accessUnit("17", 0, "000000ff65"));
                            }
                        })
                .isInstanceOf(MediaException.class)
                .hasMessageContaining("NAL length: 255");
        assertThat(ingest.faults()).isEqualTo(UnitFaults.MAX_IN_A_ROW);
    }

    @Test
    void media_without_a_configuration_ends_the_publication() {
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < UnitFaults.MAX_IN_A_ROW; i++) {
                                audio(0, aacFrame());
                            }
                        })
                .hasMessageContaining("without an AAC configuration");
    }

    @ParameterizedTest
    @CsvSource({
        "0242c01effe1000467640000, AVC configuration version: 2 (expected: 1)",
        "0142c01efee10019, NAL length size: 3",
        "0142c01effe0010000, SPS count: 0",
        "0142c01effe1ffff67, AVC configuration: ends after",
        "0142c0, AVC configuration length: 3",
    })
    void a_bad_avc_configuration_is_refused(String record, String message) {
        assertThatThrownBy(() -> video(0, avcConfiguration(record)))
                .isInstanceOf(MediaException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"12, AAC configuration length: 1", "3a10, AAC object type: 7", "1680, rate index"})
    void a_bad_aac_configuration_is_refused(String configuration, String message) {
        assertThatThrownBy(() -> audio(0, aacConfiguration(configuration)))
                .isInstanceOf(MediaException.class)
                .hasMessageContaining(message);
    }

    @Test
    void other_codecs_are_refused_by_name() {
        assertThatThrownBy(() -> video(0, tag("9078766964")))
                .hasMessage(
                        "video codec xvid (Enhanced RTMP) is not supported: use H.264, HEVC, AV1"
                                + " or VP9");
        assertThatThrownBy(() -> video(0, tag("9076703038 01")))
                .hasMessage("video codec VP8 is not supported: use H.264, HEVC, AV1 or VP9");
        assertThatThrownBy(() -> audio(0, tag("bfffe3")))
                .hasMessage(
                        "audio codec Speex is not supported: use AAC, Opus, MP3, FLAC, AC-3 or"
                                + " E-AC-3");
    }

    @Test
    void what_comes_after_the_end_is_let_go() throws MediaException {
        ingest.metadata(BOTH);
        video(0, avcConfiguration(AVC_360P));
        video(0, keyframe());
        ingest.close();
        video(0, keyframe());
        audio(0, aacFrame());
        ingest.flush();
        assertThat(publication.packets()).isEmpty();
    }

    @Test
    void payloads_are_not_copied() throws MediaException {
        beginVideo();
        ByteBuf tag = keyframe();
        video(0, tag);
        ingest.flush();
        assertThat(publication.video().getFirst().payload().memoryAddress())
                .isEqualTo(tag.memoryAddress() + 5);
    }

    @Test
    void metadata_names_tracks_by_number_or_by_name() {
        Map<String, AmfValue> fields =
                Map.of(
                        "videocodecid",
                        new AmfValue.Text("avc1"),
                        "audiocodecid",
                        new AmfValue.Number(10),
                        "encoder",
                        new AmfValue.Text("obs-output\n" + "x".repeat(200)));
        StreamMetadata metadata = StreamMetadata.of(new AmfValue.EcmaArray(fields));
        assertThat(metadata.video()).isTrue();
        assertThat(metadata.audio()).isTrue();
        assertThat(metadata.encoder()).startsWith("obs-output?x").hasSize(PeerText.MAX_LENGTH);
        assertThat(
                        StreamMetadata.of(
                                        new AmfValue.ObjectMap(
                                                Map.of("videocodecid", new AmfValue.Number(0))))
                                .isSilent())
                .isTrue();
        assertThat(StreamMetadata.of(new AmfValue.Null()).isSilent()).isTrue();
    }
}
