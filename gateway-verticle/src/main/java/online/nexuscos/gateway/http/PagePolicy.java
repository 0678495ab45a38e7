package online.nexuscos.gateway.http;

/** What a page may load and who may frame it: no inline script anywhere, nothing of other hosts. */
enum PagePolicy {
    /** Plain pages. */
    STRICT("", "'self'"),
    /** Pages that bring style elements of their own, as the player's controls do. */
    STYLED(" 'unsafe-inline'", "'self'"),
    /** The player for other sites to embed. */
    EMBED(" 'unsafe-inline'", "*");

    private final String text;

    PagePolicy(String inlineStyle, String ancestors) {
        text =
                "default-src 'self'; script-src 'self'; style-src 'self'"
                        + inlineStyle
                        + "; media-src 'self' blob:; connect-src 'self';"
                        + " worker-src 'self' blob:; img-src 'self' data:;"
                        + " object-src 'none'; base-uri 'none'; form-action 'none';"
                        + " frame-ancestors "
                        + ancestors;
    }

    /** As the Content-Security-Policy header has it. */
    String text() {
        return text;
    }
}
