package online.nexuscos.platform.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.io.IOException;
import java.io.Serial;
import java.util.regex.Pattern;

/** A stranger's JSON is malformed, or no record of the type that was wanted. */
public final class JsonException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private static final int MAX_SHOWN = 160;

    private static final Pattern CLASS_NAME =
            Pattern.compile("\\b(online\\.nexuscos|java|com\\.fasterxml)\\.");

    private final String field;

    JsonException(String field, String message) {
        super(message);
        this.field = field;
    }

    static JsonException of(IOException failure) {
        if (failure instanceof ValueInstantiationException refused && refused.getCause() != null) {
            return new JsonException(field(refused), shown(refused.getCause().getMessage()));
        }
        if (failure instanceof MismatchedInputException alien && alien.getPath().isEmpty()) {
            return new JsonException("", "one object is expected");
        }
        if (failure instanceof JsonMappingException mapping) {
            return new JsonException(field(mapping), shown(mapping.getOriginalMessage()));
        }
        if (failure instanceof JsonProcessingException malformed) {
            JsonLocation place = malformed.getLocation();
            String where =
                    place == null
                            ? ""
                            : " (line "
                                    + place.getLineNr()
                                    + ", column "
                                    + place.getColumnNr()
                                    + ")";
            return new JsonException("", shown(malformed.getOriginalMessage()) + where);
        }
        return new JsonException("", "no text in UTF-8");
    }

    /** The field at fault, {@code legs[0].amount}; empty where it is the whole. */
    public String field() {
        return field;
    }

    private static String field(JsonMappingException failure) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : failure.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    /** The first line, without the names of our classes. */
    private static String shown(@org.jspecify.annotations.Nullable String message) {
        if (message == null || CLASS_NAME.matcher(message).find()) {
            return "a value of another form";
        }
        String line = message.lines().findFirst().orElse("");
        return line.length() <= MAX_SHOWN ? line : line.substring(0, MAX_SHOWN) + "...";
    }
}
