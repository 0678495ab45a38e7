package online.nexuscos.streamcore.restream;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import online.nexuscos.streamcore.hub.BoundedReader;
import online.nexuscos.streamcore.hub.LiveStream;
import online.nexuscos.streamcore.hub.PacketSink;
import online.nexuscos.streamcore.media.Packet;
import online.nexuscos.streamcore.restream.Sender.Opener;
import online.nexuscos.streamcore.restream.Target.Author;
import online.nexuscos.streamcore.restream.TargetStatus.State;
import online.nexuscos.streamcore.rtmp.client.Ending;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One live stream on its way to one target, again and again until it is stopped. It has a loop of
 * its own and a bounded queue, so that whatever the target does costs the stream nothing.
 */
final class Forward {
    private static final Logger LOG = LoggerFactory.getLogger(Forward.class);

    /** Some 14 s of sound and pictures, 4 MiB at most; what stays full for 20 s is given up. */
    static final BoundedReader.Limits QUEUE =
            new BoundedReader.Limits(1024, 4L << 20, TimeUnit.SECONDS.toNanos(20));

    /** Refusals in a row after which a target is left alone. */
    static final int MAX_REFUSALS = 5;

    /** Times in a row that a target may send us elsewhere; then it is called as it was named. */
    static final int MAX_DETOURS = 5;

    /** After so long a connection, what failed before it is forgotten. */
    private static final long GOOD_MS = 30_000;

    private final LiveStream stream;
    private final Target target;
    private final RestreamPorts ports;
    private final EventLoop loop;
    private volatile State state = State.CONNECTING;
    private volatile Instant since;
    private volatile String reason = "";
    private final AtomicInteger attempts = new AtomicInteger();
    private final LongAdder pastBytes = new LongAdder();
    private final LongAdder pastDropped = new LongAdder();
    private volatile @Nullable Connection connection;
    private int failures;
    private int refusals;

    /** Where the target wants to be called next. */
    private Optional<TargetAddress> detour = Optional.empty();

    private int detours;
    private @Nullable ScheduledFuture<?> retry;

    Forward(LiveStream stream, Target target, RestreamPorts ports) {
        this.stream = stream;
        this.target = target;
        this.ports = ports;
        loop = ports.loops().get();
        since = ports.clock().instant();
        ports.metrics().began(state);
    }

    Target target() {
        return target;
    }

    void start() {
        loop.execute(this::attempt);
    }

    /** From any thread; it does not begin again. */
    void stop(String why) {
        loop.execute(() -> stopNow(why));
    }

    /** As it stands; any thread. */
    TargetStatus status() {
        Connection open = connection;
        return new TargetStatus(
                target.id(),
                target.label(),
                target.address().place(),
                target.mode(),
                state,
                since,
                attempts.get(),
                reason,
                pastBytes.sum() + (open == null ? 0 : open.bytes()),
                pastDropped.sum() + (open == null ? 0 : open.dropped()));
    }

    private void stopNow(String why) {
        cancelRetry();
        Connection open = connection;
        if (state != State.OFF) {
            become(State.OFF, why);
            ports.metrics().gone(State.OFF);
        }
        if (open != null) {
            open.close(why);
        }
    }

    private void attempt() {
        if (state == State.OFF) {
            return;
        }
        attempts.incrementAndGet();
        ports.metrics().attempted();
        become(State.CONNECTING, reason);
        TargetAddress address = detour.orElse(target.address());
        ports.names()
                .resolve(address.host())
                .onComplete(
                        resolved -> loop.execute(() -> judge(address, resolved)),
                        _ ->
                                loop.execute(() ->
                                        over(
                                                new Ending(Ending.Kind.LOST, "no such host"),
                                                Optional.empty())));
    }

    /** Nobody is called whom the policy forbids, and not this channel itself. */
    private void judge(TargetAddress address, InetAddress resolved) {
        if (state != State.CONNECTING) {
            return;
        }
        // The operator's word holds for the host that was named, and for none to which that sends.
        boolean trusted =
                target.author() == Author.OPERATOR
                        && address.host().equals(target.address().host());
        boolean allowed = trusted || ports.policy().allows(resolved);
        if (!allowed) {
            forbid("an address of a private network, which is not allowed");
            return;
        }
        ports.guard()
                .leadsBack(stream.name(), address, resolved)
                .onComplete(
                        same ->
                                loop.execute(() -> {
                                    if (same) {
                                        forbid("this is the channel itself");
                                    } else {
                                        open(address, resolved);
                                    }
                                }),
                        _ -> loop.execute(() -> open(address, resolved)));
    }

    /** Where the target itself may be called, another try begins there. */
    private void forbid(String why) {
        if (detour.isEmpty()) {
            become(State.FAILED, why);
        } else {
            over(new Ending(Ending.Kind.LOST, "it sends us to " + why), Optional.empty());
        }
    }

    private void open(TargetAddress to, InetAddress resolved) {
        if (state != State.CONNECTING) {
            return;
        }
        switch (to) {
            case TargetAddress.Rtmp(var address) -> open(ports.rtmp(), address, resolved);
            case TargetAddress.Srt(var address) -> open(ports.srt(), address, resolved);
        }
    }

    private <A> void open(Opener<A> opener, A address, InetAddress resolved) {
        Connection next = new Connection();
        connection = next;
        next.sender = opener.open(loop, address, resolved, next);
    }

    private void live() {
        become(State.LIVE, "");
    }

    /**
     * A connection is over, or there was none.
     *
     * @param moved where the target wants to be called instead
     */
    private void over(Ending ending, Optional<TargetAddress> moved) {
        ports.metrics().ended(ending.kind());
        if (state == State.OFF || state == State.FAILED) {
            return;
        }
        boolean wasGood =
                state == State.LIVE && ports.clock().instant().isAfter(since.plusMillis(GOOD_MS));
        detours = wasGood ? 0 : detours;
        if (moved.isPresent() && detours < MAX_DETOURS) {
            detours++;
            detour = moved;
            become(State.RETRYING, ending.reason());
            retry = loop.schedule(this::attempt, 0, TimeUnit.MILLISECONDS);
            return;
        }
        detour = Optional.empty();
        failures = wasGood ? 1 : failures + 1;
        refusals = ending.kind() == Ending.Kind.REFUSED ? refusals + 1 : 0;
        if (refusals >= MAX_REFUSALS) {
            become(State.FAILED, ending.reason());
            return;
        }
        become(State.RETRYING, ending.reason());
        long delayMs = ports.backoff().delayMs(failures, ThreadLocalRandom.current());
        retry = loop.schedule(this::attempt, delayMs, TimeUnit.MILLISECONDS);
    }

    private void cancelRetry() {
        ScheduledFuture<?> pending = retry;
        if (pending != null) {
            pending.cancel(false);
            retry = null;
        }
    }

    private void become(State next, String why) {
        State before = state;
        if (before == next) {
            return;
        }
        ports.metrics().changed(before, next);
        reason = why;
        since = ports.clock().instant();
        state = next;
        if (next != State.CONNECTING) {
            LOG.info(
                    "[{}] to \"{}\" ({}): {}{}",
                    stream.name(),
                    target.label(),
                    target.address().place(),
                    next.name().toLowerCase(java.util.Locale.ROOT),
                    why.isEmpty() ? "" : ", " + why);
        }
    }

    /** One connection, with the queue before it. */
    private final class Connection implements Sender.Listener, PacketSink {
        private final BoundedReader reader =
                new BoundedReader(stream.name() + " to " + target.label(), loop, QUEUE, this);
        private volatile @Nullable Sender sender;
        private Optional<TargetAddress> moved = Optional.empty();

        long bytes() {
            Sender open = sender;
            return open == null ? 0 : open.bytes();
        }

        long dropped() {
            Sender open = sender;
            return reader.dropped() + (open == null ? 0 : open.dropped());
        }

        @Override
        public void ready() {
            live();
            stream.loop().execute(() -> stream.addReader(reader));
        }

        @Override
        public void writable() {
            reader.drain();
        }

        @Override
        public void moved(TargetAddress next) {
            moved = Optional.of(next);
        }

        @Override
        public void ended(Ending ending) {
            stream.loop().execute(() -> stream.removeReader(reader));
            reader.close(ending.reason());
            pastBytes.add(bytes());
            pastDropped.add(dropped());
            ports.metrics().dropped(dropped());
            connection = null;
            over(ending, moved);
        }

        @Override
        public boolean isWritable() {
            Sender open = sender;
            return open != null && open.isWritable();
        }

        @Override
        public void write(Packet packet) {
            Sender open = sender;
            if (open == null) {
                packet.release();
                return;
            }
            ports.metrics().sent(packet.size());
            open.write(packet);
        }

        @Override
        public void close(String why) {
            Sender open = sender;
            if (open != null) {
                open.close(why);
            }
        }
    }
}
