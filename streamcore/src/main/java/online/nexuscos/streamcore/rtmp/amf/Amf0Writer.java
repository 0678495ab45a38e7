package online.nexuscos.streamcore.rtmp.amf;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import java.util.Map;

/**
 * Writes AMF0 values.
 *
 * @see <a href="https://rtmp.veriskope.com/pdf/amf0-file-format-specification.pdf">AMF0</a>
 */
public final class Amf0Writer {
    private static final int MAX_SHORT_STRING_BYTES = 0xffff;

    private Amf0Writer() {}

    /**
     * Appends one value to {@code out}.
     *
     * @throws IllegalArgumentException for a property name of more than 65,535 bytes
     */
    public static void write(ByteBuf out, AmfValue value) {
        switch (value) {
            case AmfValue.Number(double number) -> out.writeByte(Marker.NUMBER).writeDouble(number);
            case AmfValue.Bool(boolean bool) ->
                    out.writeByte(Marker.BOOLEAN).writeByte(bool ? 1 : 0);
            case AmfValue.Text(String text) -> writeText(out, text);
            case AmfValue.ObjectMap(Map<String, AmfValue> fields) -> {
                out.writeByte(Marker.OBJECT);
                writeFields(out, fields);
            }
            case AmfValue.EcmaArray(Map<String, AmfValue> fields) -> {
                out.writeByte(Marker.ECMA_ARRAY).writeInt(fields.size());
                writeFields(out, fields);
            }
            case AmfValue.StrictArray(List<AmfValue> values) -> {
                out.writeByte(Marker.STRICT_ARRAY).writeInt(values.size());
                values.forEach(element -> write(out, element));
            }
            case AmfValue.Date(double epochMs) ->
                    out.writeByte(Marker.DATE).writeDouble(epochMs).writeShort(0);
            case AmfValue.Null _ -> out.writeByte(Marker.NULL);
            case AmfValue.Undefined _ -> out.writeByte(Marker.UNDEFINED);
        }
    }

    private static void writeText(ByteBuf out, String text) {
        int length = ByteBufUtil.utf8Bytes(text);
        if (length > MAX_SHORT_STRING_BYTES) {
            out.writeByte(Marker.LONG_STRING).writeInt(length);
        } else {
            out.writeByte(Marker.STRING).writeShort(length);
        }
        ByteBufUtil.reserveAndWriteUtf8(out, text, length);
    }

    private static void writeFields(ByteBuf out, Map<String, AmfValue> fields) {
        fields.forEach((name, value) -> {
            int length = ByteBufUtil.utf8Bytes(name);
            if (length > MAX_SHORT_STRING_BYTES) {
                throw new IllegalArgumentException("property name length: " + length);
            }
            out.writeShort(length);
            ByteBufUtil.reserveAndWriteUtf8(out, name, length);
            write(out, value);
        });
        out.writeShort(0).writeByte(Marker.OBJECT_END);
    }
}
