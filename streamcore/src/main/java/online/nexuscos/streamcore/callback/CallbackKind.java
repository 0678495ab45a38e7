package online.nexuscos.streamcore.callback;

/**
 * What a site is asked or told (<a
 * href="https://github.com/arut/nginx-rtmp-module/wiki/Directives#notify">nginx-rtmp, Notify</a>).
 * {@code record_done} comes with recordings.
 */
public enum CallbackKind {
    /** May this client publish? */
    PUBLISH("publish", Weight.QUESTION),
    /** May this client play? */
    PLAY("play", Weight.QUESTION),
    /** May it go on publishing? */
    UPDATE_PUBLISH("update_publish", Weight.QUESTION),
    /** May it go on playing? */
    UPDATE_PLAY("update_play", Weight.QUESTION),
    /** It does not publish any more. */
    PUBLISH_DONE("publish_done", Weight.NEWS),
    /** It does not play any more. */
    PLAY_DONE("play_done", Weight.NEWS),
    /** It has gone. */
    DONE("done", Weight.NEWS);

    /** Whether somebody waits for the answer. */
    enum Weight {
        QUESTION,
        NEWS
    }

    private final String call;
    private final Weight weight;

    CallbackKind(String call, Weight weight) {
        this.call = call;
        this.weight = weight;
    }

    /** The value of the field {@code call}. */
    String call() {
        return call;
    }

    Weight weight() {
        return weight;
    }
}
