package online.nexuscos.gateway.e2e;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What the server says of its own interface, by {@code /api/openapi.json}. */
record ApiDocument(List<Operation> operations) {
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    /** The declared permission of an operation. */
    private static final String PERMISSION = "x-permission";

    private static final Pattern REFERENCE = Pattern.compile("#/components/schemas/([^/]+)");
    private static final Pattern NAME_IN_PATH = Pattern.compile("\\{([^}]+)}");

    /**
     * @param path {@code /api/ledger/accounts/{id}}
     * @param permission empty where the document names none
     * @param query names and schemas of the query's parameters
     * @param body its schema, where the operation takes one
     */
    record Operation(
            String method,
            String path,
            String permission,
            List<Parameter> query,
            Optional<JsonObject> body) {
        @Override
        public String toString() {
            return method + " " + path;
        }

        boolean isPublic() {
            return permission.equals("public");
        }

        boolean reads() {
            return method.equals("GET");
        }

        boolean hasPathValues() {
            return path.contains("{");
        }

        /** With the same in place of each value of the path; it must not need encoding. */
        String pathWith(String value) {
            return NAME_IN_PATH.matcher(path).replaceAll(value.replace("\\", "\\\\"));
        }
    }

    record Parameter(String name, JsonObject schema) {}

    static ApiDocument of(JsonObject document) {
        List<Operation> operations = new ArrayList<>();
        JsonObject paths = document.getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            JsonObject item = paths.getJsonObject(path);
            for (String method : item.fieldNames()) {
                if (METHODS.contains(method)) {
                    operations.add(operation(document, path, method, item));
                }
            }
        }
        return new ApiDocument(List.copyOf(operations));
    }

    private static Operation operation(
            JsonObject document, String path, String method, JsonObject item) {
        JsonObject operation = item.getJsonObject(method);
        JsonArray parameters = operation.getJsonArray("parameters", new JsonArray()).copy();
        parameters.addAll(item.getJsonArray("parameters", new JsonArray()));
        List<Parameter> query =
                parameters.stream()
                        .map(JsonObject.class::cast)
                        .filter(each -> each.getString("in").equals("query"))
                        .map(each ->
                                new Parameter(each.getString("name"), each.getJsonObject("schema")))
                        .toList();
        Optional<JsonObject> body =
                Optional.ofNullable(operation.getJsonObject("requestBody"))
                        .map(each -> each.getJsonObject("content"))
                        .map(each -> each.getJsonObject("application/json"))
                        .map(each -> resolved(document, each.getJsonObject("schema")));
        return new Operation(
                method.toUpperCase(Locale.ROOT),
                path,
                operation.getString(PERMISSION, ""),
                query,
                body);
    }

    private static JsonObject resolved(JsonObject document, JsonObject schema) {
        var reference = REFERENCE.matcher(schema.getString("$ref", ""));
        return reference.matches()
                ? document.getJsonObject("components")
                        .getJsonObject("schemas")
                        .getJsonObject(reference.group(1))
                : schema;
    }
}
