package online.nexuscos.platform.sql;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * Where the next page of a listing begins: the values that the last row is sorted by, in a text
 * that callers pass back as it is. It holds no right: every query names whose rows it may see.
 *
 * <p>A listing sorts by values that make a row unique, and continues with {@code WHERE (created_at,
 * id) > ($1, $2)}. Its first page is what comes after the least values.
 */
public final class Cursor {
    /** Longer ones are nobody's. */
    public static final int MAX_LENGTH = 512;

    private static final char SEPARATOR = '\u001f';

    private final List<String> values;

    private Cursor(List<String> values) {
        this.values = values;
    }

    /**
     * The cursor that continues after a row.
     *
     * @param listing its name; a cursor of another listing is refused
     * @param values {@code String}, {@code Long}, {@code UUID} or {@code Instant}
     */
    public static String of(String listing, Object... values) {
        StringBuilder text = new StringBuilder(listing);
        for (Object value : values) {
            text.append(SEPARATOR).append(value);
        }
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads what a caller passed back.
     *
     * @param count how many values there must be
     * @throws MalformedCursorException if it is no cursor of that listing
     */
    public static Cursor read(String listing, String text, int count)
            throws MalformedCursorException {
        if (text.length() > MAX_LENGTH) {
            throw new MalformedCursorException(
                    text.length() + " characters (expected: <= " + MAX_LENGTH + ")");
        }
        List<String> parts = new ArrayList<>();
        try {
            String decoded =
                    new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            parts.addAll(List.of(decoded.split(String.valueOf(SEPARATOR), -1)));
        } catch (IllegalArgumentException e) {
            throw new MalformedCursorException("not one of ours");
        }
        if (parts.size() != count + 1 || !parts.removeFirst().equals(listing)) {
            throw new MalformedCursorException("not of this listing");
        }
        return new Cursor(List.copyOf(parts));
    }

    public String text(int index) throws MalformedCursorException {
        String value = values.get(index);
        if (value.indexOf('\0') >= 0) {
            throw new MalformedCursorException("a value of another type");
        }
        return value;
    }

    public long bigint(int index) throws MalformedCursorException {
        try {
            return Long.parseLong(values.get(index));
        } catch (NumberFormatException e) {
            throw new MalformedCursorException("a value of another type");
        }
    }

    public UUID uuid(int index) throws MalformedCursorException {
        try {
            return UUID.fromString(values.get(index));
        } catch (IllegalArgumentException e) {
            throw new MalformedCursorException("a value of another type");
        }
    }

    public Instant instant(int index) throws MalformedCursorException {
        try {
            return Instant.parse(values.get(index));
        } catch (DateTimeException e) {
            throw new MalformedCursorException("a value of another type");
        }
    }
}
