package online.nexuscos.platform.openapi;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import online.nexuscos.platform.bus.RouteDeclaration;
import online.nexuscos.platform.bus.RouteDeclaration.Traffic;
import online.nexuscos.platform.bus.ServiceDeclaration;
import online.nexuscos.platform.json.Schemas;
import online.nexuscos.platform.problem.Problem;
import online.nexuscos.platform.service.Nothing;
import online.nexuscos.platform.service.Permission;

/**
 * Writes what services declare as <a href="https://spec.openapis.org/oas/v3.1.1.html">OpenAPI
 * 3.1</a>. The permission that a route asks for stands in {@code x-permission}.
 */
public final class OpenApiDocument {
    private static final String JSON = "application/json";

    private final Schemas schemas;
    private final JsonObject components = new JsonObject();

    private OpenApiDocument(Schemas schemas) {
        this.schemas = schemas;
    }

    /** The document; takes some 100 ms the first time. */
    public static JsonObject of(List<ServiceDeclaration> services, Schemas schemas) {
        return new OpenApiDocument(schemas).write(services);
    }

    private JsonObject write(List<ServiceDeclaration> services) {
        JsonObject paths = new JsonObject();
        JsonArray tags = new JsonArray();
        components.put("Problem", problem());
        for (ServiceDeclaration service : services) {
            if (service.routes().isEmpty()) {
                continue;
            }
            tags.add(
                    new JsonObject()
                            .put("name", service.info().name())
                            .put("description", service.info().description()));
            for (RouteDeclaration<?, ?> route : service.routes()) {
                JsonObject path = paths.getJsonObject(route.path(), new JsonObject());
                path.put(route.method().toLowerCase(Locale.ROOT), operation(service, route));
                paths.put(route.path(), path);
            }
        }
        return new JsonObject()
                .put("openapi", "3.1.0")
                .put(
                        "info",
                        new JsonObject()
                                .put("title", "Nexus COS")
                                .put("version", "0.1.0")
                                .put("description", "All services of this server behind one door."))
                .put("servers", new JsonArray().add(new JsonObject().put("url", "/")))
                .put("tags", tags)
                .put("paths", paths)
                .put(
                        "components",
                        new JsonObject()
                                .put("schemas", components)
                                .put("securitySchemes", securitySchemes()));
    }

    private static JsonObject problem() {
        JsonObject text = new JsonObject().put("type", "string");
        return new JsonObject()
                .put("type", "object")
                .put("description", "RFC 9457; field names the input's field at fault.")
                .put(
                        "properties",
                        new JsonObject()
                                .put("type", text)
                                .put("title", text)
                                .put("status", new JsonObject().put("type", "integer"))
                                .put("detail", text)
                                .put("field", text))
                .put("required", new JsonArray(List.of("type", "title", "status", "detail")));
    }

    private static JsonObject securitySchemes() {
        return new JsonObject()
                .put("bearer", new JsonObject().put("type", "http").put("scheme", "bearer"))
                .put(
                        "session",
                        new JsonObject()
                                .put("type", "apiKey")
                                .put("in", "cookie")
                                .put("name", "session"));
    }

    private JsonObject operation(ServiceDeclaration service, RouteDeclaration<?, ?> route) {
        JsonObject operation =
                new JsonObject()
                        .put("operationId", route.operation())
                        .put("summary", route.summary())
                        .put("tags", new JsonArray().add(service.info().name()))
                        .put("x-permission", route.permission().name())
                        .put("security", security(route));
        JsonArray parameters = parameters(route);
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        if (route.takesBody() && route.input() != Nothing.class) {
            operation.put(
                    "requestBody",
                    new JsonObject()
                            .put("required", true)
                            .put("content", content(JSON, schema(service, route.input(), true))));
        }
        if (route.traffic() instanceof Traffic.Upload(var mediaType)) {
            operation.put(
                    "requestBody",
                    new JsonObject().put("required", true).put("content", bytes(mediaType)));
        }
        if (route.maxBytes() > 0) {
            operation.put("x-max-bytes", route.maxBytes());
        }
        return operation.put("responses", responses(service, route));
    }

    /** OpenAPI 3.1.1, 4.14.1: bytes as they are have no schema. */
    private static JsonObject bytes(String mediaType) {
        return new JsonObject().put(mediaType, new JsonObject());
    }

    private static JsonArray security(RouteDeclaration<?, ?> route) {
        return route.permission().equals(Permission.PUBLIC)
                ? new JsonArray()
                : new JsonArray()
                        .add(new JsonObject().put("bearer", new JsonArray()))
                        .add(new JsonObject().put("session", new JsonArray()));
    }

    private JsonArray parameters(RouteDeclaration<?, ?> route) {
        JsonArray parameters = new JsonArray();
        JsonObject schema = route.takesBody() ? new JsonObject() : schemas.ofInput(route.input());
        JsonObject properties = schema.getJsonObject("properties", new JsonObject());
        JsonArray required = schema.getJsonArray("required", new JsonArray());
        JsonObject text = new JsonObject().put("type", "string");
        for (String name : route.pathNames()) {
            parameters.add(parameter(name, "path", true, properties.getJsonObject(name, text)));
        }
        for (String name : properties.fieldNames()) {
            if (!route.pathNames().contains(name)) {
                parameters.add(
                        parameter(
                                name,
                                "query",
                                required.contains(name),
                                properties.getJsonObject(name)));
            }
        }
        if (route.isWriting()) {
            parameters.add(
                    parameter(
                            "Idempotency-Key",
                            "header",
                            false,
                            text.copy().put("minLength", 1).put("maxLength", 255)));
        }
        return parameters;
    }

    private static JsonObject parameter(
            String name, String place, boolean required, JsonObject schema) {
        return new JsonObject()
                .put("name", name)
                .put("in", place)
                .put("required", required)
                .put("schema", schema);
    }

    private JsonObject responses(ServiceDeclaration service, RouteDeclaration<?, ?> route) {
        JsonObject good = new JsonObject().put("description", route.summary());
        switch (route.traffic()) {
            case Traffic.Download(var mediaType) -> good.put("content", bytes(mediaType));
            case Traffic.Events(var topic) -> good.put("content", bytes("text/event-stream"));
            case Traffic.Messages() -> putRecord(good, service, route);
            case Traffic.Upload(var mediaType) -> putRecord(good, service, route);
        }
        JsonObject problem =
                new JsonObject()
                        .put("description", "What is the matter")
                        .put("content", content(Problem.MEDIA_TYPE, reference("Problem")));
        return new JsonObject().put(Integer.toString(route.status()), good).put("default", problem);
    }

    private void putRecord(
            JsonObject good, ServiceDeclaration service, RouteDeclaration<?, ?> route) {
        if (route.output() != Nothing.class) {
            good.put("content", content(JSON, schema(service, route.output(), false)));
        }
    }

    /** Named by its service and record, so that two services may use the same word. */
    private JsonObject schema(ServiceDeclaration service, Class<?> type, boolean input) {
        StringBuilder name = new StringBuilder();
        for (String word : service.info().name().split("-", -1)) {
            name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        name.append(type.getSimpleName()).append(input ? "Input" : "");
        components.put(name.toString(), input ? schemas.ofInput(type) : schemas.ofOutput(type));
        return reference(name.toString());
    }

    private static JsonObject reference(String name) {
        return new JsonObject().put("$ref", "#/components/schemas/" + name);
    }

    private static JsonObject content(String type, JsonObject schema) {
        return new JsonObject().put(type, new JsonObject().put("schema", schema));
    }
}
