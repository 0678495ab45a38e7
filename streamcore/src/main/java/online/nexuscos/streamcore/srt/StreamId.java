package online.nexuscos.streamcore.srt;

import java.util.Optional;

/**
 * What a caller wants, by its stream id: a key, perhaps behind a path as in RTMP, or the list of
 * SRT's access control guidelines, {@code #!::r=name,m=publish,u=key}.
 *
 * @param key empty where there is none
 */
record StreamId(Mode mode, String key) {
    private static final String LIST = "#!::";
    private static final int MAX_KEY = 256;

    enum Mode {
        PUBLISH,
        /** To watch, or both ways. */
        OTHER
    }

    static StreamId parse(String text) {
        if (!text.startsWith(LIST)) {
            return new StreamId(Mode.PUBLISH, lastPart(text));
        }
        Optional<String> user = Optional.empty();
        Optional<String> resource = Optional.empty();
        // A caller that does not say wants to watch, in the guidelines; here it can only publish.
        Mode mode = Mode.PUBLISH;
        for (String pair : text.substring(LIST.length()).split(",", 32)) {
            int equals = pair.indexOf('=');
            String value = pair.substring(equals + 1);
            switch (equals < 0 ? "" : pair.substring(0, equals)) {
                case "u" -> user = Optional.of(value);
                case "r" -> resource = Optional.of(lastPart(value));
                case "m" -> mode = value.equals("publish") ? Mode.PUBLISH : Mode.OTHER;
                default -> {}
            }
        }
        return new StreamId(mode, shortened(user.orElse(resource.orElse(""))));
    }

    private static String lastPart(String text) {
        return shortened(text.substring(text.lastIndexOf('/') + 1));
    }

    private static String shortened(String text) {
        return text.length() <= MAX_KEY ? text : "";
    }
}
