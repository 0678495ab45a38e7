package online.nexuscos.streamcore.media;

/**
 * Something that is said at a moment of a stream, for programs that play it: a score, a song's
 * title, a question.
 *
 * @param name what it is about, 1 to {@value #MAX_NAME_LENGTH} characters
 * @param value up to {@value #MAX_VALUE_LENGTH} characters, often JSON
 */
public record Cue(String name, String value) {
    public static final int MAX_NAME_LENGTH = 64;
    public static final int MAX_VALUE_LENGTH = 4096;

    public Cue {
        if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
            throw new IllegalArgumentException(
                    "cue name length: "
                            + name.length()
                            + " (expected: 1 to "
                            + MAX_NAME_LENGTH
                            + ")");
        }
        if (value.length() > MAX_VALUE_LENGTH) {
            throw new IllegalArgumentException(
                    "cue value length: "
                            + value.length()
                            + " (expected: <= "
                            + MAX_VALUE_LENGTH
                            + ")");
        }
        if (name.indexOf('\0') >= 0 || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a cue has no U+0000");
        }
    }
}
