package online.nexuscos.streamcore.rtmp.amf;

import static online.nexuscos.streamcore.rtmp.amf.TestingBytes.buffer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Amf0Test {
    record Case(String name, AmfValue value, String bytes) {
        @Override
        public String toString() {
            return name;
        }
    }

    record Refusal(String name, String bytes, String message) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** In the form the writer gives them. */
    static List<Case> cases() {
        return List.of(
                new Case("zero", number(0), "00 0000000000000000"),
                new Case("number", number(1.5), "00 3ff8000000000000"),
                new Case("infinity", number(Double.NEGATIVE_INFINITY), "00 fff0000000000000"),
                new Case("not a number", number(Double.NaN), "00 7ff8000000000000"),
                new Case("true", new AmfValue.Bool(true), "01 01"),
                new Case("false", new AmfValue.Bool(false), "01 00"),
                new Case("empty string", text(""), "02 0000"),
                new Case("string", text("live"), "02 0004 'live'"),
                new Case("string of two-byte letters", text("\u00e9"), "02 0002 c3a9"),
                new Case("emoji", text("\ud83d\ude00"), "02 0004 f09f9880"),
                new Case("longest string", text("a".repeat(65535)), "02 ffff 61*65535"),
                new Case("long string", text("a".repeat(65536)), "0c 00010000 61*65536"),
                new Case("null", new AmfValue.Null(), "05"),
                new Case("undefined", new AmfValue.Undefined(), "06"),
                new Case("date", new AmfValue.Date(1e12), "0b 426d1a94a2000000 0000"),
                new Case("empty object", new AmfValue.ObjectMap(Map.of()), "03 0000 09"),
                new Case(
                        "object in its order",
                        object("b", text("x"), "a", new AmfValue.Null()),
                        "03 0001 'b' 02 0001 'x' 0001 'a' 05 0000 09"),
                new Case(
                        "objects in one another",
                        object("o", object("p", object())),
                        "03 0001 'o' 03 0001 'p' 03 0000 09 0000 09 0000 09"),
                new Case(
                        "empty associative array",
                        new AmfValue.EcmaArray(Map.of()),
                        "08 00000000 0000 09"),
                new Case(
                        "associative array",
                        new AmfValue.EcmaArray(Map.of("width", number(1920))),
                        "08 00000001 0005 'width' 00 409e000000000000 0000 09"),
                new Case("empty array", new AmfValue.StrictArray(List.of()), "0a 00000000"),
                new Case(
                        "array",
                        new AmfValue.StrictArray(List.of(text(""), object())),
                        "0a 00000002 02 0000 03 0000 09"));
    }

    /** What others write and this writer does not. */
    static List<Case> readOnlyCases() {
        return List.of(
                new Case("true as 255", new AmfValue.Bool(true), "01 ff"),
                new Case("short long string", text("ab"), "0c 00000002 'ab'"),
                new Case("not UTF-8", text("a\ufffd"), "02 0002 61 ff"),
                new Case("date with zone", new AmfValue.Date(0), "0b 0000000000000000 ffc4"),
                new Case(
                        "array count of zero",
                        new AmfValue.EcmaArray(Map.of("a", new AmfValue.Null())),
                        "08 00000000 0001 'a' 05 0000 09"),
                new Case(
                        "array count of 2^32 - 1",
                        new AmfValue.EcmaArray(Map.of("a", new AmfValue.Null())),
                        "08 ffffffff 0001 'a' 05 0000 09"),
                new Case(
                        "property twice",
                        object("a", text("x")),
                        "03 0001 'a' 05 0001 'a' 02 0001 'x' 0000 09"));
    }

    static List<Refusal> refusals() {
        return List.of(
                new Refusal("nothing", "", "AMF0 value: 1 (expected: <= 0 bytes)"),
                new Refusal("movie clip", "04", refusedType("4, movie clip")),
                new Refusal("reference", "07 0000", refusedType("7, reference")),
                new Refusal("end", "09", refusedType("9, object end outside an object")),
                new Refusal("unsupported", "0d", refusedType("13, unsupported")),
                new Refusal("record set", "0e", refusedType("14, record set")),
                new Refusal("XML", "0f 00000000", refusedType("15, XML document")),
                new Refusal("typed object", "10 0001 'a'", refusedType("16, typed object")),
                new Refusal("AMF3", "11 01", refusedType("17, switch to AMF3")),
                new Refusal("unknown", "12", refusedType("18, unknown type")),
                new Refusal("last marker", "ff", refusedType("255, unknown type")),
                new Refusal("empty name", "03 0000 05", "AMF0 object end: 5 (expected: 9)"),
                new Refusal(
                        "lying string", "02 ffff 61", "AMF0 string: 65535 (expected: <= 1 bytes)"),
                new Refusal(
                        "string over limit",
                        "0c 00010001 61*65537",
                        "AMF0 string length: 65537 (expected: <= 65536)"),
                new Refusal(
                        "string of 2^32 - 1",
                        "0c ffffffff",
                        "AMF0 string length: 4294967295 (expected: <= 65536)"),
                new Refusal(
                        "array of 2^32 - 1",
                        "0a ffffffff 05*2000",
                        "AMF0 array length: 4294967295 (expected: <= 1023)"),
                new Refusal(
                        "lying array", "0a 00000003 0505", "AMF0 array length: 3 (expected: <= 2)"),
                new Refusal(
                        "objects 1,000 deep", "03000161*1000", "AMF0 depth: 17 (expected: <= 16)"),
                new Refusal(
                        "arrays 1,000 deep",
                        "0a00000001*1000",
                        "AMF0 depth: 17 (expected: <= 16)"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void writes(Case it) {
        ByteBuf out = Unpooled.buffer();
        Amf0Writer.write(out, it.value);
        assertThat(out).isEqualTo(buffer(it.bytes));
    }

    @ParameterizedTest
    @MethodSource({"cases", "readOnlyCases"})
    void reads_and_leaves_what_follows(Case it) throws RtmpException {
        ByteBuf in = buffer(it.bytes + " 0102");
        assertThat(Amf0Reader.read(in)).isEqualTo(it.value);
        assertThat(in.readableBytes()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource({"cases", "readOnlyCases"})
    void refuses_every_part_of_a_value(Case it) {
        byte[] whole = TestingBytes.bytes(it.bytes);
        for (int length = 0; length < whole.length; length += 1 + length / 100) {
            ByteBuf part = Unpooled.wrappedBuffer(whole, 0, length);
            assertThatExceptionOfType(RtmpException.class)
                    .as("%d bytes of %d", length, whole.length)
                    .isThrownBy(() -> Amf0Reader.read(part));
        }
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refuses(Refusal it) {
        assertThatExceptionOfType(RtmpException.class)
                .isThrownBy(() -> Amf0Reader.read(buffer(it.bytes)))
                .withMessage(it.message);
    }

    @Test
    void reads_all_values() throws RtmpException {
        assertThat(Amf0Reader.readAll(buffer("02 0001 'a' 05")))
                .containsExactly(text("a"), new AmfValue.Null());
        assertThat(Amf0Reader.readAll(Unpooled.EMPTY_BUFFER)).isEmpty();
    }

    @Test
    void keeps_the_order_of_properties() throws RtmpException {
        AmfValue value = Amf0Reader.read(buffer("03 0001 'b' 05 0001 'c' 05 0001 'a' 05 000009"));
        assertThat(value.properties().keySet()).containsExactly("b", "c", "a");
    }

    @Test
    void limits_depth() throws RtmpException {
        ByteBuf deepest = buffer("0a00000001*15 0a00000000");
        assertThat(Amf0Reader.read(deepest)).isInstanceOf(AmfValue.StrictArray.class);
        assertThat(deepest.isReadable()).isFalse();
        ByteBuf deeper = buffer("0a00000001*16 0a00000000");
        assertThatExceptionOfType(RtmpException.class)
                .isThrownBy(() -> Amf0Reader.read(deeper))
                .withMessage("AMF0 depth: 17 (expected: <= 16)");
    }

    @Test
    void limits_properties() throws RtmpException {
        assertThat(Amf0Reader.read(buffer("03 00016105*256 000009")).properties()).hasSize(1);
        assertThatExceptionOfType(RtmpException.class)
                .isThrownBy(() -> Amf0Reader.read(buffer("03 00016105*257 000009")))
                .withMessage("AMF0 property count: 257 (expected: <= 256)");
    }

    @Test
    void limits_values_of_a_message() throws RtmpException {
        assertThat(Amf0Reader.readAll(buffer("05*1024"))).hasSize(1024);
        assertThat(Amf0Reader.readAll(buffer("0a 000003ff 05*1023"))).hasSize(1);
        for (String tooMany : List.of("05*1025", "05 0a 000003fe 05*1023")) {
            assertThatExceptionOfType(RtmpException.class)
                    .isThrownBy(() -> Amf0Reader.readAll(buffer(tooMany)))
                    .withMessage("AMF0 value count: 1025 (expected: <= 1024)");
        }
    }

    @Test
    void gives_fallbacks_for_other_types() {
        AmfValue object = object("app", text("live"), "n", number(4), "b", new AmfValue.Bool(true));
        assertThat(object.property("app").asText("")).isEqualTo("live");
        assertThat(object.property("n").asNumber(0)).isEqualTo(4);
        assertThat(object.property("b").asBoolean(false)).isTrue();
        assertThat(object.property("none")).isEqualTo(new AmfValue.Undefined());
        assertThat(object.asText("?")).isEqualTo("?");
        assertThat(text("4").asNumber(7)).isEqualTo(7);
        assertThat(number(1).asBoolean(false)).isFalse();
        assertThat(new AmfValue.EcmaArray(Map.of("a", text("b"))).property("a").asText(""))
                .isEqualTo("b");
        assertThat(text("x").properties()).isEmpty();
    }

    @Test
    void fails_fast_on_what_cannot_be_written() {
        assertThatIllegalArgumentException().isThrownBy(() -> object("", text("")));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Amf0Writer.write(
                                Unpooled.buffer(), object("a".repeat(65536), new AmfValue.Null())));
    }

    private static AmfValue number(double value) {
        return new AmfValue.Number(value);
    }

    private static AmfValue text(String value) {
        return new AmfValue.Text(value);
    }

    private static AmfValue object(Object... namesAndValues) {
        Map<String, AmfValue> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], (AmfValue) namesAndValues[i + 1]);
        }
        return new AmfValue.ObjectMap(fields);
    }

    private static String refusedType(String type) {
        return "AMF0 type: " + type + " (expected: 0 to 3, 5, 6, 8, 10 to 12)";
    }
}
