package online.nexuscos.streamcore.srt;

import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import online.nexuscos.streamcore.hub.PublishRefusedException;
import online.nexuscos.streamcore.srt.packet.Handshake;
import online.nexuscos.streamcore.srt.packet.Handshake.Settings;
import online.nexuscos.streamcore.srt.packet.KeyMaterial;
import online.nexuscos.streamcore.srt.packet.KeyMaterial.BadSecretException;
import online.nexuscos.streamcore.srt.packet.SrtException;
import online.nexuscos.streamcore.srt.packet.SrtPacket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets callers in: an induction is answered by a cookie and forgotten, a conclusion that has it is
 * judged (draft-sharabayko-srt-01, 4.3.1). On the server's event loop.
 */
final class SrtHandshakes {
    private static final Logger LOG = LoggerFactory.getLogger(SrtHandshakes.class);

    /** Conclusions that are judged in a second: each may take a millisecond for its passphrase. */
    static final int MAX_A_SECOND = 100;

    /** Callers whose passphrase is asked for at once. */
    static final int MAX_ASKING = 256;

    /** What we say of ourselves: all of live mode, as libsrt of that version has it. */
    static final int LIBRARY_VERSION = 0x010503;

    static final int FLAGS =
            Settings.TIMED_SENDING
                    | Settings.TIMED_RECEIVING
                    | Settings.ENCRYPTION
                    | Settings.LATE_DROP
                    | Settings.PERIODIC_NAK
                    | Settings.RETRANSMIT_FLAG;
    static final int MTU = 1500;
    private static final int OLDEST_VERSION = 0x010300;

    private final EventLoop loop;
    private final SrtOptions options;
    private final SrtGate gate;
    private final SrtSecrets secrets;
    private final SrtCounters counters;
    private final SrtConnection.Line line;
    private final Connections connections;
    private final SynCookie cookies = new SynCookie();
    private final Map<InetAddress, Integer> perAddress = new HashMap<>();
    private final Set<Waiting> asking = new HashSet<>();
    private int maxConnections;
    private int maxConnectionsPerAddress;
    private long secondSinceNanos;
    private int inSecond;

    /** A caller whose passphrase is asked for. */
    private record Waiting(InetSocketAddress address, int socketId) {}

    /** The callers that there are. */
    interface Connections {
        Optional<SrtConnection> of(InetSocketAddress peer, int peerSocketId);

        boolean isFree(int socketId);

        int count();

        void add(SrtConnection connection);
    }

    SrtHandshakes(
            EventLoop loop,
            SrtOptions options,
            SrtGate gate,
            SrtSecrets secrets,
            SrtCounters counters,
            SrtConnection.Line line,
            Connections connections) {
        this.loop = loop;
        this.options = options;
        this.gate = gate;
        this.secrets = secrets;
        this.counters = counters;
        this.line = line;
        this.connections = connections;
        this.maxConnections = options.maxConnections();
        this.maxConnectionsPerAddress = options.maxConnectionsPerAddress();
    }

    /**
     * @param ofAddress 0 for any number
     */
    void setLimits(int all, int ofAddress) {
        maxConnections = all;
        maxConnectionsPerAddress = ofAddress == 0 ? Integer.MAX_VALUE : ofAddress;
    }

    void receive(Handshake handshake, InetSocketAddress caller, long nowNanos) {
        switch (handshake.type()) {
            case Handshake.INDUCTION -> induct(handshake, caller, nowNanos);
            case Handshake.CONCLUSION -> conclude(handshake, caller, nowNanos);
            default -> counters.strangers.increment();
        }
    }

    private void induct(Handshake asked, InetSocketAddress caller, long nowNanos) {
        Handshake answer =
                new Handshake(
                        Handshake.VERSION_5,
                        0,
                        Handshake.MAGIC,
                        asked.firstSequence(),
                        MTU,
                        ReceiveWindow.SIZE,
                        Handshake.INDUCTION,
                        asked.socketId(),
                        cookies.of(caller, nowNanos),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        line.send(new SrtPacket.HandshakePacket(0, asked.socketId(), answer), caller);
    }

    private void conclude(Handshake asked, InetSocketAddress caller, long nowNanos) {
        if (!cookies.isGood(asked.cookie(), caller, nowNanos)) {
            counters.strangers.increment();
            return;
        }
        Optional<SrtConnection> known = connections.of(caller, asked.socketId());
        if (known.isPresent()) {
            known.get().answer();
        } else if (isInTime(nowNanos)) {
            judge(asked, caller);
        }
    }

    /** Who is not let in now comes again in a quarter of a second. */
    private boolean isInTime(long nowNanos) {
        if (nowNanos - secondSinceNanos > TimeUnit.SECONDS.toNanos(1)) {
            secondSinceNanos = nowNanos;
            inSecond = 0;
        }
        return ++inSecond <= MAX_A_SECOND;
    }

    private void judge(Handshake asked, InetSocketAddress caller) {
        Settings settings = asked.settings().orElse(new Settings(0, 0, 0, 0));
        StreamId wanted = StreamId.parse(asked.stream().orElse(""));
        if (asked.version() != Handshake.VERSION_5 || settings.version() < OLDEST_VERSION) {
            reject(asked, caller, Rejection.VERSION, "the caller's SRT is older than 1.3");
        } else if ((settings.flags() & Settings.STREAM_MODE) != 0) {
            reject(asked, caller, Rejection.MESSAGE_API, "the caller is not in live mode");
        } else if (isFull(caller)) {
            reject(asked, caller, Rejection.RESOURCE, "there are too many callers");
        } else if (wanted.mode() != StreamId.Mode.PUBLISH) {
            reject(asked, caller, Rejection.BAD_MODE, "only publishing is possible");
        } else if (wanted.key().isEmpty()) {
            reject(asked, caller, Rejection.BAD_REQUEST, "the stream id holds no key");
        } else {
            askForSecret(asked, caller, settings, wanted.key());
        }
    }

    private boolean isFull(InetSocketAddress caller) {
        int ofAddress = perAddress.getOrDefault(caller.getAddress(), 0);
        return connections.count() >= maxConnections || ofAddress >= maxConnectionsPerAddress;
    }

    /** Who says the same again meanwhile waits for the same answer; one too many comes again. */
    private void askForSecret(
            Handshake asked, InetSocketAddress caller, Settings settings, String key) {
        Waiting waiting = new Waiting(caller, asked.socketId());
        if (asking.size() >= MAX_ASKING || !asking.add(waiting)) {
            return;
        }
        secrets.passphrase(key)
                .onSuccess(own ->
                        onLoop(() -> {
                            asking.remove(waiting);
                            decide(asked, caller, settings, key, own.or(options::passphrase));
                        }))
                .onFailure(failure ->
                        onLoop(() -> {
                            asking.remove(waiting);
                            String reason = String.valueOf(failure.getMessage());
                            reject(asked, caller, Rejection.OVERLOAD, reason);
                        }));
    }

    private void decide(
            Handshake asked,
            InetSocketAddress caller,
            Settings settings,
            String key,
            Optional<String> passphrase) {
        if (isFull(caller)) {
            reject(asked, caller, Rejection.RESOURCE, "there are too many callers");
        } else if (passphrase.isPresent() != asked.keyMaterial().isPresent()) {
            reject(
                    asked,
                    caller,
                    Rejection.UNSECURE,
                    passphrase.isPresent()
                            ? "the caller does not encrypt"
                            : "the caller encrypts, and there is no passphrase here");
        } else {
            open(asked, caller, settings, key, passphrase);
        }
    }

    private void open(
            Handshake asked,
            InetSocketAddress caller,
            Settings settings,
            String key,
            Optional<String> passphrase) {
        Optional<KeyMaterial> keys = Optional.empty();
        try {
            if (asked.keyMaterial().isPresent() && passphrase.isPresent()) {
                keys = Optional.of(KeyMaterial.unwrap(asked.keyMaterial().get(), passphrase.get()));
            }
        } catch (SrtException | BadSecretException e) {
            reject(asked, caller, Rejection.BAD_SECRET, String.valueOf(e.getMessage()));
            return;
        }
        int latencyMs =
                Math.clamp(
                        Math.max(options.latencyMs(), settings.senderDelayMs()),
                        0,
                        SrtOptions.MAX_LATENCY_MS);
        Handshake answer =
                new Handshake(
                        Handshake.VERSION_5,
                        asked.encryption(),
                        Handshake.HAS_SETTINGS | (keys.isPresent() ? Handshake.HAS_KEYS : 0),
                        asked.firstSequence(),
                        Math.min(MTU, asked.mtu()),
                        ReceiveWindow.SIZE,
                        Handshake.CONCLUSION,
                        freeSocketId(),
                        asked.cookie(),
                        Optional.of(
                                new Settings(
                                        LIBRARY_VERSION,
                                        FLAGS,
                                        latencyMs,
                                        Math.max(latencyMs, settings.receiverDelayMs()))),
                        asked.keyMaterial(),
                        Optional.empty());
        SrtConnection connection =
                new SrtConnection(
                        loop,
                        line,
                        caller,
                        answer,
                        asked.socketId(),
                        TimeUnit.MILLISECONDS.toMicros(latencyMs),
                        keys,
                        passphrase,
                        counters);
        connections.add(connection);
        perAddress.merge(caller.getAddress(), 1, Integer::sum);
        ask(connection, asked, key);
    }

    private void ask(SrtConnection connection, Handshake asked, String key) {
        gate.publish(key, connection)
                .onSuccess(granted -> onLoop(() -> connection.begin(granted, key)))
                .onFailure(refused ->
                        onLoop(() -> {
                            Rejection rejection =
                                    refused instanceof PublishRefusedException known
                                            ? Rejection.of(known.reason())
                                            : Rejection.OVERLOAD;
                            connection.end(String.valueOf(refused.getMessage()));
                            reject(
                                    asked,
                                    connection.peer(),
                                    rejection,
                                    String.valueOf(refused.getMessage()));
                        }));
    }

    private void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    private int freeSocketId() {
        int id = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
        while (!connections.isFree(id)) {
            id = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
        }
        return id;
    }

    /** A connection has ended. */
    void left(SrtConnection connection) {
        perAddress.computeIfPresent(
                connection.peer().getAddress(), (_, count) -> count > 1 ? count - 1 : null);
    }

    private void reject(
            Handshake asked, InetSocketAddress caller, Rejection rejection, String reason) {
        counters.refused.increment();
        LOG.info("srt {}: refused: {}", caller, reason);
        Handshake answer =
                new Handshake(
                        Handshake.VERSION_5,
                        0,
                        0,
                        asked.firstSequence(),
                        asked.mtu(),
                        asked.window(),
                        rejection.type(),
                        asked.socketId(),
                        asked.cookie(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        line.send(new SrtPacket.HandshakePacket(0, asked.socketId(), answer), caller);
    }
}
