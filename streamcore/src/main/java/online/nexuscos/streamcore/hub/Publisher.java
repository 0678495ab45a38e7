package online.nexuscos.streamcore.hub;

/** Whoever publishes, as the hub sees it. */
public interface Publisher {
    /** For example {@code rtmp}. */
    String protocol();

    /** Address and port of the peer. */
    String address();

    /**
     * The program the publisher says it is, for example {@code FMLE/3.0}; empty when it does not.
     */
    String agent();

    boolean isLoopback();

    /** What else it said, as far as its protocol has a place for it; when it asks to publish. */
    default Introduction introduction() {
        return Introduction.NONE;
    }

    /** Ends the connection from any thread; the reason is logged and told to the peer. */
    void close(String reason);
}
