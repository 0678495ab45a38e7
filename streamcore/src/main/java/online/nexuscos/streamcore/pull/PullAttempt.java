package online.nexuscos.streamcore.pull;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import online.nexuscos.streamcore.elementary.ElementaryFeed;
import online.nexuscos.streamcore.elementary.ElementaryFormat;
import online.nexuscos.streamcore.hub.Publication;
import online.nexuscos.streamcore.hub.Publisher;
import online.nexuscos.streamcore.media.MediaException;
import org.jspecify.annotations.Nullable;

/** One try to fetch a source, from the connection to its end; on one event loop. */
final class PullAttempt implements SourceSink, Publisher {
    /** Access units that wait for the hub's answer. */
    static final int MAX_PENDING = 4096;

    /** Told how the attempt goes. */
    interface Listener {
        void live();

        void over(End end, String reason);
    }

    private enum State {
        CONNECTING,
        /** The tracks are known; the hub was asked. */
        ASKING,
        LIVE,
        OVER
    }

    private record Unit(int track, long dts, long pts, boolean keyframe, ByteBuf payload) {}

    private final String stream;
    private final SourceAddress address;
    private final EventLoop loop;
    private final PullGate gate;
    private final Listener listener;
    private final Queue<Unit> pending = new ArrayDeque<>();
    private List<ElementaryFormat> formats = List.of();
    private State state = State.CONNECTING;
    private SourceReader.@Nullable Reading reading;
    private @Nullable ElementaryFeed feed;
    private @Nullable Publication publication;

    PullAttempt(
            String stream,
            SourceAddress address,
            EventLoop loop,
            PullGate gate,
            Listener listener) {
        this.stream = stream;
        this.address = address;
        this.loop = loop;
        this.gate = gate;
        this.listener = listener;
    }

    void start(SourceReader reader, SourceRequest request) {
        reading = reader.read(request, loop, this);
    }

    /** Ends it without telling the listener. */
    void stop(String reason) {
        if (state != State.OVER) {
            finish(reason);
        }
    }

    @Override
    public void tracks(List<ElementaryFormat> found) {
        if (state == State.OVER) {
            return;
        }
        formats = firstOfEachKind(found);
        if (formats.isEmpty()) {
            end(End.FAILED, "the source has no track of a codec that is taken");
            return;
        }
        switch (state) {
            case CONNECTING -> ask();
            case LIVE -> describe();
            case ASKING, OVER -> {}
        }
    }

    private static List<ElementaryFormat> firstOfEachKind(List<ElementaryFormat> found) {
        Set<Boolean> kinds = new HashSet<>();
        return found.stream().filter(format -> kinds.add(format.codec().isVideo())).toList();
    }

    private void ask() {
        state = State.ASKING;
        gate.publish(stream, this)
                .onSuccess(granted -> onLoop(() -> begin(granted)))
                .onFailure(refused -> {
                    String reason = String.valueOf(refused.getMessage());
                    onLoop(() -> end(End.FAILED, reason));
                });
    }

    private void begin(Publication granted) {
        if (state != State.ASKING) {
            granted.end("the source has gone");
            return;
        }
        state = State.LIVE;
        publication = granted;
        feed = new ElementaryFeed(granted);
        listener.live();
        describe();
        while (!pending.isEmpty()) {
            Unit unit = pending.remove();
            unit(unit.track, unit.dts, unit.pts, unit.keyframe, unit.payload);
        }
        readComplete();
    }

    private void describe() {
        try {
            if (feed != null) {
                feed.tracks(formats);
            }
        } catch (MediaException e) {
            end(End.FAILED, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void unit(int track, long dts, long pts, boolean keyframe, ByteBuf payload) {
        switch (state) {
            case ASKING -> {
                pending.add(new Unit(track, dts, pts, keyframe, payload));
                if (pending.size() > MAX_PENDING) {
                    end(End.FAILED, "the stream could not be opened in time");
                }
            }
            case LIVE -> feed(track, dts, pts, keyframe, payload);
            case CONNECTING, OVER -> payload.release();
        }
    }

    private void feed(int track, long dts, long pts, boolean keyframe, ByteBuf payload) {
        ElementaryFeed open = feed;
        if (open == null) {
            payload.release();
            return;
        }
        try {
            open.unit(track, dts, pts, keyframe, System.nanoTime(), payload);
        } catch (MediaException e) {
            end(End.FAILED, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void readComplete() {
        if (state == State.LIVE && feed != null) {
            feed.flush();
        }
    }

    @Override
    public void ended(End end, String reason) {
        readComplete();
        end(end, reason);
    }

    private void end(End end, String reason) {
        if (state != State.OVER) {
            finish(reason);
            listener.over(end, reason);
        }
    }

    private void finish(String reason) {
        state = State.OVER;
        pending.forEach(unit -> unit.payload.release());
        pending.clear();
        if (reading != null) {
            reading.close();
        }
        if (feed != null) {
            feed.close();
        }
        if (publication != null) {
            publication.end(reason);
        }
    }

    private void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    @Override
    public String protocol() {
        return address.scheme();
    }

    @Override
    public String address() {
        return address.shown();
    }

    @Override
    public String agent() {
        return "";
    }

    /** It was this server that connected. */
    @Override
    public boolean isLoopback() {
        return false;
    }

    @Override
    public void close(String reason) {
        onLoop(() -> end(End.FAILED, reason));
    }
}
