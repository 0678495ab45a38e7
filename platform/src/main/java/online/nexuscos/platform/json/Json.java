package online.nexuscos.platform.json;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one form in which records become JSON: components by their names, absent ones left out, times
 * as ISO 8601. Reading is strict: no unknown components, no key twice, nothing after the end.
 */
public final class Json {
    private static final int MAX_BUFFERS = 64;

    private static final JsonMapper MAPPER =
            // A pool for all: a virtual thread answers once, so what it kept for itself is lost.
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .recyclerPool(JsonRecyclerPools.newBoundedPool(MAX_BUFFERS))
                                    .build())
                    .addModule(new JavaTimeModule())
                    .addModule(new Jdk8Module())
                    .defaultPropertyInclusion(
                            JsonInclude.Value.construct(
                                    JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
                    // isEmpty() and the like are no part of a record.
                    .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                    .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                    .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();

    private static final ObjectReader LENIENT =
            MAPPER.reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT =
            new TypeReference<>() {};

    private Json() {}

    /** A record as UTF-8. */
    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A record as a tree. */
    public static JsonObject tree(Object value) {
        return new JsonObject(MAPPER.convertValue(value, OBJECT));
    }

    /**
     * Reads a record that we wrote ourselves.
     *
     * @throws UncheckedIOException if it is another's
     */
    public static <T> T read(byte[] json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads what it knows of a record that another service wrote.
     *
     * @throws UncheckedIOException if it is another's
     */
    public static <T> T readLenient(byte[] json, Class<T> type) {
        try {
            return LENIENT.forType(type).readValue(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads an object that a stranger wrote.
     *
     * @throws JsonException if it is malformed, no object, or has the character U+0000
     */
    public static JsonObject object(byte[] json) throws JsonException {
        try {
            Map<String, Object> map = MAPPER.readValue(json, OBJECT);
            if (map == null) {
                throw new JsonException("", "null (expected: an object)");
            }
            refuseNul("", map);
            return new JsonObject(map);
        } catch (IOException e) {
            throw JsonException.of(e);
        }
    }

    /** U+0000 is a character that no store takes in a text. */
    private static void refuseNul(String field, @Nullable Object value) throws JsonException {
        switch (value) {
            case String text when text.indexOf('\0') >= 0 ->
                    throw new JsonException(field, "the character U+0000 cannot be kept");
            case Map<?, ?> map -> {
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    String name = String.valueOf(entry.getKey());
                    refuseNul(field, name);
                    refuseNul(field.isEmpty() ? name : field + '.' + name, entry.getValue());
                }
            }
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    refuseNul(field + '[' + i + ']', list.get(i));
                }
            }
            case null, default -> {
                // Numbers and the like.
            }
        }
    }

    /**
     * Turns a tree that keeps to the type's schema into the record.
     *
     * @throws JsonException if the record itself refuses it
     */
    public static <T> T record(JsonObject tree, Class<T> type) throws JsonException {
        try {
            return MAPPER.convertValue(tree.getMap(), type);
        } catch (IllegalArgumentException e) {
            if (e.getCause() instanceof JsonMappingException mapping) {
                throw JsonException.of(mapping);
            }
            throw e;
        }
    }
}
