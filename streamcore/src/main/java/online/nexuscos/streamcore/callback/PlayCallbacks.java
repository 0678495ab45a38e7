package online.nexuscos.streamcore.callback;

import io.vertx.core.Future;
import java.util.function.Consumer;
import online.nexuscos.platform.config.ChannelConfig;
import online.nexuscos.streamcore.play.Doorkeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the site before somebody plays, and tells it afterwards. A viewer is whoever plays over one
 * connection: RTMP, HTTP-FLV or MPEG-TS.
 */
public final class PlayCallbacks implements Doorkeeper {
    private static final Logger LOG = LoggerFactory.getLogger(PlayCallbacks.class);

    private final Callbacks callbacks;

    public PlayCallbacks(Callbacks callbacks) {
        this.callbacks = callbacks;
    }

    @Override
    public Future<Answer> ask(Guest guest, Consumer<String> end) {
        Visit visit = callbacks.visit(guest.address(), guest.introduction(), guest.stream());
        return callbacks
                .ask(CallbackKind.PLAY, visit)
                .map(answer ->
                        switch (answer) {
                            case CallbackAnswer.Allowed _ -> welcome(visit, guest.stream(), end);
                            case CallbackAnswer.Redirected(String location) ->
                                    redirect(visit, location, end);
                            case CallbackAnswer.Refused _, CallbackAnswer.Silent _ ->
                                    new Answer.SentAway();
                        });
    }

    private Answer welcome(Visit visit, String stream, Consumer<String> end) {
        // Nginx-rtmp's time of a live player is 0, too.
        Callbacks.Stay stay =
                callbacks.stay(
                        visit, CallbackKind.UPDATE_PLAY, CallbackKind.PLAY_DONE, () -> 0, end);
        return new Answer.Welcome(stream, stay::end);
    }

    private Answer redirect(Visit visit, String location, Consumer<String> end) {
        int query = location.indexOf('?');
        String name = query < 0 ? location : location.substring(0, query);
        if (ChannelConfig.NAME.matcher(name).matches()) {
            return welcome(visit, name, end);
        }
        LOG.warn(
                "[{}] the site sends a viewer to what is no name of a stream here: it is refused",
                visit.name());
        return new Answer.SentAway();
    }
}
