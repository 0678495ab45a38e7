package online.nexuscos.streamcore.restream;

import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import online.nexuscos.platform.net.AddressPolicy;
import online.nexuscos.streamcore.hub.LiveStream;
import online.nexuscos.streamcore.hub.StreamReader;
import online.nexuscos.streamcore.media.Packet;
import online.nexuscos.streamcore.restream.Target.Author;
import online.nexuscos.streamcore.restream.Target.Mode;
import online.nexuscos.streamcore.restream.TargetStatus.State;

/**
 * The targets of all channels, and the live streams on their way there. What changes here takes
 * effect at once, and on the targets that changed alone. Any thread; never waits.
 */
public final class Restreams {
    /** Of one channel. */
    public static final int MAX_TARGETS = 20;

    /** Of all live channels together; one more waits until another ends. */
    static final int MAX_FORWARDS = 2000;

    private final RestreamPorts ports;
    private final Map<String, List<Target>> targets = new HashMap<>();
    private final Map<String, LiveStream> live = new HashMap<>();
    private final Map<String, Map<String, Forward>> forwards = new HashMap<>();
    private final Map<String, List<Forward>> pushed = new HashMap<>();
    private int count;

    Restreams(RestreamPorts ports) {
        this.ports = ports;
    }

    /**
     * Targets that are reached from this program.
     *
     * @param names resolves a host; the first of all attempts to connect
     * @param policy for addresses that the operator did not name
     * @param tls verifies the servers of rtmps addresses; asked for after a name was resolved
     */
    public static Restreams of(
            Vertx vertx,
            HostNames names,
            AddressPolicy policy,
            LoopGuard guard,
            Supplier<SslContext> tls,
            InstantSource clock,
            RestreamMetrics metrics) {
        VertxInternal internal = (VertxInternal) vertx;
        EventLoopGroup loops = internal.nettyEventLoopGroup();
        return new Restreams(
                new RestreamPorts(
                        loops::next,
                        names,
                        policy,
                        guard,
                        RtmpSender.opener(internal.transport().channelFactory(false), tls),
                        SrtSender.opener(internal.transport()::datagramChannel),
                        Backoff.USUAL,
                        clock,
                        metrics));
    }

    /**
     * The targets of a channel from now on, whether it is live or not. Those that stay as they are
     * go on undisturbed.
     *
     * @throws IllegalArgumentException for more than {@link #MAX_TARGETS}, or one id twice
     */
    public synchronized void set(String channel, List<Target> next) {
        if (next.size() > MAX_TARGETS) {
            throw new IllegalArgumentException(
                    next.size() + " targets (expected: <= " + MAX_TARGETS + ")");
        }
        if (next.stream().map(Target::id).distinct().count() < next.size()) {
            throw new IllegalArgumentException("two targets of one id");
        }
        if (next.isEmpty()) {
            targets.remove(channel);
        } else {
            targets.put(channel, List.copyOf(next));
        }
        LiveStream stream = live.get(channel);
        if (stream != null) {
            adjust(stream, next);
        }
    }

    /**
     * Takes a live stream along to one more server until it ends, beside its channel's targets. One
     * more than {@link #MAX_TARGETS} is let go.
     */
    public synchronized void push(String channel, TargetAddress address) {
        LiveStream stream = live.get(channel);
        if (stream == null) {
            return;
        }
        List<Forward> running = pushed.computeIfAbsent(channel, _ -> new ArrayList<>());
        if (running.size() < MAX_TARGETS && count < MAX_FORWARDS) {
            count++;
            String id = "redirect-" + (running.size() + 1);
            Forward forward =
                    new Forward(
                            stream, new Target(id, id, address, Author.OPERATOR, Mode.ON), ports);
            running.add(forward);
            forward.start();
        }
    }

    /** A stream has begun; on its loop. */
    public void started(LiveStream stream) {
        stream.addReader(new Ending(stream));
        synchronized (this) {
            live.put(stream.name(), stream);
            adjust(stream, targets.getOrDefault(stream.name(), List.of()));
        }
    }

    private synchronized void ended(LiveStream stream) {
        if (live.remove(stream.name(), stream)) {
            forwardsOf(stream.name())
                    .values()
                    .forEach(forward -> stop(forward, "the stream ended"));
            forwards.remove(stream.name());
            List<Forward> more = pushed.remove(stream.name());
            if (more != null) {
                more.forEach(forward -> stop(forward, "the stream ended"));
            }
        }
    }

    private void adjust(LiveStream stream, List<Target> wanted) {
        Map<String, Forward> running = forwardsOf(stream.name());
        Map<String, Target> byId = new LinkedHashMap<>();
        wanted.stream()
                .filter(target -> target.mode() == Mode.ON)
                .forEach(target -> byId.put(target.id(), target));
        for (Forward forward : List.copyOf(running.values())) {
            if (!forward.target().equals(byId.get(forward.target().id()))) {
                running.remove(forward.target().id());
                stop(forward, "the target was changed");
            }
        }
        byId.forEach((id, target) -> {
            if (!running.containsKey(id)) {
                begin(stream, target);
            }
        });
    }

    private void begin(LiveStream stream, Target target) {
        if (count < MAX_FORWARDS) {
            count++;
            Forward forward = new Forward(stream, target, ports);
            forwardsOf(stream.name()).put(target.id(), forward);
            forward.start();
        }
    }

    private void stop(Forward forward, String reason) {
        count--;
        forward.stop(reason);
    }

    private Map<String, Forward> forwardsOf(String channel) {
        return forwards.computeIfAbsent(channel, _ -> new LinkedHashMap<>());
    }

    /** A channel's targets as they are, in their order. */
    public synchronized List<TargetStatus> statuses(String channel) {
        Map<String, Forward> running = forwards.getOrDefault(channel, Map.of());
        List<TargetStatus> statuses = new ArrayList<>();
        for (Target target : targets.getOrDefault(channel, List.of())) {
            Forward forward = running.get(target.id());
            statuses.add(forward == null ? off(target) : forward.status());
        }
        pushed.getOrDefault(channel, List.of()).forEach(each -> statuses.add(each.status()));
        return statuses;
    }

    private static TargetStatus off(Target target) {
        return new TargetStatus(
                target.id(),
                target.label(),
                target.address().place(),
                target.mode(),
                State.OFF,
                Instant.EPOCH,
                0,
                "",
                0,
                0);
    }

    /** Waits for the end of a stream alone. */
    private final class Ending implements StreamReader {
        private final LiveStream stream;

        Ending(LiveStream stream) {
            this.stream = stream;
        }

        @Override
        public void write(List<Packet> batch) {}

        @Override
        public void interrupted() {}

        @Override
        public void ended() {
            Restreams.this.ended(stream);
        }
    }
}
