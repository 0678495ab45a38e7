package online.nexuscos.services.finance.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.sql.Cursor;
import online.nexuscos.platform.sql.MalformedCursorException;

/**
 * A listing by one value, which its cursors hold.
 *
 * @param name tells its cursors from others'
 */
record Listing(String name) {
    static final int MAX_LIMIT = 200;
    static final int DEFAULT_LIMIT = 50;

    /** After all ids, and before them. */
    static final UUID LAST_ID = new UUID(-1, -1);

    static final UUID FIRST_ID = new UUID(0, 0);

    /** Times beyond stand in no ledger, nor in a timestamptz. */
    private static final Instant FIRST_TIME = Instant.parse("1970-01-01T00:00:00Z");

    private static final Instant LAST_TIME = Instant.parse("9999-01-01T00:00:00Z");

    @FunctionalInterface
    private interface Reading<T> {
        T read(Cursor cursor) throws MalformedCursorException;
    }

    /** One more row than the page holds tells whether there is another. */
    static int rows(Optional<Integer> limit) {
        return limit.orElse(DEFAULT_LIMIT) + 1;
    }

    /**
     * @throws ProblemException 400 if the cursor is none of this listing
     */
    UUID id(Optional<String> cursor, UUID first) {
        return cursor.map(text -> read(text, each -> each.uuid(0))).orElse(first);
    }

    /** As {@link #id}. */
    Instant time(Optional<String> cursor, Instant first) {
        return cursor.map(text -> within(read(text, each -> each.instant(0)), "cursor"))
                .orElse(first);
    }

    /**
     * @throws ProblemException 422 for a time that no ledger knows
     */
    static Instant within(Instant time, String field) {
        if (time.isBefore(FIRST_TIME) || time.isAfter(LAST_TIME)) {
            throw ProblemException.of(
                    422, field, time + " (expected: " + FIRST_TIME + " to " + LAST_TIME + ")");
        }
        return time;
    }

    /** The rows of a page without the one too many. */
    static <T> List<T> items(List<T> rows, Optional<Integer> limit) {
        return rows.subList(0, Math.min(rows.size(), limit.orElse(DEFAULT_LIMIT)));
    }

    /** The cursor behind the page, if there is more. */
    <T> Optional<String> next(List<T> rows, Optional<Integer> limit, Function<T, Object> key) {
        int size = limit.orElse(DEFAULT_LIMIT);
        return rows.size() > size
                ? Optional.of(Cursor.of(name, key.apply(rows.get(size - 1))))
                : Optional.empty();
    }

    private <T> T read(String text, Reading<T> reading) {
        try {
            return reading.read(Cursor.read(name, text, 1));
        } catch (MalformedCursorException e) {
            throw ProblemException.of(400, "cursor", String.valueOf(e.getMessage()));
        }
    }
}
