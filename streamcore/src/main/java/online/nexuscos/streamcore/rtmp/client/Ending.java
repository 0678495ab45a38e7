package online.nexuscos.streamcore.rtmp.client;

/**
 * Why a publication to another server is over.
 *
 * @param reason in words, without the stream's name
 */
public record Ending(Kind kind, String reason) {
    /** Whether it makes sense to try again soon. */
    public enum Kind {
        /** The server said no. */
        REFUSED,
        /** The line broke, or never was. */
        LOST,
        /** We wanted it. */
        CLOSED
    }
}
