package online.nexuscos.streamcore.rtmp;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import online.nexuscos.streamcore.hub.Publication;
import online.nexuscos.streamcore.hub.PublishRefusedException;
import online.nexuscos.streamcore.hub.Publisher;
import online.nexuscos.streamcore.play.Ending;
import online.nexuscos.streamcore.play.Viewer;
import online.nexuscos.streamcore.play.ViewerSink;
import org.jspecify.annotations.Nullable;

/**
 * Takes publishers and players over RTMP, on the event loops of Vert.x. It works on Netty's
 * channels, so that the bytes of a socket reach the chunk reader without a copy and without a
 * hand-over.
 */
public final class RtmpServer {
    private static final int BACKLOG = 1024;
    private static final int MIN_READ = 512;
    private static final int INITIAL_READ = 4 * 1024;
    private static final int MAX_READ = 64 * 1024;

    private static final String STOPPING = "the server is shutting down";

    /** Replies that a peer may leave unread; past the upper mark its connection is closed. */
    private static final WriteBufferWaterMark UNREAD_REPLIES =
            new WriteBufferWaterMark(64 * 1024, 256 * 1024);

    private final VertxInternal vertx;
    private final Channel channel;
    private final Acceptor acceptor;

    private volatile @Nullable Channel secureChannel;

    private RtmpServer(VertxInternal vertx, Channel channel, Acceptor acceptor) {
        this.vertx = vertx;
        this.channel = channel;
        this.acceptor = acceptor;
    }

    /**
     * Opens the port.
     *
     * @param gate is asked on the event loop of each publisher
     * @param players is asked on the event loop of each player
     * @return fails when the address cannot be listened on
     */
    public static Future<RtmpServer> listen(
            Vertx vertx, RtmpOptions options, PublishGate gate, PlayGate players) {
        VertxInternal internal = (VertxInternal) vertx;
        ChannelGroup connections =
                new DefaultChannelGroup(internal.acceptorEventLoopGroup().next(), true);
        Acceptor acceptor = new Acceptor(options, gate, players, connections);
        Promise<RtmpServer> listening = internal.promise();
        ChannelFuture bound = bind(internal, acceptor, options.host(), options.port());
        bound.addListener(done -> {
            if (done.isSuccess()) {
                listening.complete(new RtmpServer(internal, bound.channel(), acceptor));
            } else {
                listening.fail(done.cause());
            }
        });
        return listening.future();
    }

    private static ChannelFuture bind(
            VertxInternal vertx,
            ChannelInitializer<SocketChannel> acceptor,
            String host,
            int port) {
        return new ServerBootstrap()
                .group(vertx.acceptorEventLoopGroup(), vertx.nettyEventLoopGroup())
                .channelFactory(vertx.transport().serverChannelFactory(false))
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNREAD_REPLIES)
                .childHandler(acceptor)
                .bind(host, port);
    }

    /**
     * Opens a second port, for RTMP inside TLS. Its connections count among the others, and have no
     * more time for the handshake of TLS than they have until they publish.
     *
     * @param port 0 for any free one
     * @param tls is asked on each connection, so that it may show a new certificate
     * @return the port; fails when it cannot be listened on
     */
    public Future<Integer> listenSecurely(String host, int port, Supplier<SslContext> tls) {
        Promise<Integer> listening = vertx.promise();
        ChannelFuture bound = bind(vertx, new SecureAcceptor(acceptor, tls), host, port);
        bound.addListener(done -> {
            if (done.isSuccess()) {
                secureChannel = bound.channel();
                listening.complete(((InetSocketAddress) bound.channel().localAddress()).getPort());
            } else {
                listening.fail(done.cause());
            }
        });
        return listening.future();
    }

    /** The port that was opened. */
    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /**
     * From now on so many connections may come; those that are there stay.
     *
     * @param perAddress 0 for any number
     */
    public void setLimits(int all, int perAddress) {
        acceptor.admission.setLimits(all, perAddress);
    }

    public RtmpStatistics statistics() {
        return acceptor.counters.snapshot(acceptor.admission.connections());
    }

    /**
     * Closes the ports and lets publishers go in good order: those who know how are asked to
     * connect again (Enhanced RTMP 2), the others are dismissed. Players are asked too, and stay.
     *
     * @param patience for those who were asked; then they are dismissed
     * @return completes when nobody publishes any more
     */
    public Future<Void> drain(Duration patience) {
        Promise<Void> drained = vertx.promise();
        closePorts().addListener(_ -> askAll(patience, drained));
        return drained.future();
    }

    private void askAll(Duration patience, Promise<Void> drained) {
        List<Future<?>> gone = new ArrayList<>();
        for (RtmpConnection connection : connections()) {
            Promise<Void> left = vertx.promise();
            connection.drain(STOPPING).addListener(_ -> left.complete());
            gone.add(left.future());
        }
        long timer =
                vertx.setTimer(
                        Math.max(1, patience.toMillis()),
                        _ -> connections().forEach(each -> each.dismissPublisher(STOPPING)));
        Future.join(gone)
                .onComplete(_ -> {
                    vertx.cancelTimer(timer);
                    drained.complete();
                });
    }

    /** Closes the ports, tells everybody, and completes when all have gone. */
    public Future<Void> close() {
        Promise<Void> closed = vertx.promise();
        closePorts().addListener(_ -> dismissAll(closed));
        return closed.future();
    }

    private ChannelFuture closePorts() {
        Channel secure = secureChannel;
        if (secure != null) {
            var _ = secure.close();
        }
        return channel.close();
    }

    private List<RtmpConnection> connections() {
        return acceptor.connections.stream()
                .map(each -> each.pipeline().get(RtmpConnection.class))
                .filter(Objects::nonNull)
                .toList();
    }

    private void dismissAll(Promise<Void> closed) {
        connections().forEach(each -> each.dismiss(STOPPING));
        acceptor.connections.newCloseFuture().addListener(_ -> closeLatecomers(closed));
    }

    /** A connection may still have been on its way to its loop when the port was closed. */
    private void closeLatecomers(Promise<Void> closed) {
        acceptor.connections.close().addListener(_ -> closed.complete());
    }

    /** The same for RTMP inside TLS. */
    private static final class SecureAcceptor extends ChannelInitializer<SocketChannel> {
        private final Acceptor acceptor;
        private final Supplier<SslContext> tls;

        SecureAcceptor(Acceptor acceptor, Supplier<SslContext> tls) {
            this.acceptor = acceptor;
            this.tls = tls;
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            SslHandler handler = tls.get().newHandler(channel.alloc());
            handler.setHandshakeTimeoutMillis(acceptor.options.publishTimeout().toMillis());
            channel.pipeline().addLast(handler);
            acceptor.initChannel(channel);
        }
    }

    /** Lets connections in, as many as the limits allow. */
    private static final class Acceptor extends ChannelInitializer<SocketChannel> {
        private final RtmpOptions options;
        private final PublishGate gate;
        private final PlayGate players;
        private final ChannelGroup connections;
        private final RtmpCounters counters = new RtmpCounters();
        private final Admission admission;
        private final RecvByteBufAllocator readSizes =
                new AdaptiveRecvByteBufAllocator(MIN_READ, INITIAL_READ, MAX_READ);

        Acceptor(
                RtmpOptions options, PublishGate gate, PlayGate players, ChannelGroup connections) {
            this.options = options;
            this.gate = gate;
            this.players = players;
            this.connections = connections;
            this.admission =
                    new Admission(options.maxConnections(), options.maxPendingPerAddress(), 0);
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            InetSocketAddress peer = channel.remoteAddress();
            Admission.Verdict verdict =
                    peer == null
                            ? Admission.Verdict.TURNED_AWAY
                            : admission.enter(peer.getAddress());
            if (peer == null || verdict == Admission.Verdict.TURNED_AWAY) {
                counters.turnedAway.increment();
                var _ = channel.close();
                return;
            }
            counters.accepted.increment();
            RtmpConnection connection =
                    new RtmpConnection(
                            channel,
                            peer,
                            options,
                            verdict == Admission.Verdict.WELCOME ? gate : this::oneTooMany,
                            verdict == Admission.Verdict.WELCOME
                                    ? players
                                    : Acceptor::onePlayerTooMany,
                            counters,
                            admission);
            channel.closeFuture().addListener(_ -> connection.leave());
            channel.config().setRecvByteBufAllocator(readSizes);
            channel.pipeline().addLast(connection);
            connections.add(channel);
        }

        private static Viewer onePlayerTooMany(
                String stream, String pass, EventLoop loop, ViewerSink sink) {
            return Viewer.refused(loop, sink, Ending.FULL);
        }

        private Future<Publication> oneTooMany(String key, Publisher publisher) {
            counters.oneTooMany.increment();
            return Future.failedFuture(
                    new PublishRefusedException(
                            PublishRefusedException.Reason.OVERLOADED,
                            "connections of your address: more than " + admission.maxPerAddress()));
        }
    }
}
