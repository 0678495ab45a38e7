package online.nexuscos.streamcore.rtmp;

import java.util.Optional;

/**
 * What a player asks for: {@code rtmp://host/live/<name>}, {@code /live/~<pass>/<name>}, or {@code
 * /live/<name>?pass=<pass>}. Where the application ends and the stream's name begins is the
 * player's choice.
 *
 * @param pass empty where there is none
 * @param arguments what followed the question mark, cut off where it is too long
 */
record PlayAddress(String stream, String pass, String arguments) {
    /** The only one there is. */
    static final String APPLICATION = "live";

    static final int MAX_NAME_LENGTH = 64;
    private static final String PASS_PARAMETER = "pass=";
    private static final char PASS = '~';

    /**
     * What follows {@code live/} in the application's name: nothing, or a pass, as players take all
     * but the last part of an address for it. Empty where it is not our application.
     */
    static Optional<String> instance(String application) {
        int end = application.length();
        while (end > 0 && application.charAt(end - 1) == '/') {
            end--;
        }
        String name = application.substring(0, end);
        if (name.equals(APPLICATION)) {
            return Optional.of("");
        }
        return name.startsWith(APPLICATION + '/' + PASS)
                ? Optional.of(name.substring(APPLICATION.length() + 1))
                : Optional.empty();
    }

    /**
     * Reads it.
     *
     * @param instance what followed {@code live/} in the application
     * @param name as the command {@code play} has it
     */
    static PlayAddress of(String instance, String name) {
        int query = name.indexOf('?');
        String path = query < 0 ? name : name.substring(0, query);
        String arguments = query < 0 ? "" : name.substring(query + 1);
        String whole = instance.isEmpty() ? path : instance + '/' + path;
        int slash = whole.indexOf('/');
        if (whole.length() > 1 && whole.charAt(0) == PASS && slash > 0) {
            return new PlayAddress(
                    whole.substring(slash + 1), whole.substring(1, slash), arguments);
        }
        return new PlayAddress(whole, pass(arguments), arguments);
    }

    private static String pass(String query) {
        for (String parameter : query.split("&", 16)) {
            if (parameter.startsWith(PASS_PARAMETER)) {
                return parameter.substring(PASS_PARAMETER.length());
            }
        }
        return "";
    }

    /** Whether a stream could have this name at all. */
    boolean isValid() {
        for (int i = 0; i < stream.length(); i++) {
            char c = stream.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && (c < '0' || c > '9') && c != '-' && c != '_') {
                return false;
            }
        }
        return !stream.isEmpty() && stream.length() <= MAX_NAME_LENGTH;
    }
}
