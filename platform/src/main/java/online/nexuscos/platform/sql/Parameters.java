package online.nexuscos.platform.sql;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parameters as the driver takes them. */
final class Parameters {
    private Parameters() {}

    static Tuple tuple(@Nullable Object... parameters) {
        return tuple(Arrays.asList(parameters));
    }

    static Tuple tuple(List<? extends @Nullable Object> parameters) {
        Tuple tuple = Tuple.tuple();
        parameters.forEach(parameter -> tuple.addValue(value(parameter)));
        return tuple;
    }

    private static @Nullable Object value(@Nullable Object parameter) {
        return switch (parameter) {
            case null -> null;
            case Instant instant -> instant.atOffset(ZoneOffset.UTC);
            case Enum<?> constant -> constant.name();
            case byte[] bytes -> Buffer.buffer(bytes);
            default -> parameter;
        };
    }
}
