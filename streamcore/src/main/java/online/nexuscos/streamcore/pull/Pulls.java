package online.nexuscos.streamcore.pull;

import io.netty.channel.EventLoopGroup;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.ToIntFunction;
import online.nexuscos.streamcore.pull.PullSettings.When;
import org.jspecify.annotations.Nullable;

/** The sources that this server fetches, by the channel that they fill. Any thread. */
public final class Pulls implements AutoCloseable {
    private final EventLoopGroup loops;
    private final SourceReader reader;
    private final PullGate gate;
    private final ToIntFunction<String> viewers;
    private final PullOptions options;
    private final ConcurrentMap<String, PullSource> sources = new ConcurrentHashMap<>();

    /**
     * @param viewers of a stream now
     */
    public Pulls(
            EventLoopGroup loops,
            SourceReader reader,
            PullGate gate,
            ToIntFunction<String> viewers,
            PullOptions options) {
        this.loops = loops;
        this.reader = reader;
        this.gate = gate;
        this.viewers = viewers;
        this.options = options;
    }

    /** Fetches a channel's source from now on; another source of it ends. */
    public void put(String stream, PullSettings settings) {
        PullSource held = sources.get(stream);
        if (held != null && held.settings().equals(settings)) {
            return;
        }
        PullSource next =
                new PullSource(
                        stream,
                        settings,
                        loops.next(),
                        reader,
                        gate,
                        () -> viewers.applyAsInt(stream),
                        options);
        PullSource before = sources.put(stream, next);
        if (before != null) {
            before.stop("another source was named");
        }
        next.start();
    }

    /** Ends the fetching of a channel. */
    public void remove(String stream) {
        PullSource before = sources.remove(stream);
        if (before != null) {
            before.stop("the source was taken away");
        }
    }

    /** How the fetching of a channel stands; empty where it names no source. */
    public Optional<PullStatus> status(String stream) {
        return Optional.ofNullable(sources.get(stream)).map(PullSource::status);
    }

    /**
     * Fetches a source because somebody wants to watch.
     *
     * @return null where the channel has no source that waits for viewers; completes when the
     *     stream has begun, fails when that takes too long
     */
    public @Nullable Future<Void> summon(String stream) {
        PullSource source = sources.get(stream);
        return source == null || source.settings().when() != When.WATCHED ? null : source.summon();
    }

    @Override
    public void close() {
        sources.values().forEach(source -> source.stop("the server stops"));
        sources.clear();
    }
}
