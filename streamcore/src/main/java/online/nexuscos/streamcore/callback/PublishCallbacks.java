package online.nexuscos.streamcore.callback;

import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import online.nexuscos.platform.config.ChannelConfig;
import online.nexuscos.streamcore.callback.Callbacks.Stay;
import online.nexuscos.streamcore.hub.IngestPacket;
import online.nexuscos.streamcore.hub.Introduction;
import online.nexuscos.streamcore.hub.Publication;
import online.nexuscos.streamcore.hub.PublishRefusedException;
import online.nexuscos.streamcore.hub.PublishRefusedException.Reason;
import online.nexuscos.streamcore.hub.Publisher;
import online.nexuscos.streamcore.hub.StreamKeys;
import online.nexuscos.streamcore.media.Cue;
import online.nexuscos.streamcore.media.Track;
import online.nexuscos.streamcore.restream.TargetAddress;
import online.nexuscos.streamcore.rtmp.PublishGate;

/**
 * Asks the site before somebody publishes, and tells it afterwards. Whoever has a stream key is
 * asked about under the name of its stream; whoever has none, under the name that was asked for,
 * where the site's yes takes the place of a key.
 */
public final class PublishCallbacks implements PublishGate {
    private static final Pattern NAME = ChannelConfig.NAME;

    /** The hub, as far as it is needed here. */
    @FunctionalInterface
    public interface Target {
        /** Publishes what the keys say. */
        Future<Publication> publish(String key, Publisher publisher, StreamKeys keys);
    }

    /** Takes a stream along to another server, as a redirect to an address asks for. */
    @FunctionalInterface
    public interface Pusher {
        /** Until the stream ends; from any thread, does not wait. */
        void push(String stream, TargetAddress address);
    }

    private final Callbacks callbacks;
    private final StreamKeys keys;
    private final Target target;
    private final Function<String, Future<Void>> acquaint;
    private final Pusher pusher;

    /**
     * @param acquaint makes whatever guards a stream known before it is published by its name
     */
    public PublishCallbacks(
            Callbacks callbacks,
            StreamKeys keys,
            Target target,
            Function<String, Future<Void>> acquaint,
            Pusher pusher) {
        this.callbacks = callbacks;
        this.keys = keys;
        this.target = target;
        this.acquaint = acquaint;
        this.pusher = pusher;
    }

    @Override
    public Future<Publication> publish(String key, Publisher publisher) {
        Asking asking = new Asking(publisher);
        return target.publish(key, publisher, asking)
                .onSuccess(publication ->
                        asking.push.ifPresent(address -> pusher.push(publication.name(), address)))
                .map(publication -> (Publication) new Followed(asking, publication, publisher))
                .onFailure(_ -> asking.visit.ifPresent(this::left));
    }

    /** The site let it in, and we did not. */
    private void left(Visit visit) {
        stay(visit, () -> 0, _ -> {}).end();
    }

    private Stay stay(Visit visit, LongSupplier timestampMs, Consumer<String> end) {
        return callbacks.stay(
                visit, CallbackKind.UPDATE_PUBLISH, CallbackKind.PUBLISH_DONE, timestampMs, end);
    }

    /** One publisher's question. */
    private final class Asking implements StreamKeys {
        private final String address;
        private final Introduction introduction;

        /** Once the site has said yes. */
        private volatile Optional<Visit> visit = Optional.empty();

        /** Where the stream goes, too. */
        private volatile Optional<TargetAddress> push = Optional.empty();

        Asking(Publisher publisher) {
            address = publisher.address();
            introduction = publisher.introduction();
        }

        @Override
        public Future<Optional<String>> streamOf(String key, boolean loopback) {
            return keys.streamOf(key, loopback).compose(stream -> ask(key, stream));
        }

        private Future<Optional<String>> ask(String key, Optional<String> stream) {
            if (stream.isEmpty() && !callbacks.asks(CallbackKind.PUBLISH)) {
                return Future.succeededFuture(stream);
            }
            String asked = stream.orElse(key);
            Visit made = callbacks.visit(address, introduction, asked);
            return callbacks
                    .ask(CallbackKind.PUBLISH, made)
                    .compose(answer ->
                            switch (answer) {
                                case CallbackAnswer.Allowed _ -> enter(made, asked, stream);
                                case CallbackAnswer.Redirected(String location) ->
                                        redirect(made, asked, stream, location);
                                case CallbackAnswer.Refused(int status) ->
                                        refuse("the site refuses (" + status + ")");
                                case CallbackAnswer.Silent(String reason) ->
                                        refuse("the site does not answer: " + reason);
                            });
        }

        private Future<Optional<String>> redirect(
                Visit made, String asked, Optional<String> stream, String location) {
            if (isAddress(location)) {
                try {
                    push = Optional.of(TargetAddress.parse(location, ""));
                } catch (IllegalArgumentException e) {
                    return refuse("the site sends it to another server: " + e.getMessage());
                }
                return enter(made, asked, stream);
            }
            int query = location.indexOf('?');
            return enter(
                    made, query < 0 ? location : location.substring(0, query), Optional.empty());
        }

        private Future<Optional<String>> enter(
                Visit made, String name, Optional<String> openedByKey) {
            if (!NAME.matcher(name).matches()) {
                return refuse("no name for a stream (expected: 1 to 64 letters, digits, - and _)");
            }
            Future<Void> known =
                    openedByKey.isPresent() ? Future.succeededFuture() : acquaint.apply(name);
            return known.map(_ -> {
                visit = Optional.of(made);
                return Optional.of(name);
            });
        }

        private Future<Optional<String>> refuse(String reason) {
            return Future.failedFuture(new PublishRefusedException(Reason.UNKNOWN_KEY, reason));
        }
    }

    static boolean isAddress(String location) {
        String lower = location.toLowerCase(Locale.ROOT);
        return lower.startsWith("rtmp://") || lower.startsWith("rtmps://");
    }

    /** A publication whose end the site hears of. */
    private final class Followed implements Publication {
        private final Publication publication;
        private Optional<Stay> stay;
        private volatile long timestampMs;

        Followed(Asking asking, Publication publication, Publisher publisher) {
            this.publication = publication;
            stay = asking.visit.map(visit -> stay(visit, () -> timestampMs, publisher::close));
        }

        @Override
        public String name() {
            return publication.name();
        }

        @Override
        public void begin(List<Track> tracks) {
            publication.begin(tracks);
        }

        @Override
        public void write(List<IngestPacket> batch) {
            if (!batch.isEmpty()) {
                IngestPacket last = batch.getLast();
                timestampMs = Math.max(0, last.dts() * 1000 / last.track().timescale());
            }
            publication.write(batch);
        }

        @Override
        public void notices(List<String> notices) {
            publication.notices(notices);
        }

        @Override
        public void cue(long timeMs, Cue cue) {
            publication.cue(timeMs, cue);
        }

        @Override
        public void end(String reason) {
            publication.end(reason);
            stay.ifPresent(Stay::end);
            stay = Optional.empty();
        }
    }
}
