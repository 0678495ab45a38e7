package online.nexuscos.streamcore.rtmp.amf;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads AMF0 values. Of the types, those no encoder sends are refused by name: references, movie
 * clips, record sets, XML, typed objects and the switch to AMF3.
 *
 * <p>Bytes that are not UTF-8 become replacement characters, since some encoders put other code
 * pages into their metadata. The property count of an associative array is ignored: AMF0, 2.10,
 * calls it a hint, and encoders send zero.
 *
 * @see <a href="https://rtmp.veriskope.com/pdf/amf0-file-format-specification.pdf">AMF0</a>
 */
public final class Amf0Reader {
    /** Objects and arrays inside one another. */
    static final int MAX_DEPTH = 16;

    /** Properties of one object, repeated ones counted each time. */
    static final int MAX_PROPERTIES = 256;

    static final int MAX_STRING_BYTES = 64 * 1024;

    /** Values of one message, those inside objects and arrays too. */
    static final int MAX_VALUES = 1024;

    private final ByteBuf in;
    private int valueCount;

    private Amf0Reader(ByteBuf in) {
        this.in = in;
    }

    /** Reads one value and leaves what follows it in {@code in}. */
    public static AmfValue read(ByteBuf in) throws RtmpException {
        return new Amf0Reader(in).value(0);
    }

    /** Reads values up to the end of {@code in}; an empty list from an empty buffer. */
    public static List<AmfValue> readAll(ByteBuf in) throws RtmpException {
        Amf0Reader reader = new Amf0Reader(in);
        List<AmfValue> values = new ArrayList<>();
        while (in.isReadable()) {
            values.add(reader.value(0));
        }
        return List.copyOf(values);
    }

    /** Reads one value that lies inside {@code depth} objects and arrays. */
    private AmfValue value(int depth) throws RtmpException {
        if (++valueCount > MAX_VALUES) {
            throw new RtmpException("AMF0 value count", valueCount, "<= " + MAX_VALUES);
        }
        require(1, "value");
        int marker = in.readUnsignedByte();
        return switch (marker) {
            case Marker.NUMBER -> {
                require(8, "number");
                yield new AmfValue.Number(in.readDouble());
            }
            case Marker.BOOLEAN -> {
                require(1, "boolean");
                yield new AmfValue.Bool(in.readByte() != 0);
            }
            case Marker.STRING -> new AmfValue.Text(string());
            case Marker.OBJECT -> new AmfValue.ObjectMap(fields(depth + 1));
            case Marker.NULL -> new AmfValue.Null();
            case Marker.UNDEFINED -> new AmfValue.Undefined();
            case Marker.ECMA_ARRAY -> {
                require(4, "array count");
                in.skipBytes(4);
                yield new AmfValue.EcmaArray(fields(depth + 1));
            }
            case Marker.STRICT_ARRAY -> new AmfValue.StrictArray(elements(depth + 1));
            case Marker.DATE -> {
                require(8 + 2, "date");
                double epochMs = in.readDouble();
                in.skipBytes(2);
                yield new AmfValue.Date(epochMs);
            }
            case Marker.LONG_STRING -> new AmfValue.Text(longString());
            default -> throw new RtmpException(refusal(marker));
        };
    }

    private Map<String, AmfValue> fields(int depth) throws RtmpException {
        requireDepth(depth);
        Map<String, AmfValue> fields = new LinkedHashMap<>();
        for (int count = 1; ; count++) {
            String name = string();
            if (name.isEmpty()) {
                require(1, "object end");
                int marker = in.readUnsignedByte();
                if (marker != Marker.OBJECT_END) {
                    throw new RtmpException(
                            "AMF0 object end", marker, String.valueOf(Marker.OBJECT_END));
                }
                return fields;
            }
            if (count > MAX_PROPERTIES) {
                throw new RtmpException("AMF0 property count", count, "<= " + MAX_PROPERTIES);
            }
            fields.put(name, value(depth));
        }
    }

    private List<AmfValue> elements(int depth) throws RtmpException {
        requireDepth(depth);
        require(4, "array length");
        long length = in.readUnsignedInt();
        int limit = Math.min(MAX_VALUES - valueCount, in.readableBytes());
        if (length > limit) {
            throw new RtmpException("AMF0 array length", length, "<= " + limit);
        }
        List<AmfValue> values = new ArrayList<>((int) length);
        for (int i = 0; i < length; i++) {
            values.add(value(depth));
        }
        return values;
    }

    private String string() throws RtmpException {
        require(2, "string length");
        return utf8(in.readUnsignedShort());
    }

    private String longString() throws RtmpException {
        require(4, "string length");
        long length = in.readUnsignedInt();
        if (length > MAX_STRING_BYTES) {
            throw new RtmpException("AMF0 string length", length, "<= " + MAX_STRING_BYTES);
        }
        return utf8((int) length);
    }

    private String utf8(int length) throws RtmpException {
        require(length, "string");
        String text = in.toString(in.readerIndex(), length, StandardCharsets.UTF_8);
        in.skipBytes(length);
        return text;
    }

    private void require(int length, String name) throws RtmpException {
        if (in.readableBytes() < length) {
            throw new RtmpException("AMF0 " + name, length, "<= " + in.readableBytes() + " bytes");
        }
    }

    private static void requireDepth(int depth) throws RtmpException {
        if (depth > MAX_DEPTH) {
            throw new RtmpException("AMF0 depth", depth, "<= " + MAX_DEPTH);
        }
    }

    private static String refusal(int marker) {
        String type =
                switch (marker) {
                    case Marker.MOVIE_CLIP -> "movie clip";
                    case Marker.REFERENCE -> "reference";
                    case Marker.OBJECT_END -> "object end outside an object";
                    case Marker.UNSUPPORTED -> "unsupported";
                    case Marker.RECORD_SET -> "record set";
                    case Marker.XML_DOCUMENT -> "XML document";
                    case Marker.TYPED_OBJECT -> "typed object";
                    case Marker.AVM_PLUS -> "switch to AMF3";
                    default -> "unknown type";
                };
        return "AMF0 type: " + marker + ", " + type + " (expected: 0 to 3, 5, 6, 8, 10 to 12)";
    }
}
