package online.nexuscos.streamcore.rtmp;

import online.nexuscos.streamcore.hub.Introduction;
import online.nexuscos.streamcore.rtmp.amf.AmfValue;

/** What a client says of itself in the command {@code connect}. */
final class Introductions {
    /** Of each text, and of what follows a question mark behind a stream's name. */
    static final int MAX_TEXT_LENGTH = 1024;

    static final int MAX_KEY_LENGTH = 256;

    private Introductions() {}

    /** What stands before the question mark behind a stream's name. */
    static String withoutQuery(String name) {
        int query = name.indexOf('?');
        return query < 0 ? name : name.substring(0, query);
    }

    /** Whether a key and its arguments are short enough. */
    static boolean fits(String key, String arguments) {
        return key.length() <= MAX_KEY_LENGTH && arguments.length() <= MAX_TEXT_LENGTH;
    }

    static Introduction of(AmfValue properties) {
        return new Introduction(
                PlayAddress.APPLICATION,
                brief(properties, "flashVer"),
                brief(properties, "swfUrl"),
                brief(properties, "tcUrl"),
                brief(properties, "pageUrl"),
                "",
                "");
    }

    private static String brief(AmfValue properties, String name) {
        String text = properties.property(name).asText("");
        return text.substring(0, Math.min(text.length(), MAX_TEXT_LENGTH));
    }
}
