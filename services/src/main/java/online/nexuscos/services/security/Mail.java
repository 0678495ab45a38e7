package online.nexuscos.services.security;

/**
 * A letter to one person, in plain text.
 *
 * @param subject one line
 */
record Mail(String to, String subject, String text) {
    /** Without the text: it may hold a code. */
    @Override
    public String toString() {
        return "Mail[to=" + to + ", subject=" + subject + "]";
    }
}
