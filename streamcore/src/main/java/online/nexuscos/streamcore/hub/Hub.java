package online.nexuscos.streamcore.hub;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import online.nexuscos.streamcore.hub.PublishRefusedException.Reason;
import online.nexuscos.streamcore.hub.StreamStatus.State;
import online.nexuscos.streamcore.media.Cue;
import org.jspecify.annotations.Nullable;

/** All live streams of this server, by name. */
public final class Hub {
    /** Told of a stream's life, on the stream's loop. */
    public interface Listener {
        /** A stream has begun; readers that must not miss a packet join now. */
        void created(LiveStream stream);

        /** It has ended some time ago, or the server stops: let go of it. */
        void removed(LiveStream stream);
    }

    /** No key of a person begins like this. */
    private static final String OWN = "own:";

    private final EventLoopGroup loops;
    private final StreamKeys keys;
    private final StreamRegistry registry;
    private volatile HubOptions options;
    private volatile Slates slates = Slates.NONE;
    private final InstantSource clock;
    private final Listener listener;
    private final ConcurrentMap<String, LiveStream> streams = new ConcurrentHashMap<>();
    private final LongAdder overfull = new LongAdder();
    private final LongAdder overfed = new LongAdder();
    private final ConcurrentMap<String, StreamRegistry.Lease> leases = new ConcurrentHashMap<>();

    public Hub(
            EventLoopGroup loops,
            StreamKeys keys,
            StreamRegistry registry,
            HubOptions options,
            InstantSource clock,
            Listener listener) {
        this.loops = loops;
        this.keys = keys;
        this.registry = registry;
        this.options = options;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * Asks to publish; from any thread, on the publisher's own event loop to spare hand-overs.
     *
     * @return fails with {@link PublishRefusedException}; may complete on another loop
     */
    public Future<Publication> publish(String key, Publisher publisher) {
        return publish(key, publisher, keys);
    }

    /**
     * As {@link #publish(String, Publisher)}.
     *
     * @param judge is asked what the key opens, in the place of this hub's keys
     */
    public Future<Publication> publish(String key, Publisher publisher, StreamKeys judge) {
        // The publisher's loop, whichever the answer comes on.
        EventLoop near = currentLoop();
        return judge.streamOf(key, publisher.isLoopback())
                .compose(name -> publish(name, key, publisher, near));
    }

    /**
     * Asks to publish a stream that this server fetches or makes itself, without a key; as {@link
     * #publish}.
     */
    public Future<Publication> publishOwn(String name, Publisher publisher) {
        return publish(Optional.of(name), OWN + name, publisher, currentLoop());
    }

    private Future<Publication> publish(
            Optional<String> name, String key, Publisher publisher, EventLoop near) {
        if (name.isEmpty()) {
            return Future.failedFuture(
                    new PublishRefusedException(
                            Reason.UNKNOWN_KEY, "no channel has this stream key"));
        }
        if (streams.size() >= options.maxStreams() && !streams.containsKey(name.get())) {
            overfull.increment();
            return Future.failedFuture(
                    new PublishRefusedException(
                            Reason.OVERLOADED,
                            "streams: "
                                    + streams.size()
                                    + " (expected: < "
                                    + options.maxStreams()
                                    + ")",
                            name.get()));
        }
        LiveStream stream = streamOf(name.get(), near);
        if (stream == null) {
            return Future.failedFuture(
                    new PublishRefusedException(
                            Reason.ALREADY_LIVE,
                            "stream " + name.get() + " is live on another node",
                            name.get()));
        }
        Promise<Publication> promise = Promise.promise();
        run(
                stream,
                () -> {
                    try {
                        promise.complete(stream.connect(key, publisher));
                    } catch (PublishRefusedException refused) {
                        promise.fail(refused);
                    }
                });
        return promise.future();
    }

    /** From now on these hold, for the streams that are there too; the node keeps its name. */
    public void setOptions(HubOptions changed) {
        options = changed;
    }

    /** From now on this says which streams are always on. */
    public void setSlates(Slates known) {
        slates = known;
    }

    /**
     * Opens a stream that is always on, with a slate until somebody publishes; one that is there
     * goes on. Any thread.
     *
     * @return false where there is no room for it, or another node has it
     */
    public boolean keepOpen(String name) {
        if (streams.size() >= options.maxStreams() && !streams.containsKey(name)) {
            overfull.increment();
            return false;
        }
        LiveStream stream = streamOf(name, loops.next());
        if (stream == null) {
            return false;
        }
        run(stream, stream::keepOpen);
        return true;
    }

    /** The keys by which somebody publishes now. */
    public Set<String> keysInUse() {
        return streams.values().stream()
                .flatMap(stream -> stream.key().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Cuts off whoever publishes by this key: it is no longer good. */
    public void cut(String key, String reason) {
        for (LiveStream stream : streams.values()) {
            if (stream.key().filter(key::equals).isPresent()) {
                run(stream, () -> stream.cut(key, reason));
            }
        }
    }

    /**
     * Says something at this moment of a stream; any thread.
     *
     * @return false where nobody publishes it
     */
    public Future<Boolean> cue(String name, Cue cue) {
        LiveStream stream = streams.get(name);
        if (stream == null) {
            return Future.succeededFuture(false);
        }
        Promise<Boolean> told = Promise.promise();
        run(stream, () -> told.complete(stream.cue(cue)));
        return told.future();
    }

    private static void run(LiveStream stream, Runnable task) {
        if (stream.loop().inEventLoop()) {
            task.run();
        } else {
            stream.loop().execute(task);
        }
    }

    private @Nullable LiveStream streamOf(String name, EventLoop near) {
        AtomicReference<@Nullable LiveStream> over = new AtomicReference<>();
        LiveStream stream =
                streams.compute(
                        name,
                        (key, held) -> {
                            if (held != null && held.state() != State.ENDED) {
                                return held;
                            }
                            over.set(held);
                            return claim(name) ? create(name, near) : held;
                        });
        LiveStream old = over.get();
        if (old != null && stream != old) {
            old.loop().execute(() -> listener.removed(old));
        }
        return stream == null || stream.state() == State.ENDED ? null : stream;
    }

    private boolean claim(String name) {
        Optional<StreamRegistry.Lease> lease = registry.claim(name, options.node());
        lease.ifPresent(held -> leases.put(name, held));
        return lease.isPresent();
    }

    private LiveStream create(String name, EventLoop near) {
        LiveStream stream =
                new LiveStream(name, near, () -> options, clock, new Followed(), () -> slates);
        run(stream, () -> listener.created(stream));
        return stream;
    }

    /** The loop of the caller, so that a publisher and its stream share one. */
    private EventLoop currentLoop() {
        for (EventExecutor executor : loops) {
            if (executor.inEventLoop()) {
                return (EventLoop) executor;
            }
        }
        return loops.next();
    }

    /** Publishers who were refused because there were too many streams. */
    public long refusedStreams() {
        return overfull.sum();
    }

    /** Publishers who were cut off because they sent too much. */
    public long cutForBitrate() {
        return overfed.sum();
    }

    private final class Followed implements LiveStream.Lifecycle {
        @Override
        public void gone(LiveStream stream) {
            Hub.this.gone(stream);
        }

        @Override
        public void cutForBitrate() {
            overfed.increment();
        }
    }

    private void gone(LiveStream stream) {
        if (streams.remove(stream.name(), stream)) {
            release(stream.name());
            listener.removed(stream);
        }
    }

    private void release(String name) {
        StreamRegistry.Lease lease = leases.remove(name);
        if (lease != null) {
            lease.release();
        }
    }

    public Optional<LiveStream> stream(String name) {
        return Optional.ofNullable(streams.get(name));
    }

    public Collection<LiveStream> streams() {
        return List.copyOf(streams.values());
    }

    /** All streams that somebody publishes or may come back to, by name. */
    public List<StreamStatus> statuses() {
        return streams.values().stream()
                .map(LiveStream::status)
                .filter(status -> status.state() != State.ENDED)
                .sorted(java.util.Comparator.comparing(StreamStatus::name))
                .toList();
    }

    public Optional<StreamStatus> status(String name) {
        return stream(name).map(LiveStream::status);
    }

    /** Ends all streams and lets go of them. */
    public Future<Void> close() {
        List<Future<Void>> ends = new ArrayList<>();
        for (LiveStream stream : streams()) {
            Promise<Void> promise = Promise.promise();
            stream.loop()
                    .execute(() -> {
                        stream.stop("the server stops");
                        gone(stream);
                        promise.complete();
                    });
            ends.add(promise.future());
        }
        return Future.all(ends).mapEmpty();
    }
}
