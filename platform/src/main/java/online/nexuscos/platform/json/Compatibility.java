package online.nexuscos.platform.json;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Holds what a caller sends and reads to what a provider takes and gives. */
public final class Compatibility {
    private Compatibility() {}

    /**
     * Why a provider would refuse what a caller sends; empty where it would not.
     *
     * @param sent the caller's schema
     * @param taken the provider's
     */
    public static List<String> ofInput(JsonObject sent, JsonObject taken) {
        List<String> faults = new ArrayList<>();
        compare("", sent, taken, faults);
        return faults;
    }

    /**
     * Why a caller could not read what a provider gives; empty where it could.
     *
     * @param given the provider's schema
     * @param read the caller's
     */
    public static List<String> ofOutput(JsonObject given, JsonObject read) {
        List<String> faults = new ArrayList<>();
        // A reader passes over what it does not know.
        compare("", given, read, faults);
        return faults;
    }

    private static void compare(
            String path, JsonObject writer, JsonObject reader, List<String> faults) {
        String place = path.isEmpty() ? "it" : path;
        Set<String> written = types(writer);
        Set<String> readable = types(reader);
        if (!readable.isEmpty() && !readable.containsAll(written)) {
            faults.add(place + ": is " + written + " (expected: " + readable + ")");
            return;
        }
        if (reader.containsKey("enum") && !constants(reader).containsAll(constants(writer))) {
            faults.add(
                    place
                            + ": one of "
                            + constants(writer)
                            + " (expected: "
                            + constants(reader)
                            + ")");
        }
        JsonObject given = writer.getJsonObject("properties", new JsonObject());
        JsonObject wanted = reader.getJsonObject("properties", new JsonObject());
        for (Object name : reader.getJsonArray("required", new JsonArray())) {
            if (!writer.getJsonArray("required", new JsonArray()).contains(name)) {
                faults.add(at(path, name.toString()) + ": is not always there (expected: it is)");
            }
        }
        for (String name : given.fieldNames()) {
            JsonObject known = wanted.getJsonObject(name);
            if (known != null) {
                compare(at(path, name), given.getJsonObject(name), known, faults);
            } else if (Boolean.FALSE.equals(reader.getValue("additionalProperties"))) {
                faults.add(at(path, name) + ": is there (expected: no such field)");
            }
        }
        if (writer.containsKey("items") && reader.containsKey("items")) {
            compare(
                    path + "[]",
                    writer.getJsonObject("items"),
                    reader.getJsonObject("items"),
                    faults);
        }
    }

    private static String at(String path, String name) {
        return path.isEmpty() ? name : path + '.' + name;
    }

    private static Set<String> types(JsonObject schema) {
        Object type = schema.getValue("type");
        Set<String> types = new TreeSet<>();
        if (type instanceof JsonArray several) {
            several.forEach(each -> types.add(each.toString()));
        } else if (type != null) {
            types.add(type.toString());
        }
        return types;
    }

    private static Set<String> constants(JsonObject schema) {
        Set<String> constants = new TreeSet<>();
        schema.getJsonArray("enum", new JsonArray())
                .forEach(each -> constants.add(String.valueOf(each)));
        return constants;
    }
}
