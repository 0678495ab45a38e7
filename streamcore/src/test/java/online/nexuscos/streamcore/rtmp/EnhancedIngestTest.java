package online.nexuscos.streamcore.rtmp;

import static online.nexuscos.streamcore.rtmp.TestingTags.AAC_48000;
import static online.nexuscos.streamcore.rtmp.TestingTags.aacConfiguration;
import static online.nexuscos.streamcore.rtmp.TestingTags.tag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import online.nexuscos.streamcore.hub.IngestPacket;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.media.Track;
import online.nexuscos.streamcore.media.VideoConfiguration;
import online.nexuscos.streamcore.media.VideoRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codecs and messages of Enhanced RTMP; configurations and first bytes are FFmpeg's. */
class EnhancedIngestTest {
    private static final String HVC1 = "68766331";
    private static final String HEVC_720P =
            "0101600000009000000000005df000fcfdf8f800000f03200001001840010c01ffff0160000003009000"
                    + "0003000003005d959809210001002b42010101600000030090000003000003005da00280802d16"
                    + "5959a4932bc05a02000003000200000300321022000100074401c172b46240";
    private static final String AV1_RECORD = "81050c00";
    private static final String AV1_HEADER = "0a0c0200002d2a67fd9e017c0020";
    private static final String VP9_KEY = "82498342004ff02cf60638241c184a1805087ffd";
    private static final String OPUS_HEAD = "4f707573486561640102380180bb0000000000";
    private static final StreamMetadata VIDEO_ONLY = new StreamMetadata(true, false, "");
    private static final StreamMetadata AUDIO_ONLY = new StreamMetadata(false, true, "");

    private final TestingPublication publication = new TestingPublication("test");
    private final RtmpIngest ingest = new RtmpIngest(publication);

    @AfterEach
    void release() {
        ingest.close();
        publication.close();
    }

    private void video(long timestamp, String hex) throws MediaException {
        ingest.video(timestamp, tag(hex), 1);
    }

    private void audio(long timestamp, String hex) throws MediaException {
        ingest.audio(timestamp, tag(hex), 1);
    }

    private List<IngestPacket> packets() {
        ingest.flush();
        return publication.packets();
    }

    private List<String> payloads() {
        return packets().stream().map(IngestPacket::payload).map(ByteBufUtil::hexDump).toList();
    }

    private String codec() {
        return publication.epochs().getLast().getFirst().configuration().rfc6381();
    }

    private VideoConfiguration shown() {
        Track track = publication.epochs().getLast().getFirst();
        return (VideoConfiguration) track.configuration();
    }

    @Test
    void hevc_keeps_its_composition_offsets_and_loses_its_parameter_sets() throws MediaException {
        ingest.metadata(VIDEO_ONLY);
        video(0, "90" + HVC1 + HEVC_720P);
        video(0, "91" + HVC1 + "000050" + "0000000242ff0000000226aa");
        video(40, "a3" + HVC1 + "0000000202bb");
        assertThat(codec()).isEqualTo("hvc1.1.6.L93.90");
        assertThat(payloads()).containsExactly("0000000226aa", "0000000202bb");
        assertThat(packets()).extracting(IngestPacket::pts).containsExactly(7200L, 3600L);
        assertThat(packets()).extracting(IngestPacket::keyframe).containsExactly(true, false);
    }

    @Test
    void hevc_of_the_old_codec_id() throws MediaException {
        ingest.metadata(VIDEO_ONLY);
        video(0, "1c00000000" + HEVC_720P);
        video(0, "1c01000028" + "0000000226aa");
        assertThat(codec()).isEqualTo("hvc1.1.6.L93.90");
        assertThat(packets()).extracting(IngestPacket::pts).containsExactly(3600L);
    }

    @Test
    void av1_loses_its_temporal_delimiters() throws MediaException {
        ingest.metadata(VIDEO_ONLY);
        video(0, "9061763031" + AV1_RECORD + AV1_HEADER);
        video(0, "9161763031" + "1200" + AV1_HEADER + "320310aabb");
        video(40, "a161763031" + "1200" + "320330ccdd" + "7a0100");
        video(80, "a161763031" + "1200" + "1a0180");
        assertThat(codec()).isEqualTo("av01.0.05M.08");
        assertThat(payloads()).containsExactly(AV1_HEADER + "320310aabb", "320330ccdd", "1a0180");
        assertThat(packets())
                .extracting(IngestPacket::keyframe)
                .containsExactly(true, false, false);
        assertThat(publication.epochs()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({AV1_RECORD, "''"})
    void av1_tells_its_size_in_the_first_keyframe(String record) throws MediaException {
        ingest.metadata(VIDEO_ONLY);
        video(0, "9061763031" + record);
        assertThat(publication.epochs()).isEmpty();
        video(0, "a161763031" + "1200" + "320330ccdd");
        video(40, "9161763031" + "1200" + AV1_HEADER + "320310aabb");
        assertThat(codec()).isEqualTo("av01.0.05M.08");
        assertThat(shown().width()).isEqualTo(1280);
        assertThat(payloads()).containsExactly(AV1_HEADER + "320310aabb");
    }

    @Test
    void another_av1_sequence_header_is_another_configuration() throws MediaException {
        ingest.metadata(VIDEO_ONLY);
        video(0, "9061763031" + AV1_RECORD + AV1_HEADER);
        video(0, "9161763031" + AV1_HEADER + "320310aabb");
        video(40, "9161763031" + "0a0e00000042abbec3532be542440241" + "320310aabb");
        assertThat(publication.epochs()).hasSize(2);
        assertThat(shown().width()).isEqualTo(1918);
        assertThat(packets()).hasSize(2);
    }

    @Test
    void vp9_tells_its_size_in_keyframes() throws MediaException {
        ingest.metadata(VIDEO_ONLY);
        video(0, "9076703039" + "01000000001f820202020000");
        video(0, "a176703039" + "86004092f0e14000");
        assertThat(publication.epochs()).isEmpty();
        video(40, "9176703039" + VP9_KEY);
        video(80, "a176703039" + "86004092f0e14000");
        assertThat(codec()).isEqualTo("vp09.00.31.08");
        assertThat(packets()).extracting(IngestPacket::keyframe).containsExactly(true, false);
        // half the width: another track
        video(120, "9176703039" + "82498342002ff02cf60638241c184a1805087ffd");
        assertThat(publication.epochs()).hasSize(2);
        assertThat(shown().width()).isEqualTo(768);
        assertThat(ingest.faults()).isEqualTo(1);
    }

    @Test
    void opus_packets_last_as_long_as_they_say() throws MediaException {
        ingest.metadata(AUDIO_ONLY);
        audio(0, "904f707573" + OPUS_HEAD);
        audio(0, "914f707573" + "fcaa");
        audio(21, "914f707573" + "18bb");
        audio(80, "914f707573" + "fccc");
        assertThat(codec()).isEqualTo("Opus");
        assertThat(packets()).extracting(IngestPacket::dts).containsExactly(0L, 960L, 3840L);
        assertThat(packets()).extracting(IngestPacket::duration).containsExactly(960L, 2880L, 960L);
        assertThat(publication.epochs()).hasSize(1);
    }

    @Test
    void opus_without_a_header_tells_its_channels_in_the_first_packet() throws MediaException {
        ingest.metadata(AUDIO_ONLY);
        audio(0, "904f707573");
        audio(0, "914f707573" + "fcaa");
        assertThat(codec()).isEqualTo("Opus");
        assertThat(publication.epochs().getLast().getFirst().configuration().codecPrivate())
                .hasToString(OPUS_HEAD.replace("3801", "0000"));
    }

    @ParameterizedTest
    @CsvSource({
        "664c6143, 12001200000000004a580bb802f00000000000000000000000000000000000000000,"
                + " fff85a8800374e00, fLaC, 4608",
        "61632d33, '', 0b77fe95144043e106f46370, ac-3, 1536",
        "65632d33, '', 0b77017f3487c00020842108, ec-3, 1536",
        "2e6d7033, '', fffb9464000001ee, mp4a.6B, 1152",
    })
    void other_sound(String fourCc, String header, String frame, String codec, long samples)
            throws MediaException {
        ingest.metadata(AUDIO_ONLY);
        audio(0, "90" + fourCc + header);
        audio(0, "91" + fourCc + frame);
        audio(samples * 1000 / 48_000, "91" + fourCc + frame);
        assertThat(codec()).isEqualTo(codec);
        assertThat(packets()).extracting(IngestPacket::dts).containsExactly(0L, samples);
        assertThat(payloads()).containsExactly(frame, frame);
        assertThat(publication.epochs()).hasSize(1);
    }

    @Test
    void mp3_of_the_old_codec_id() throws MediaException {
        ingest.metadata(AUDIO_ONLY);
        audio(0, "2f" + "fffb9464000001ee");
        assertThat(codec()).isEqualTo("mp4a.6B");
        assertThat(payloads()).containsExactly("fffb9464000001ee");
    }

    @Test
    void e_ac_3_may_vary_its_bit_rate() throws MediaException {
        ingest.metadata(AUDIO_ONLY);
        audio(0, "9165632d33" + "0b77017f3487c00020842108");
        audio(32, "9165632d33" + "0b7701ff3487c00020842108");
        assertThat(publication.epochs()).hasSize(1);
        assertThat(packets()).hasSize(2);
    }

    @Test
    void nanoseconds_count() throws MediaException {
        ingest.metadata(VIDEO_ONLY);
        video(0, "90" + HVC1 + HEVC_720P);
        // 33 ms and 366,667 ns: 3003 ticks of 90 kHz
        video(33, "97" + "02059 84b".replace(" ", "") + "03" + HVC1 + "0000000226aa");
        assertThat(packets()).extracting(IngestPacket::dts).containsExactly(3003L);
        audio(0, aacHex());
        audio(100, "97" + "0207a120" + "01" + "6d703461" + "21100454");
        video(120, "93" + HVC1 + "0000000226aa");
        ingest.flush();
        assertThat(publication.audio()).extracting(IngestPacket::dts).containsExactly(4824L);
    }

    private static String aacHex() {
        ByteBuf configuration = aacConfiguration(AAC_48000);
        String hex = ByteBufUtil.hexDump(configuration);
        configuration.release();
        return hex;
    }

    @Test
    void of_several_tracks_the_default_one_is_taken_and_the_others_are_named()
            throws MediaException {
        ingest.metadata(VIDEO_ONLY);
        String size = String.format("%06x", HEVC_720P.length() / 2);
        // One message with the configurations of two tracks, the second first.
        video(0, "9610" + HVC1 + "01" + size + HEVC_720P + "00" + size + HEVC_720P);
        video(0, "9613" + HVC1 + "01000006" + "0000000226bb" + "00000006" + "0000000226aa");
        video(40, "a603" + HVC1 + "02" + "0000000202cc");
        assertThat(payloads()).containsExactly("0000000226aa");
        assertThat(publication.notices())
                .containsExactly("more than one video track is coming: only track 0 is shown");
        audio(0, "9521" + "6d703461" + "01000002" + "2110");
        assertThat(publication.notices()).hasSize(2);
        assertThat(publication.epochs()).hasSize(1);
    }

    @Test
    void a_colour_that_the_pictures_do_not_tell() throws MediaException {
        ingest.metadata(VIDEO_ONLY);
        video(0, "90" + HVC1 + HEVC_720P);
        assertThat(shown().colour().range()).isEqualTo(VideoRange.SDR);
        video(0, "94" + HVC1 + colour("4022000000000000", "4032000000000000"));
        video(0, "93" + HVC1 + "0000000226aa");
        assertThat(shown().colour().primaries()).isEqualTo(9);
        assertThat(shown().colour().range()).isEqualTo(VideoRange.HLG);
        // undefined: as the pictures say
        video(40, "94" + HVC1 + "020009636f6c6f72496e666f06");
        assertThat(shown().colour().range()).isEqualTo(VideoRange.SDR);
        video(80, "94" + HVC1 + "0200ff");
        assertThat(ingest.faults()).isEqualTo(1);
    }

    /** {@code colorInfo} with two numbers in its {@code colorConfig}. */
    private static String colour(String primaries, String transfer) {
        return "020009636f6c6f72496e666f"
                + "03000b636f6c6f72436f6e666967"
                + "03000e636f6c6f725072696d6172696573"
                + "00"
                + primaries
                + "00177472616e7366657243686172616374657269737469637300"
                + transfer
                + "000009000009";
    }

    @Test
    void unknown_codecs_and_forms_are_refused_by_name() {
        assertThatThrownBy(() -> video(0, "9561763031"))
                .hasMessageContaining("video codec AV1 in the form of MPEG-2 TS");
        assertThatThrownBy(() -> audio(0, "9078797a31"))
                .hasMessageContaining("audio codec xyz1 (Enhanced RTMP) is not supported");
        assertThatThrownBy(() -> video(0, "96017a7a7a7a00ff")).hasMessageContaining("codec zzzz");
    }

    @Test
    void a_configuration_that_no_decoder_could_use_is_refused() {
        assertThatThrownBy(() -> video(0, "90" + HVC1 + HEVC_720P.substring(0, 60)))
                .hasMessageContaining("HEVC configuration: ends after");
        assertThatThrownBy(() -> audio(0, "904f707573" + "4f70757348656164ff"))
                .hasMessageContaining("Opus header length");
    }
}
