package online.nexuscos.streamcore.srt;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import online.nexuscos.streamcore.srt.packet.SrtException;
import online.nexuscos.streamcore.srt.packet.SrtPacket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The UDP port of SRT, with all its callers on one event loop. */
public final class SrtServer {
    private static final Logger LOG = LoggerFactory.getLogger(SrtServer.class);
    private static final int MAX_DATAGRAM = 1500;
    private static final int SOCKET_BUFFER = 8 << 20;
    private static final long TICK_MS = 10;

    private final VertxInternal vertx;
    private final EventLoop loop;
    private final Handler handler;
    private final DatagramChannel channel;

    private SrtServer(
            VertxInternal vertx, EventLoop loop, Handler handler, DatagramChannel channel) {
        this.vertx = vertx;
        this.loop = loop;
        this.handler = handler;
        this.channel = channel;
    }

    /**
     * Opens the port.
     *
     * @param gate is asked on the server's event loop
     * @param secrets likewise
     * @return fails when the address cannot be listened on
     */
    public static Future<SrtServer> listen(
            Vertx vertx, SrtOptions options, SrtGate gate, SrtSecrets secrets) {
        VertxInternal internal = (VertxInternal) vertx;
        EventLoop loop = internal.nettyEventLoopGroup().next();
        Handler handler = new Handler(loop, options, gate, secrets);
        Promise<SrtServer> listening = internal.promise();
        ChannelFuture bound =
                new Bootstrap()
                        .group(loop)
                        .channelFactory(() -> internal.transport().datagramChannel())
                        .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                        .option(
                                ChannelOption.RECVBUF_ALLOCATOR,
                                new FixedRecvByteBufAllocator(MAX_DATAGRAM))
                        .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER)
                        .handler(handler)
                        .bind(options.host(), options.port());
        bound.addListener(done -> {
            if (done.isSuccess()) {
                DatagramChannel channel = (DatagramChannel) bound.channel();
                listening.complete(new SrtServer(internal, loop, handler, channel));
            } else {
                listening.fail(done.cause());
            }
        });
        return listening.future();
    }

    /** The port that was opened. */
    public int port() {
        return channel.localAddress().getPort();
    }

    public SrtStatistics statistics() {
        return handler.counters.snapshot(handler.count);
    }

    /**
     * From now on, so many callers may be there; any thread.
     *
     * @param maxConnectionsPerAddress 0 for any number
     */
    public void setLimits(int maxConnections, int maxConnectionsPerAddress) {
        loop.execute(() -> handler.handshakes.setLimits(maxConnections, maxConnectionsPerAddress));
    }

    /** Tells every caller, and closes the port. */
    public Future<Void> close() {
        Promise<Void> closed = vertx.promise();
        loop.execute(() -> {
            List.copyOf(handler.byId.values())
                    .forEach(connection -> connection.end("the server is shutting down"));
            handler.flush();
            channel.close().addListener(_ -> closed.complete());
        });
        return closed.future();
    }

    /** The port's datagrams. */
    private static final class Handler extends ChannelInboundHandlerAdapter
            implements SrtConnection.Line, SrtHandshakes.Connections {
        private final EventLoop loop;
        private final SrtCounters counters = new SrtCounters();
        private final SrtHandshakes handshakes;
        private final Map<Integer, SrtConnection> byId = new HashMap<>();
        private final Map<Caller, SrtConnection> byCaller = new HashMap<>();
        private final Set<SrtConnection> touched = new LinkedHashSet<>();
        private @Nullable ChannelHandlerContext context;
        private @Nullable ScheduledFuture<?> ticking;
        private volatile int count;

        private record Caller(InetSocketAddress address, int socketId) {}

        Handler(EventLoop loop, SrtOptions options, SrtGate gate, SrtSecrets secrets) {
            this.loop = loop;
            handshakes = new SrtHandshakes(loop, options, gate, secrets, counters, this, this);
        }

        @Override
        public void handlerAdded(ChannelHandlerContext added) {
            context = added;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            DatagramPacket datagram = (DatagramPacket) message;
            try {
                receive(SrtPacket.read(datagram.content()), datagram.sender());
            } catch (SrtException e) {
                counters.strangers.increment();
            } finally {
                datagram.release();
            }
        }

        private void receive(SrtPacket packet, InetSocketAddress sender) {
            long now = System.nanoTime();
            SrtConnection connection = byId.get(packet.socketId());
            if (connection != null && connection.peer().equals(sender)) {
                touched.add(connection);
                connection.receive(packet, now);
            } else if (packet instanceof SrtPacket.HandshakePacket it && packet.socketId() == 0) {
                handshakes.receive(it.handshake(), sender, now);
            } else {
                counters.strangers.increment();
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            touched.forEach(SrtConnection::flush);
            touched.clear();
            ctx.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            // A port that is not reachable is told by ICMP; the callers' own silence ends them.
            LOG.debug("srt: {}", cause.toString());
        }

        private void tick() {
            long now = System.nanoTime();
            for (SrtConnection connection : List.copyOf(byId.values())) {
                connection.tick(now);
            }
            flush();
        }

        void flush() {
            if (context != null) {
                context.flush();
            }
        }

        @Override
        public void send(SrtPacket packet, InetSocketAddress to) {
            if (context != null) {
                ByteBuf out = context.alloc().directBuffer(MAX_DATAGRAM);
                packet.write(out);
                var _ = context.write(new DatagramPacket(out, to), context.channel().voidPromise());
                if (!touched.isEmpty()) {
                    return;
                }
                context.flush();
            }
        }

        @Override
        public Optional<SrtConnection> of(InetSocketAddress peer, int peerSocketId) {
            return Optional.ofNullable(byCaller.get(new Caller(peer, peerSocketId)));
        }

        @Override
        public boolean isFree(int socketId) {
            return !byId.containsKey(socketId);
        }

        @Override
        public int count() {
            return count;
        }

        @Override
        public void add(SrtConnection connection) {
            byId.put(connection.socketId(), connection);
            byCaller.put(new Caller(connection.peer(), connection.peerSocketId()), connection);
            count = byId.size();
            if (ticking == null) {
                // Not at a fixed rate: after a pause, what came meanwhile is read first.
                ticking =
                        loop.scheduleWithFixedDelay(
                                this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
            }
        }

        @Override
        public void closed(SrtConnection connection) {
            byId.remove(connection.socketId());
            byCaller.remove(new Caller(connection.peer(), connection.peerSocketId()));
            handshakes.left(connection);
            count = byId.size();
            if (byId.isEmpty() && ticking != null) {
                ticking.cancel(false);
                ticking = null;
            }
        }
    }
}
