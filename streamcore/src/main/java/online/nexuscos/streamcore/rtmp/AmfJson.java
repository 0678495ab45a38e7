package online.nexuscos.streamcore.rtmp;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import online.nexuscos.streamcore.rtmp.amf.AmfValue;

/** Writes AMF values as JSON (RFC 8259), for programs that know no AMF. Pure. */
final class AmfJson {
    /** The largest whole number that a double, and so JavaScript, has exactly. */
    private static final double MAX_EXACT = 1L << 53;

    private static final HexFormat HEX = HexFormat.of();

    private final StringBuilder out = new StringBuilder();
    private final int limit;

    private AmfJson(int limit) {
        this.limit = limit;
    }

    /** The value as JSON; empty where that is longer than the limit, in characters. */
    static Optional<String> write(AmfValue value, int limit) {
        AmfJson json = new AmfJson(limit);
        json.value(value);
        return json.out.length() > limit ? Optional.empty() : Optional.of(json.out.toString());
    }

    private void value(AmfValue value) {
        if (out.length() > limit) {
            return; // the rest would be thrown away
        }
        switch (value) {
            case AmfValue.Number(double number) -> number(number);
            case AmfValue.Bool(boolean truth) -> out.append(truth);
            case AmfValue.Text(String text) -> text(text);
            case AmfValue.ObjectMap(Map<String, AmfValue> fields) -> object(fields);
            case AmfValue.EcmaArray(Map<String, AmfValue> fields) -> object(fields);
            case AmfValue.StrictArray(List<AmfValue> values) -> array(values);
            case AmfValue.Date(double epochMs) -> number(epochMs);
            case AmfValue.Null _, AmfValue.Undefined _ -> out.append("null");
        }
    }

    private void number(double number) {
        if (!Double.isFinite(number)) {
            out.append("null");
        } else if (number == Math.rint(number) && Math.abs(number) <= MAX_EXACT) {
            out.append((long) number);
        } else {
            out.append(number);
        }
    }

    private void object(Map<String, AmfValue> fields) {
        out.append('{');
        String separator = "";
        for (Map.Entry<String, AmfValue> field : fields.entrySet()) {
            out.append(separator);
            text(field.getKey());
            out.append(':');
            value(field.getValue());
            separator = ",";
        }
        out.append('}');
    }

    private void array(List<AmfValue> values) {
        out.append('[');
        String separator = "";
        for (AmfValue each : values) {
            out.append(separator);
            value(each);
            separator = ",";
        }
        out.append(']');
    }

    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length() && out.length() <= limit; i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                out.append("\\u").append(HEX.toHexDigits(c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
