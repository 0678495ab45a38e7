package online.nexuscos.platform.json;

import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationModule;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationOption;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.validation.constraints.NotBlank;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema (2020-12) of a record: what its components and their {@code jakarta.validation}
 * annotations say. A component that is no {@code Optional} is required. The first one costs some
 * 100 ms, so nobody asks before there is need. Safe on any thread.
 */
public final class Schemas {
    private static final class Generator {
        static final SchemaGenerator INSTANCE = generator();
    }

    private final ConcurrentMap<Class<?>, JsonObject> strict = new ConcurrentHashMap<>();
    private final ConcurrentMap<Class<?>, JsonObject> open = new ConcurrentHashMap<>();

    /** What is taken: nothing that the record does not have. Not to be changed. */
    public JsonObject ofInput(Class<?> type) {
        return strict.computeIfAbsent(type, Schemas::generate);
    }

    /** What is given: a reader lets pass what may be added later. Not to be changed. */
    public JsonObject ofOutput(Class<?> type) {
        return open.computeIfAbsent(type, unseen -> opened(ofInput(unseen).copy()));
    }

    private static synchronized JsonObject generate(Class<?> type) {
        JsonObject schema = new JsonObject(Generator.INSTANCE.generateSchema(type).toString());
        schema.remove("$schema");
        if (!schema.containsKey("properties")) {
            schema.put("properties", new JsonObject());
        }
        return schema;
    }

    private static JsonObject opened(JsonObject schema) {
        if (Boolean.FALSE.equals(schema.getValue("additionalProperties"))) {
            schema.remove("additionalProperties");
        }
        for (String key : schema.fieldNames()) {
            openAll(schema.getValue(key));
        }
        return schema;
    }

    private static void openAll(Object value) {
        if (value instanceof JsonObject object) {
            opened(object);
        } else if (value instanceof JsonArray array) {
            array.forEach(Schemas::openAll);
        }
    }

    private static SchemaGenerator generator() {
        SchemaGeneratorConfigBuilder builder =
                new SchemaGeneratorConfigBuilder(
                                SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                        .with(new JacksonModule(JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY))
                        .with(
                                new JakartaValidationModule(
                                        JakartaValidationOption.INCLUDE_PATTERN_EXPRESSIONS))
                        .with(
                                Option.INLINE_ALL_SCHEMAS,
                                Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT,
                                Option.EXTRA_OPEN_API_FORMAT_VALUES,
                                Option.FLATTENED_OPTIONALS);
        builder.forFields()
                .withRequiredCheck(Schemas::isRequired)
                .withStringPatternResolver(Schemas::pattern);
        return new SchemaGenerator(builder.build());
    }

    /** The module of the annotations makes of NotBlank a length alone. */
    private static @Nullable String pattern(FieldScope field) {
        return field.getAnnotationConsideringFieldAndGetter(NotBlank.class) == null ? null : "\\S";
    }

    private static boolean isRequired(FieldScope field) {
        return field.getRawMember().getType() != Optional.class;
    }
}
