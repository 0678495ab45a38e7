package online.nexuscos.streamcore.rtmp;

/** Text that a peer chose, made fit for a log line. */
final class PeerText {
    static final int MAX_LENGTH = 120;

    private PeerText() {}

    /** At most {@value #MAX_LENGTH} characters, none of them a control character. */
    static String printable(String text) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), MAX_LENGTH));
        for (int i = 0; i < text.length() && clean.length() < MAX_LENGTH; i++) {
            char character = text.charAt(i);
            clean.append(Character.isISOControl(character) ? '?' : character);
        }
        return clean.toString();
    }
}
