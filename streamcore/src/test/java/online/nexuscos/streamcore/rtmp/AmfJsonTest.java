package online.nexuscos.streamcore.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import online.nexuscos.streamcore.rtmp.amf.AmfValue;
import org.junit.jupiter.api.Test;

class AmfJsonTest {
    private static String json(AmfValue value) {
        return AmfJson.write(value, 1000).orElseThrow();
    }

    @Test
    void every_type_has_its_json() {
        Map<String, AmfValue> fields = new LinkedHashMap<>();
        fields.put("name", new AmfValue.Text("a \"cue\"\n\\ \ud83d\ude00"));
        fields.put("time", new AmfValue.Number(1.5));
        fields.put("type", new AmfValue.Number(3));
        fields.put("on", new AmfValue.Bool(true));
        fields.put("none", new AmfValue.Null());
        fields.put("odd", new AmfValue.Number(Double.NaN));
        fields.put(
                "all",
                new AmfValue.StrictArray(
                        List.of(
                                new AmfValue.Undefined(),
                                new AmfValue.Date(1e12),
                                new AmfValue.EcmaArray(Map.of("k", new AmfValue.Number(-1e300))))));
        assertThat(json(new AmfValue.ObjectMap(fields)))
                .isEqualTo(
                        "{\"name\":\"a \\\"cue\\\"\\u000a\\\\ \\ud83d\\ude00\",\"time\":1.5,"
                                + "\"type\":3,\"on\":true,\"none\":null,\"odd\":null,"
                                + "\"all\":[null,1000000000000,{\"k\":-1.0E300}]}");
    }

    @Test
    void what_is_too_long_is_given_up() {
        assertThat(AmfJson.write(new AmfValue.Text("12345"), 7)).contains("\"12345\"");
        assertThat(AmfJson.write(new AmfValue.Text("12345"), 6)).isEmpty();
        assertThat(AmfJson.write(new AmfValue.Text("x".repeat(1_000_000)), 100)).isEmpty();
    }
}
