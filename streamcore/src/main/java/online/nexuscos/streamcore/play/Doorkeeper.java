package online.nexuscos.streamcore.play;

import io.vertx.core.Future;
import java.util.function.Consumer;
import online.nexuscos.streamcore.hub.Introduction;

/** Is asked about each viewer before it is let in. Any thread; never waits. */
@FunctionalInterface
public interface Doorkeeper {
    /** Lets everybody in. */
    Doorkeeper OPEN =
            (guest, end) -> Future.succeededFuture(new Answer.Welcome(guest.stream(), () -> {}));

    /**
     * Who wants to play.
     *
     * @param stream that was asked for
     * @param address of the client with its port; in brackets where it has colons
     */
    record Guest(String stream, String address, Introduction introduction) {}

    /** Whether a viewer may play. */
    sealed interface Answer {
        /**
         * It may.
         *
         * @param stream that it gets, which need not be the one that it asked for
         * @param left to be called when it has gone, once; also if it never got anything
         */
        record Welcome(String stream, Runnable left) implements Answer {}

        /** It may not. */
        record SentAway() implements Answer {}
    }

    /**
     * Asks; the answer does not fail, and comes after a bounded time.
     *
     * @param end to be called when the viewer may not go on, from any thread
     */
    Future<Answer> ask(Guest guest, Consumer<String> end);
}
