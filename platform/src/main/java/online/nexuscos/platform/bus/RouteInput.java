package online.nexuscos.platform.bus;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import online.nexuscos.platform.json.InputCheck;
import online.nexuscos.platform.json.Json;
import online.nexuscos.platform.json.JsonException;
import online.nexuscos.platform.json.Schemas;
import online.nexuscos.platform.problem.Problem;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.service.Nothing;

/** Makes a route's input out of a request, or says which field is at fault. */
final class RouteInput<I> {
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9]\\d{0,17})");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}(\\.\\d{1,15})?");

    private final RouteDeclaration<I, ?> route;
    private final Set<String> pathNames;
    private final JsonObject properties;
    private final InputCheck check;

    RouteInput(RouteDeclaration<I, ?> route, Schemas schemas) {
        this.route = route;
        pathNames = Set.copyOf(route.pathNames());
        JsonObject schema = schemas.ofInput(route.input());
        properties = schema.getJsonObject("properties");
        check = new InputCheck(schema);
    }

    /**
     * @throws ProblemException 400 for malformed JSON and unknown query parameters, 422 for what
     *     breaks a constraint
     */
    I read(Request request) {
        refuseNul(request.head());
        if (route.input() == Nothing.class && request.body().length() == 0) {
            refuseUnknown(request.head().query(), Set.of());
            return route.input().cast(Nothing.NOTHING);
        }
        JsonObject tree = route.takesBody() ? body(request) : address(request.head());
        Optional<Problem> problem = check.problem(tree);
        if (problem.isPresent()) {
            throw new ProblemException(problem.get());
        }
        try {
            return Json.record(tree, route.input());
        } catch (JsonException e) {
            throw refused(422, e);
        }
    }

    private JsonObject body(Request request) {
        refuseUnknown(request.head().query(), Set.of());
        if (request.body().length() == 0 && properties.isEmpty()) {
            return new JsonObject();
        }
        try {
            return Json.object(request.body().getBytes());
        } catch (JsonException e) {
            throw refused(400, e);
        }
    }

    private JsonObject address(Request.Head head) {
        refuseUnknown(head.query(), properties.fieldNames());
        JsonObject tree = new JsonObject();
        for (String name : properties.fieldNames()) {
            JsonObject property = properties.getJsonObject(name);
            String inPath = head.path().get(name);
            List<String> given =
                    inPath != null ? List.of(inPath) : head.query().getOrDefault(name, List.of());
            if (types(property).contains("array")) {
                JsonObject items = property.getJsonObject("items", new JsonObject());
                JsonArray array = new JsonArray();
                given.forEach(value -> array.add(value(items, value)));
                tree.put(name, array);
            } else if (given.size() > 1) {
                throw ProblemException.of(400, name, "given more than once");
            } else if (!given.isEmpty()) {
                tree.put(name, value(property, given.getFirst()));
            }
        }
        return tree;
    }

    /** As in a body: no store takes it. */
    private static void refuseNul(Request.Head head) {
        head.path().forEach(RouteInput::refuseNul);
        head.query().forEach((name, values) -> values.forEach(value -> refuseNul(name, value)));
    }

    private static void refuseNul(String name, String value) {
        if (value.indexOf('\0') >= 0) {
            throw ProblemException.of(400, name, "The character U+0000 cannot be kept.");
        }
    }

    private void refuseUnknown(Map<String, List<String>> query, Set<String> known) {
        for (String name : query.keySet()) {
            if (!known.contains(name) || pathNames.contains(name)) {
                throw ProblemException.of(400, name, "There is no such query parameter.");
            }
        }
    }

    /** A text as the type that the schema wants, or as it is: then the schema refuses it. */
    private static Object value(JsonObject property, String text) {
        String types = types(property);
        if (types.contains("integer") && INTEGER.matcher(text).matches()) {
            return Long.valueOf(text);
        }
        if (types.contains("number") && NUMBER.matcher(text).matches()) {
            return Double.valueOf(text);
        }
        if (types.contains("boolean") && (text.equals("true") || text.equals("false"))) {
            return Boolean.valueOf(text);
        }
        return text;
    }

    private static String types(JsonObject property) {
        return String.valueOf(property.getValue("type"));
    }

    private static ProblemException refused(int status, JsonException failure) {
        Problem problem = Problem.of(status, String.valueOf(failure.getMessage()));
        return new ProblemException(
                failure.field().isEmpty() ? problem : problem.at(failure.field()));
    }
}
