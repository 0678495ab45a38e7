package online.nexuscos.streamcore.hub;

import java.util.Optional;
import online.nexuscos.streamcore.slate.SlateClip;
import online.nexuscos.streamcore.slate.SlateForm;

/** Knows which streams go on while nobody publishes, and with what. Any thread; never waits. */
public interface Slates {
    /** No stream does. */
    Slates NONE =
            new Slates() {
                @Override
                public boolean isAlwaysOn(String stream) {
                    return false;
                }

                @Override
                public Optional<SlateClip> clip(String stream, SlateForm form) {
                    return Optional.empty();
                }
            };

    /** Whether the stream is there with no publisher, too. */
    boolean isAlwaysOn(String stream);

    /**
     * What to show now: a clip of that form, or another one while that is being made; asked before
     * it is needed, so that it is there then. Asked again and again, for the best there is.
     *
     * @return empty while there is none
     */
    Optional<SlateClip> clip(String stream, SlateForm form);
}
