package online.nexuscos.bench;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes maps, lists, strings and numbers as JSON (RFC 8259), one member a line. */
final class Json {
    private static final String INDENT = "  ";

    private final StringBuilder text = new StringBuilder();

    private Json() {}

    static String text(Object value) {
        Json json = new Json();
        json.value(value, "\n");
        return json.text.append('\n').toString();
    }

    private void value(@Nullable Object value, String line) {
        switch (value) {
            case null -> text.append("null");
            case Map<?, ?> map -> object(map, line);
            case List<?> list -> array(list, line);
            case Number number -> number(number.doubleValue());
            default -> string(value.toString());
        }
    }

    private void object(Map<?, ?> map, String line) {
        text.append('{');
        Iterator<? extends Map.Entry<?, ?>> members = map.entrySet().iterator();
        while (members.hasNext()) {
            Map.Entry<?, ?> member = members.next();
            text.append(line).append(INDENT);
            string(String.valueOf(member.getKey()));
            text.append(": ");
            value(member.getValue(), line + INDENT);
            text.append(members.hasNext() ? "," : line);
        }
        text.append('}');
    }

    private void array(List<?> list, String line) {
        text.append('[');
        for (int i = 0; i < list.size(); i++) {
            text.append(i == 0 ? "" : ", ");
            value(list.get(i), line + INDENT);
        }
        text.append(']');
    }

    /** JSON has no NaN and no infinity. */
    private void number(double number) {
        if (!Double.isFinite(number)) {
            text.append("null");
        } else if (number == Math.rint(number) && Math.abs(number) < 1e15) {
            text.append((long) number);
        } else {
            text.append(number);
        }
    }

    private void string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
