package online.nexuscos.streamcore.hls;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import online.nexuscos.streamcore.packaging.Presentation;
import online.nexuscos.streamcore.packaging.Rendition;
import org.jspecify.annotations.Nullable;

/**
 * A presentation as HLS serves it: its playlists, the requests that wait for them, and who watches.
 * Safe for all threads.
 */
public final class HlsStream {
    /** Distinct viewers that are counted. */
    static final int MAX_VIEWERS = 100_000;

    private final Presentation presentation;
    private final Limits limits;
    private final ConcurrentHashMap<EventLoop, WaitingRoom> rooms = new ConcurrentHashMap<>();
    private final Viewers viewers;
    private final LongAdder requests = new LongAdder();
    private final LongAdder bytesSent = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final Audience terms;
    private final DashStream dash = new DashStream(this::playlists, System::currentTimeMillis);
    private volatile Playlists playlists;

    /**
     * What all streams have in common.
     *
     * @param outgoing counts what goes out
     * @param maxViewers of one stream; asked at each request for a playlist
     * @param refused counts the requests of those for whom there is no room
     */
    public record Audience(Outgoing outgoing, IntSupplier maxViewers, LongAdder refused) {
        /** Everybody may watch. */
        public static Audience unlimited() {
            return new Audience(new Outgoing(), () -> MAX_VIEWERS, new LongAdder());
        }
    }

    /**
     * @param patience how long a request may wait: three target durations
     * @param maxWaiters requests that may wait at once; one more is refused
     */
    record Limits(Duration patience, int maxWaiters) {
        static final Limits DEFAULT =
                new Limits(Duration.ofSeconds(3L * MediaPlaylist.TARGET_DURATION), 20_000);
    }

    private HlsStream(
            Presentation presentation, Limits limits, LongSupplier nanoTime, Audience terms) {
        this.terms = terms;
        this.presentation = presentation;
        this.limits = limits;
        viewers = new Viewers(nanoTime, MAX_VIEWERS);
        playlists = new Playlists(presentation.renditions());
    }

    /** Listens to the presentation from now on, for as long as that lives. */
    public static HlsStream of(Presentation presentation, Audience terms) {
        return of(presentation, Limits.DEFAULT, System::nanoTime, terms);
    }

    static HlsStream of(
            Presentation presentation, Limits limits, LongSupplier nanoTime, Audience terms) {
        HlsStream stream = new HlsStream(presentation, limits, nanoTime, terms);
        if (presentation.loop().inEventLoop()) {
            stream.listen();
        } else {
            presentation.loop().execute(stream::listen);
        }
        return stream;
    }

    private void listen() {
        presentation.onChange(rendition -> wakeAll());
        wakeAll();
    }

    private void wakeAll() {
        for (WaitingRoom room : rooms.values()) {
            room.wake();
        }
    }

    public String name() {
        return presentation.name();
    }

    /** Distinct addresses and players that asked for a media playlist in the last 12 seconds. */
    public int viewers() {
        return viewers.count();
    }

    /** Requests so far. */
    public long requests() {
        return requests.sum();
    }

    /** Bytes of bodies handed to connections so far. */
    public long bytesSent() {
        return bytesSent.sum();
    }

    /** Requests so far that were answered with a status of 400 or more. */
    public long errors() {
        return errors.sum();
    }

    /** Requests that wait now. */
    public int waiting() {
        int sum = 0;
        for (WaitingRoom room : rooms.values()) {
            sum += room.size();
        }
        return sum;
    }

    /** Tells those who wait that nothing will come: the server stops. */
    public void dismissWaiting() {
        rooms.values().forEach(WaitingRoom::clear);
    }

    /** The playlists as of now; never older than what any caller has seen before. */
    Playlists playlists() {
        Playlists known = playlists;
        List<Rendition> renditions = presentation.renditions();
        if (!known.isCurrent(renditions)) {
            known = new Playlists(renditions);
            playlists = known;
        }
        return known;
    }

    DashStream dash() {
        return dash;
    }

    List<Rendition> renditions() {
        return presentation.renditions();
    }

    /** Where requests of that viewer loop wait. */
    WaitingRoom room(EventLoop loop) {
        WaitingRoom room = rooms.get(loop);
        return room != null
                ? room
                : rooms.computeIfAbsent(
                        loop, key -> new WaitingRoom(key, limits.patience().toNanos()));
    }

    boolean hasRoom() {
        return waiting() < limits.maxWaiters();
    }

    /** Counts whoever asks for a playlist; says why, if it is not to have it. */
    @Nullable Problem refusal(@Nullable String address, @Nullable String agent) {
        int most = terms.maxViewers().getAsInt();
        long joined = viewers.seen(address, agent, most);
        if (joined == Viewers.NO_ROOM && most < MAX_VIEWERS) {
            terms.refused().increment();
            return Problem.FULL;
        }
        boolean served = joined == Viewers.NO_ROOM || terms.outgoing().admits(joined);
        return served ? null : Problem.BUSY;
    }

    void countRequest() {
        requests.increment();
    }

    void countBytes(long bytes) {
        bytesSent.add(bytes);
        terms.outgoing().count(bytes);
    }

    void countError() {
        errors.increment();
    }
}
