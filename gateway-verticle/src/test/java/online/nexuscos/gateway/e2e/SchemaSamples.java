package online.nexuscos.gateway.e2e;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Inputs made from a JSON Schema: some that keep to it, as far as it says, and many that do not.
 */
final class SchemaSamples {
    private static final String UUID_TEXT = "0f0e0d0c-0b0a-4908-8706-050403020100";
    private static final int MANY = 100_000;

    private SchemaSamples() {}

    /** What keeps to types, lengths and ranges; patterns are not looked at. */
    static @Nullable Object of(JsonObject schema) {
        if (schema.containsKey("enum")) {
            return schema.getJsonArray("enum").getValue(0);
        }
        if (schema.containsKey("const")) {
            return schema.getValue("const");
        }
        return switch (type(schema)) {
            case "object" -> object(schema);
            case "array" -> {
                JsonArray array = new JsonArray();
                for (int i = 0; i < schema.getInteger("minItems", 0); i++) {
                    array.add(of(schema.getJsonObject("items", new JsonObject())));
                }
                yield array;
            }
            case "integer", "number" -> Math.max(1, schema.getLong("minimum", 1L));
            case "boolean" -> false;
            default -> text(schema);
        };
    }

    private static JsonObject object(JsonObject schema) {
        JsonObject sample = new JsonObject();
        JsonObject properties = schema.getJsonObject("properties", new JsonObject());
        for (Object name : schema.getJsonArray("required", new JsonArray())) {
            sample.put((String) name, of(properties.getJsonObject((String) name)));
        }
        return sample;
    }

    private static String text(JsonObject schema) {
        return switch (schema.getString("format", "")) {
            case "uuid" -> UUID_TEXT;
            case "date-time" -> "2026-01-01T00:00:00Z";
            case "date" -> "2026-01-01";
            case "email" -> "nobody@example.org";
            default -> "x".repeat(Math.max(1, schema.getInteger("minLength", 1)));
        };
    }

    private static String type(JsonObject schema) {
        Object type = schema.getValue("type");
        return type instanceof JsonArray several
                ? several.stream()
                        .map(String::valueOf)
                        .filter(each -> !each.equals("null"))
                        .findFirst()
                        .orElse("null")
                : String.valueOf(type);
    }

    /**
     * Bodies that break the schema, by what is wrong with them: each property once with a value of
     * each wrong type, or left out, and one that there is not.
     */
    static Map<String, String> broken(JsonObject schema) {
        Map<String, String> broken = new LinkedHashMap<>();
        JsonObject sample = object(schema);
        JsonObject properties = schema.getJsonObject("properties", new JsonObject());
        broken.put("an unknown field", sample.copy().put("unknown-field", 1).encode());
        for (String name : properties.fieldNames()) {
            for (Object wrong : wrongTypes(type(properties.getJsonObject(name)))) {
                JsonObject body = sample.copy().put(name, wrong);
                broken.put(name + " as " + abbreviated(body.getValue(name)), body.encode());
            }
            if (schema.getJsonArray("required", new JsonArray()).contains(name)) {
                JsonObject body = sample.copy();
                body.remove(name);
                broken.put("no " + name, body.encode());
            }
        }
        return broken;
    }

    private static List<Object> wrongTypes(String type) {
        List<Object> wrong = new ArrayList<>();
        if (!type.equals("string")) {
            wrong.add("text");
        }
        if (!type.equals("integer") && !type.equals("number")) {
            wrong.add(7);
            wrong.add(BigInteger.TEN.pow(400));
        } else {
            wrong.add(BigInteger.TEN.pow(400));
            wrong.add(new BigDecimal("0.1").pow(300));
        }
        if (!type.equals("boolean")) {
            wrong.add(true);
        }
        if (!type.equals("array")) {
            wrong.add(new JsonArray());
            wrong.add(new JsonArray().add(new JsonArray().add(1)));
        }
        if (!type.equals("object")) {
            wrong.add(new JsonObject());
            wrong.add(new JsonObject().put("$ref", "#"));
        }
        return wrong;
    }

    /** Bodies with odd values of the right types: they may be taken or refused. */
    static Map<String, String> odd(JsonObject schema) {
        Map<String, String> odd = new LinkedHashMap<>();
        JsonObject sample = object(schema);
        JsonObject properties = schema.getJsonObject("properties", new JsonObject());
        for (String name : properties.fieldNames()) {
            for (Object value : oddValues(properties.getJsonObject(name))) {
                JsonObject body = sample.copy().put(name, value);
                odd.put(name + " as " + abbreviated(value), body.encode());
            }
            JsonObject body = sample.copy();
            body.putNull(name);
            odd.put(name + " as null", body.encode());
        }
        return odd;
    }

    private static List<Object> oddValues(JsonObject schema) {
        return switch (type(schema)) {
            case "string" ->
                    Arrays.asList(
                            "",
                            " ",
                            "\u0000",
                            "a\u0000b",
                            "\ud800",
                            "\u202e\u0007\u001b[31m",
                            "'; DROP TABLE account; --",
                            "%s%n{{7*7}}${jndi:ldap://127.0.0.1/}",
                            "../../../../etc/passwd",
                            "x".repeat(MANY),
                            "\ud83d\ude00".repeat(300),
                            UUID_TEXT);
            case "integer", "number" ->
                    Arrays.asList(
                            0,
                            -1,
                            Long.MAX_VALUE,
                            Long.MIN_VALUE,
                            Integer.MIN_VALUE,
                            new BigInteger("9223372036854775808"),
                            new BigDecimal("1e300"),
                            new BigDecimal("1.5"));
            case "array" -> {
                Object item = of(schema.getJsonObject("items", new JsonObject()));
                JsonArray many = new JsonArray();
                for (int i = 0; i < MANY / 10; i++) {
                    many.add(item);
                }
                yield Arrays.asList(new JsonArray(), new JsonArray().addNull(), many);
            }
            default -> List.of();
        };
    }

    private static String abbreviated(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() <= 24 ? text : text.substring(0, 24) + "... (" + text.length() + ")";
    }
}
