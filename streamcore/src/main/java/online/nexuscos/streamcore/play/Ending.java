package online.nexuscos.streamcore.play;

/** Why a viewer's stream has come to its end. */
public enum Ending {
    /** The viewer has gone by itself. */
    LEFT("the viewer has left"),
    /** The programme is over. */
    STREAM_ENDED("the stream has ended"),
    /** It did not begin while the viewer waited. */
    NOT_LIVE("no such stream is live"),
    /** Too many wait for a stream. */
    CROWDED("too many viewers wait for streams"),
    /** The stream, the address or the line out has as many as it may. */
    FULL("there is no room for one more viewer"),
    /** The viewer may not watch, or no longer. */
    FORBIDDEN("this stream takes a signed path that is still good"),
    /** The operator's site says no. */
    SENT_AWAY("the site does not let this viewer play"),
    /** The viewer takes less than the stream brings. */
    TOO_SLOW("the connection is too slow for this stream"),
    /** The stream has a codec for which the form has no place. */
    UNFIT("the stream's codec cannot be played in this form"),
    /** The stream has a codec that the player has not said it takes. */
    UNTAKEN("the stream has a codec that this player does not take, by what it said in connect"),
    /** The fault is ours: the log knows more. */
    FAILED("internal error");

    private final String text;

    Ending(String text) {
        this.text = text;
    }

    /** For people. */
    public String text() {
        return text;
    }
}
