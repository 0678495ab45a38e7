package online.nexuscos.streamcore.callback;

/** What a site said. */
sealed interface CallbackAnswer {
    /** 2xx. */
    record Allowed() implements CallbackAnswer {}

    /**
     * 3xx.
     *
     * @param location another name, or an address that begins with rtmp:// or rtmps://
     */
    record Redirected(String location) implements CallbackAnswer {}

    /** Another status. */
    record Refused(int status) implements CallbackAnswer {}

    /** None in time, or none at all. */
    record Silent(String reason) implements CallbackAnswer {}
}
