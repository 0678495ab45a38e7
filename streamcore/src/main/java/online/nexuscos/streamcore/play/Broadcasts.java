package online.nexuscos.streamcore.play;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import online.nexuscos.streamcore.hls.HlsStream;
import online.nexuscos.streamcore.hls.Viewing;
import online.nexuscos.streamcore.hub.LiveStream;
import online.nexuscos.streamcore.hub.StreamStatus.State;

/**
 * Lets viewers play streams as they come, and those who come before the publisher wait. Any thread
 * but where said otherwise.
 */
public final class Broadcasts {
    private final Function<String, Optional<LiveStream>> streams;
    private final Viewing viewing;
    private final HlsStream.Audience audience;
    private final PlayOptions options;
    private final Map<PlayForm, PlayCounters> counters = new EnumMap<>(PlayForm.class);
    private final ConcurrentMap<LiveStream, House> houses = new ConcurrentHashMap<>();

    /** Those who wait, by the name of the stream. */
    private final ConcurrentMap<String, Set<Viewer>> waiting = new ConcurrentHashMap<>();

    private volatile Duration writeDelay;
    private volatile Doorkeeper doorkeeper = Doorkeeper.OPEN;
    private final AtomicInteger waitingViewers = new AtomicInteger();

    /** A stream's broadcasts; the map is for the stream's loop alone. */
    private record House(Map<PlayForm, Broadcast> broadcasts, LongAdder viewers) {}

    /**
     * Knows the streams that {@link #created} is told of.
     *
     * @param streams a stream by its name
     * @param audience bounds all viewers, and counts what goes out
     */
    public Broadcasts(
            Function<String, Optional<LiveStream>> streams,
            Viewing viewing,
            HlsStream.Audience audience,
            PlayOptions options) {
        this.streams = streams;
        this.viewing = viewing;
        this.audience = audience;
        this.options = options;
        writeDelay = options.writeDelay();
        for (PlayForm form : PlayForm.values()) {
            counters.put(form, new PlayCounters());
        }
    }

    /**
     * For how long packets are gathered from now on.
     *
     * @param delay 0 to {@link PlayOptions#MAX_WRITE_DELAY}
     */
    public void setWriteDelay(Duration delay) {
        PlayOptions.requireWriteDelay(delay);
        writeDelay = delay;
    }

    /** From now on this one is asked about those who come. */
    public void setDoorkeeper(Doorkeeper keeper) {
        doorkeeper = keeper;
    }

    /**
     * Lets somebody in, now or when the stream begins; on the viewer's loop.
     *
     * @param pass what the viewer brings to be let in, may be empty
     * @param loop of the viewer: its sink is called there
     * @return to be told when the viewer leaves; the sink hears of anything else, perhaps already
     */
    public Viewer join(String stream, String pass, PlayForm form, EventLoop loop, ViewerSink sink) {
        assert loop.inEventLoop();
        Viewer viewer =
                new Viewer(
                        stream,
                        pass,
                        form,
                        loop,
                        sink,
                        options,
                        counters(form),
                        audience.outgoing());
        // After the caller has got its viewer, as the sink may need it.
        loop.execute(() -> ask(viewer));
        return viewer;
    }

    private void ask(Viewer viewer) {
        EventLoop loop = viewer.loop();
        doorkeeper
                .ask(viewer.guest(), _ -> loop.execute(() -> viewer.end(Ending.SENT_AWAY)))
                .onSuccess(answer -> loop.execute(() -> answered(viewer, answer)));
    }

    private void answered(Viewer viewer, Doorkeeper.Answer answer) {
        switch (answer) {
            case Doorkeeper.Answer.SentAway _ -> viewer.end(Ending.SENT_AWAY);
            case Doorkeeper.Answer.Welcome(String stream, Runnable left) -> {
                if (viewer.isClosed()) {
                    left.run();
                    return;
                }
                viewer.onEnd(left);
                viewer.redirect(stream);
                live(stream).ifPresentOrElse(live -> enter(viewer, live), () -> await(viewer));
            }
        }
    }

    private Optional<LiveStream> live(String name) {
        return streams.apply(name).filter(stream -> stream.state() != State.ENDED);
    }

    private void enter(Viewer viewer, LiveStream stream) {
        if (!viewing.admits(viewer.stream(), viewer.pass())) {
            viewer.end(Ending.FORBIDDEN);
            return;
        }
        if (!audience.outgoing().admits(viewer.joinedNanos())) {
            viewer.end(Ending.FULL);
            return;
        }
        stream.loop()
                .execute(() -> {
                    House house = houses.get(stream);
                    if (house == null) {
                        viewer.loop().execute(() -> viewer.end(Ending.STREAM_ENDED));
                    } else {
                        broadcast(house, stream, viewer.form()).join(viewer);
                    }
                });
    }

    private Broadcast broadcast(House house, LiveStream stream, PlayForm form) {
        return house.broadcasts()
                .computeIfAbsent(
                        form,
                        _ ->
                                new Broadcast(
                                        stream,
                                        form.encoder(PooledByteBufAllocator.DEFAULT),
                                        viewing,
                                        audience,
                                        () -> writeDelay.toNanos(),
                                        house.viewers()));
    }

    private void await(Viewer viewer) {
        if (waitingViewers.incrementAndGet() > options.maxWaiting()) {
            waitingViewers.decrementAndGet();
            viewer.end(Ending.CROWDED);
            return;
        }
        waiting.compute(
                viewer.stream(),
                (_, before) -> {
                    Set<Viewer> all = before == null ? new HashSet<>() : before;
                    all.add(viewer);
                    return all;
                });
        viewer.onEnd(() -> {
            var _ = stopWaiting(viewer);
        });
        var _ =
                viewer.loop()
                        .schedule(
                                () -> giveUp(viewer),
                                options.startWait().toNanos(),
                                TimeUnit.NANOSECONDS);
        // It may have begun before anybody knew of this viewer.
        live(viewer.stream()).ifPresent(this::admitWaiting);
    }

    private void giveUp(Viewer viewer) {
        if (stopWaiting(viewer)) {
            viewer.end(Ending.NOT_LIVE);
        }
    }

    /** False where it did not wait any more. */
    private boolean stopWaiting(Viewer viewer) {
        boolean[] waited = {false};
        waiting.computeIfPresent(
                viewer.stream(),
                (_, all) -> {
                    waited[0] = all.remove(viewer);
                    return all.isEmpty() ? null : all;
                });
        if (waited[0]) {
            waitingViewers.decrementAndGet();
        }
        return waited[0];
    }

    private void admitWaiting(LiveStream stream) {
        Set<Viewer> all = waiting.remove(stream.name());
        if (all == null) {
            return;
        }
        waitingViewers.addAndGet(-all.size());
        for (Viewer viewer : all) {
            viewer.loop()
                    .execute(() -> {
                        if (!viewer.isClosed()) {
                            enter(viewer, stream);
                        }
                    });
        }
    }

    /** A stream has begun; on its loop. */
    public void created(LiveStream stream) {
        houses.put(stream, new House(new EnumMap<>(PlayForm.class), new LongAdder()));
        admitWaiting(stream);
    }

    /** It is gone; on its loop. */
    public void removed(LiveStream stream) {
        House house = houses.remove(stream);
        if (house != null) {
            house.broadcasts().values().forEach(Broadcast::ended);
        }
    }

    /** Gives viewers the rest of what there is and lets them go: the server stops. Any thread. */
    public void close() {
        houses.keySet().forEach(stream -> stream.loop().execute(() -> removed(stream)));
    }

    /** Viewers of a stream now, in all forms. */
    public int viewers(LiveStream stream) {
        House house = houses.get(stream);
        return house == null ? 0 : house.viewers().intValue();
    }

    /** Viewers who wait for a stream to begin. */
    public int waiting() {
        return waitingViewers.get();
    }

    /** What has been counted since the start, of one form. */
    public PlayStatistics statistics(PlayForm form) {
        return counters(form).snapshot();
    }

    private PlayCounters counters(PlayForm form) {
        return Objects.requireNonNull(counters.get(form));
    }
}
