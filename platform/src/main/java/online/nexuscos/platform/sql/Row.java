package online.nexuscos.platform.sql;

import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One row of an answer, read by the names of its columns. A null where the type says a value is a
 * mistake of the statement: {@code IllegalStateException}. So is a column that is not there: {@code
 * NoSuchElementException}.
 */
public final class Row {
    private final io.vertx.sqlclient.Row row;

    Row(io.vertx.sqlclient.Row row) {
        this.row = row;
    }

    public String text(String column) {
        return get(column, String.class);
    }

    /** An integer or smallint. */
    public int integer(String column) {
        return get(column, Integer.class);
    }

    /** A bigint, or any smaller integer: counts, minor units of money. */
    public long bigint(String column) {
        return get(column, Long.class);
    }

    public boolean bool(String column) {
        return get(column, Boolean.class);
    }

    public UUID uuid(String column) {
        return get(column, UUID.class);
    }

    /** A timestamptz, which holds microseconds. */
    public Instant instant(String column) {
        return get(column, Instant.class);
    }

    /** A jsonb object. */
    public JsonObject json(String column) {
        return get(column, JsonObject.class);
    }

    public byte[] bytes(String column) {
        return get(column, byte[].class);
    }

    public <E extends Enum<E>> E constant(String column, Class<E> type) {
        return Enum.valueOf(type, text(column));
    }

    /**
     * Any value.
     *
     * @param type one of those that the methods above return, {@code BigDecimal}, {@code
     *     LocalDate}, or an array of {@code String}, {@code Long} or {@code UUID}
     */
    public <T> T get(String column, Class<T> type) {
        return optional(column, type)
                .orElseThrow(
                        () -> new IllegalStateException(column + ": null (expected: a value)"));
    }

    /** As {@link #get}, for a column that may be null. */
    public <T> Optional<T> optional(String column, Class<T> type) {
        int index = row.getColumnIndex(column);
        if (index < 0) {
            throw new NoSuchElementException("no column " + column);
        }
        return Optional.ofNullable(value(index, type)).map(type::cast);
    }

    private @Nullable Object value(int index, Class<?> type) {
        if (type == Instant.class) {
            OffsetDateTime time = row.get(OffsetDateTime.class, index);
            return time == null ? null : time.toInstant();
        }
        if (type == byte[].class) {
            io.vertx.core.buffer.Buffer buffer = row.getBuffer(index);
            return buffer == null ? null : buffer.getBytes();
        }
        if (type == Long.class) {
            return row.getLong(index);
        }
        if (type == Integer.class) {
            return row.getInteger(index);
        }
        if (type == BigDecimal.class) {
            return row.getBigDecimal(index);
        }
        return row.get(type, index);
    }
}
