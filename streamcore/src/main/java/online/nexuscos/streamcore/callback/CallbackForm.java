package online.nexuscos.streamcore.callback;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import online.nexuscos.streamcore.hub.Introduction;

/**
 * The fields of a callback in nginx-rtmp's order: those of the connection, then {@code call} and
 * what belongs to it, then what followed the stream's name. Pure.
 *
 * <p>The client's own arguments come as it wrote them, but for those that bear the name of a field
 * of ours: a site that takes the last of two would believe the client.
 */
final class CallbackForm {
    private static final Set<String> OURS =
            Set.of(
                    "app",
                    "flashver",
                    "swfurl",
                    "tcurl",
                    "pageurl",
                    "addr",
                    "clientid",
                    "call",
                    "name",
                    "type",
                    "start",
                    "duration",
                    "reset",
                    "time",
                    "timestamp",
                    "epoch",
                    "recorder",
                    "path");
    private static final String UNESCAPED = "-._~";

    private CallbackForm() {}

    static String of(CallbackKind kind, Visit visit, long seconds, long timestampMs) {
        Map<String, String> fields = new LinkedHashMap<>();
        Introduction said = visit.introduction();
        fields.put("app", said.application());
        fields.put("flashver", said.flashVersion());
        fields.put("swfurl", said.swfUrl());
        fields.put("tcurl", said.tcUrl());
        fields.put("pageurl", said.pageUrl());
        fields.put("addr", visit.address());
        fields.put("clientid", Long.toString(visit.number()));
        fields.put("call", kind.call());
        switch (kind) {
            case PUBLISH -> {
                fields.put("name", visit.name());
                fields.put("type", said.type());
            }
            case PLAY -> {
                fields.put("name", visit.name());
                // What players ask for who do not care, -2 s: whatever is live, to its end.
                // Nginx-rtmp writes it without a sign.
                fields.put("start", "4294965296");
                fields.put("duration", "0");
                fields.put("reset", "0");
            }
            case UPDATE_PUBLISH, UPDATE_PLAY -> {
                fields.put("time", Long.toString(seconds));
                fields.put("timestamp", Long.toString(timestampMs));
                fields.put("name", visit.name());
            }
            case PUBLISH_DONE, PLAY_DONE, DONE -> fields.put("name", visit.name());
        }
        StringBuilder form = new StringBuilder();
        fields.forEach((name, value) -> {
            form.append(form.isEmpty() ? "" : "&").append(name).append('=');
            escape(form, value, UNESCAPED);
        });
        arguments(form, said.arguments());
        return form.toString();
    }

    private static void arguments(StringBuilder form, String arguments) {
        for (String argument : arguments.split("&", -1)) {
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            // A percent sign or plus may hide a name from us that the site would read.
            boolean plain = name.chars().allMatch(CallbackForm::isPlain);
            if (!name.isEmpty() && plain && !OURS.contains(name)) {
                form.append('&').append(name);
                if (equals >= 0) {
                    form.append('=');
                    escape(form, argument.substring(equals + 1), UNESCAPED + "%+=/:,;@!*'()");
                }
            }
        }
    }

    private static boolean isPlain(int character) {
        return isLetterOrDigit(character) || "-._~[]".indexOf(character) >= 0;
    }

    private static boolean isLetterOrDigit(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9');
    }

    private static void escape(StringBuilder out, String text, String unescaped) {
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            int character = octet & 0xff;
            if (isLetterOrDigit(character) || unescaped.indexOf(character) >= 0) {
                out.append((char) character);
            } else {
                out.append('%')
                        .append(Character.toUpperCase(Character.forDigit(character >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(character & 15, 16)));
            }
        }
    }
}
