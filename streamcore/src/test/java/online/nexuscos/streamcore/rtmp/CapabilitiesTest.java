package online.nexuscos.streamcore.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.rtmp.amf.AmfValue;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {
    private static AmfValue object(Map<String, AmfValue> fields) {
        return new AmfValue.ObjectMap(fields);
    }

    private static AmfValue number(double value) {
        return new AmfValue.Number(value);
    }

    private static AmfValue list(String... names) {
        return new AmfValue.StrictArray(
                List.of(names).stream().map(AmfValue.Text::new).map(AmfValue.class::cast).toList());
    }

    @Test
    void a_peer_that_says_nothing_gets_all_and_is_told_nothing() {
        Capabilities capabilities =
                Capabilities.of(object(Map.of("app", new AmfValue.Text("live"))));
        assertThat(capabilities.receives()).containsExactlyInAnyOrder(Codec.values());
        assertThat(capabilities.canReconnect()).isFalse();
        assertThat(capabilities.answer()).isEmpty();
    }

    @Test
    void the_list_of_version_1_is_read_whatever_its_capitals() {
        Capabilities capabilities =
                Capabilities.of(object(Map.of("fourCcList", list("av01", "Hvc1", "nope"))));
        assertThat(capabilities.receives())
                .containsExactlyInAnyOrder(Codec.H264, Codec.AAC, Codec.MP3, Codec.AV1, Codec.HEVC);
        assertThat(Capabilities.of(object(Map.of("fourCcList", list("*")))).receives())
                .containsExactlyInAnyOrder(Codec.values());
    }

    @Test
    void the_maps_of_version_2_say_what_can_be_decoded_or_forwarded() {
        Capabilities capabilities =
                Capabilities.of(
                        object(
                                Map.of(
                                        "videoFourCcInfoMap",
                                        object(Map.of("vp09", number(1), "av01", number(2))),
                                        "audioFourCcInfoMap",
                                        object(Map.of("*", number(4))))));
        assertThat(capabilities.receives())
                .contains(Codec.VP9, Codec.OPUS, Codec.FLAC, Codec.AC3, Codec.EAC3)
                .doesNotContain(Codec.AV1, Codec.HEVC, Codec.VP8);
    }

    @Test
    void of_a_kind_of_which_a_peer_says_nothing_it_gets_all() {
        assertThat(Capabilities.of(object(Map.of("capsEx", number(1)))).receives())
                .containsExactlyInAnyOrder(Codec.values());
        assertThat(
                        Capabilities.of(object(Map.of("videoFourCcInfoMap", object(Map.of()))))
                                .receives())
                .contains(Codec.OPUS, Codec.AC3)
                .doesNotContain(Codec.HEVC, Codec.AV1);
    }

    @Test
    void the_answer_names_what_is_taken() {
        Capabilities capabilities = Capabilities.of(object(Map.of("capsEx", number(3))));
        assertThat(capabilities.canReconnect()).isTrue();
        Map<String, AmfValue> answer = capabilities.answer();
        assertThat(answer.get("fourCcList"))
                .isEqualTo(
                        list(
                                "avc1", "hvc1", "av01", "vp09", "mp4a", "Opus", ".mp3", "fLaC",
                                "ac-3", "ec-3"));
        assertThat(answer.get("videoFourCcInfoMap"))
                .isEqualTo(
                        object(
                                Map.of(
                                        "avc1", number(4), "hvc1", number(4), "av01", number(4),
                                        "vp09", number(4))));
        assertThat(object(answer).property("audioFourCcInfoMap").property("Opus"))
                .isEqualTo(number(4));
        assertThat(answer.get("capsEx")).isEqualTo(number(15));
    }

    @Test
    void nonsense_is_no_capability() {
        for (double flags : new double[] {-1, Double.NaN, 1e300, Double.POSITIVE_INFINITY}) {
            Capabilities capabilities = Capabilities.of(object(Map.of("capsEx", number(flags))));
            assertThat(capabilities.extended()).isZero();
            assertThat(
                            Capabilities.of(
                                            object(
                                                    Map.of(
                                                            "videoFourCcInfoMap",
                                                            object(Map.of("av01", number(flags))))))
                                    .receives())
                    .doesNotContain(Codec.AV1);
        }
        assertThat(Capabilities.of(object(Map.of("fourCcList", number(1)))).receives()).hasSize(3);
    }
}
