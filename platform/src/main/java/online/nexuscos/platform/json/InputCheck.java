package online.nexuscos.platform.json;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import online.nexuscos.platform.problem.Problem;

/** Holds input to a schema. Safe on any thread. */
public final class InputCheck {
    private static final int MAX_SHOWN = 200;

    private final Validator validator;

    public InputCheck(JsonObject schema) {
        validator =
                Validator.create(
                        JsonSchema.of(schema),
                        new JsonSchemaOptions()
                                .setBaseUri("https://nexuscos.online/")
                                .setDraft(Draft.DRAFT202012)
                                .setOutputFormat(OutputFormat.Basic));
    }

    /** The first thing that is wrong, 422; empty where nothing is. */
    public Optional<Problem> problem(JsonObject input) {
        OutputUnit result = validator.validate(input);
        if (Boolean.TRUE.equals(result.getValid())) {
            return Optional.empty();
        }
        // The one deepest in is the one that says what is the matter.
        OutputUnit fault =
                Optional.ofNullable(result.getErrors()).orElse(List.of()).stream()
                        .max(Comparator.comparingLong(InputCheck::depth))
                        .orElse(result);
        String field = field(String.valueOf(fault.getInstanceLocation()));
        Problem problem = Problem.of(422, detail(fault));
        return Optional.of(field.isEmpty() ? problem : problem.at(field));
    }

    private static long depth(OutputUnit unit) {
        return String.valueOf(unit.getInstanceLocation()).chars().filter(c -> c == '/').count();
    }

    private static String detail(OutputUnit fault) {
        String text = String.valueOf(fault.getError());
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
    }

    /** {@code #/legs/0/amount} as {@code legs[0].amount}. */
    private static String field(String location) {
        StringBuilder path = new StringBuilder();
        for (String step : location.replaceFirst("^#?/?", "").split("/", -1)) {
            String name = step.replace("~1", "/").replace("~0", "~");
            if (name.matches("\\d{1,9}") && !path.isEmpty()) {
                path.append('[').append(name).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(name);
            }
        }
        return path.toString();
    }
}
