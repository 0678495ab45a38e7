package online.nexuscos.platform.sql;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs SQL, one statement a call. Calls wait for their answer: they are for virtual threads, and
 * refused on an event loop. Parameters stand in the text as {@code $1}, {@code $2} ... and travel
 * beside it, so a text is always a constant. A parameter is a {@code String}, a boxed number or
 * boolean, a {@code UUID}, an {@code Instant}, a {@code LocalDate}, a {@code BigDecimal}, an enum
 * (by its name), a {@code byte[]}, a {@code JsonObject} or {@code JsonArray} (for jsonb), an array
 * of those, or null.
 *
 * <p>All methods throw {@link SqlException}, which says what kind of failure it was.
 */
public interface Statements {
    /** Turns a row into a record. */
    @FunctionalInterface
    interface Mapper<T> {
        T map(Row row);
    }

    /** All rows, in the order of the statement; mind its LIMIT. */
    <T> List<T> query(String sql, Mapper<T> mapper, @Nullable Object... parameters);

    /**
     * The only row, if there is one.
     *
     * @throws IllegalStateException if there are more
     */
    default <T> Optional<T> find(String sql, Mapper<T> mapper, @Nullable Object... parameters) {
        List<T> rows = query(sql, mapper, parameters);
        if (rows.size() > 1) {
            throw new IllegalStateException(rows.size() + " rows (expected: 0 or 1): " + sql);
        }
        return rows.stream().findFirst();
    }

    /**
     * The only row.
     *
     * @throws IllegalStateException if there are none or more
     */
    default <T> T one(String sql, Mapper<T> mapper, @Nullable Object... parameters) {
        return find(sql, mapper, parameters)
                .orElseThrow(() -> new IllegalStateException("no row (expected: 1): " + sql));
    }

    /** How many rows were inserted, updated or deleted. */
    int execute(String sql, @Nullable Object... parameters);

    /**
     * Runs one statement for each list of parameters, in one go: much faster than one by one. It is
     * all or nothing only inside of a transaction.
     *
     * @return how many rows were changed altogether
     */
    int batch(String sql, List<? extends List<? extends @Nullable Object>> parameters);
}
