package online.nexuscos.streamcore.rtmp.amf;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A value of the Action Message Format, version 0.
 *
 * @see <a href="https://rtmp.veriskope.com/pdf/amf0-file-format-specification.pdf">AMF0, section
 *     2</a>
 */
public sealed interface AmfValue {
    /** Marker 0x00. */
    @SuppressWarnings("JavaLangClash") // AMF0's own term
    record Number(double value) implements AmfValue {}

    /** Marker 0x01. */
    record Bool(boolean value) implements AmfValue {}

    /** Marker 0x02, or 0x0c when longer than 65,535 bytes. */
    record Text(String value) implements AmfValue {}

    /** Marker 0x03: an anonymous object, its properties in their order. */
    record ObjectMap(Map<String, AmfValue> fields) implements AmfValue {
        public ObjectMap {
            fields = copyOf(fields);
        }
    }

    /** Marker 0x08: an associative array, its properties in their order. */
    record EcmaArray(Map<String, AmfValue> fields) implements AmfValue {
        public EcmaArray {
            fields = copyOf(fields);
        }
    }

    /** Marker 0x0a. */
    record StrictArray(List<AmfValue> values) implements AmfValue {
        public StrictArray {
            values = List.copyOf(values);
        }
    }

    /** Marker 0x0b; the time zone beside it is reserved and not kept. */
    record Date(double epochMs) implements AmfValue {}

    /** Marker 0x05. */
    record Null() implements AmfValue {}

    /** Marker 0x06. */
    record Undefined() implements AmfValue {}

    /** The string, or {@code fallback} for a value of another type. */
    default String asText(String fallback) {
        return this instanceof Text(String value) ? value : fallback;
    }

    /** The number, or {@code fallback} for a value of another type. */
    default double asNumber(double fallback) {
        return this instanceof Number(double value) ? value : fallback;
    }

    /** The boolean, or {@code fallback} for a value of another type. */
    default boolean asBoolean(boolean fallback) {
        return this instanceof Bool(boolean value) ? value : fallback;
    }

    /** The properties of an object or associative array; none for a value of another type. */
    default Map<String, AmfValue> properties() {
        return switch (this) {
            case ObjectMap(Map<String, AmfValue> fields) -> fields;
            case EcmaArray(Map<String, AmfValue> fields) -> fields;
            case Number _, Bool _, Text _, StrictArray _, Date _, Null _, Undefined _ -> Map.of();
        };
    }

    /** The property's value; {@link Undefined} where there is none. */
    default AmfValue property(String name) {
        return properties().getOrDefault(name, new Undefined());
    }

    /** Keeps the order, which {@link Map#copyOf} does not. */
    private static Map<String, AmfValue> copyOf(Map<String, AmfValue> fields) {
        if (fields.containsKey("")) {
            throw new IllegalArgumentException("property name is empty, which ends an object");
        }
        return Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
}
