package online.nexuscos.streamcore.rtmp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import online.nexuscos.streamcore.hub.Introduction;
import online.nexuscos.streamcore.hub.Publisher;
import online.nexuscos.streamcore.rtmp.amf.RtmpException;
import online.nexuscos.streamcore.rtmp.chunk.ChunkReader;
import online.nexuscos.streamcore.rtmp.chunk.ChunkWriter;
import online.nexuscos.streamcore.rtmp.chunk.MessageSink;
import online.nexuscos.streamcore.rtmp.chunk.RawMessage;
import online.nexuscos.streamcore.rtmp.handshake.ServerHandshake;
import online.nexuscos.streamcore.rtmp.message.MessageDecoder;
import online.nexuscos.streamcore.rtmp.message.MessageEncoder;
import online.nexuscos.streamcore.rtmp.message.RtmpMessage;
import online.nexuscos.streamcore.rtmp.message.SetChunkSize;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One socket: its bytes, its times, its end. All of it runs on the channel's event loop. */
final class RtmpConnection extends ChannelInboundHandlerAdapter implements RtmpSession.Output {
    static final int MAX_MEDIA_MESSAGE = 8 * 1024 * 1024;

    /** How long a peer may take to read the last reply before its connection is cut. */
    static final long LINGER_MS = 1000;

    /** Media that waits in the connection for the socket; the rest waits with the viewer. */
    private static final WriteBufferWaterMark UNWRITTEN_MEDIA =
            new WriteBufferWaterMark(128 * 1024, 512 * 1024);

    private static final Logger LOG = LoggerFactory.getLogger(RtmpConnection.class);

    private enum State {
        HANDSHAKE,
        DIALOGUE,
        /** The session is over; what the peer still sends is read and thrown away. */
        LINGERING,
        CLOSED
    }

    /** What the peer has come for, once that is known. */
    private enum Role {
        UNKNOWN,
        PUBLISHER,
        PLAYER
    }

    private final SocketChannel channel;
    private final RtmpOptions options;
    private final RtmpCounters counters;
    private final Admission admission;
    private final RtmpSession session;
    private final Consumer<RtmpMessage> receiver;
    private final MessageSink decoder;
    private final ChunkWriter chunkWriter = new ChunkWriter(ChunkReader.INITIAL_CHUNK_SIZE);
    private final String address;
    private final InetAddress peerAddress;
    private final long openedNanos = System.nanoTime();

    private State state = State.HANDSHAKE;
    private Role role = Role.UNKNOWN;
    private @Nullable ServerHandshake handshake;
    private @Nullable ChunkReader chunkReader;
    private @Nullable String streamName;
    private Future<?> timer;
    private long streamingNanos;
    private long lastReadNanos = openedNanos;

    RtmpConnection(
            SocketChannel channel,
            InetSocketAddress peer,
            RtmpOptions options,
            PublishGate gate,
            PlayGate players,
            RtmpCounters counters,
            Admission admission) {
        this.channel = channel;
        this.options = options;
        this.counters = counters;
        this.admission = admission;
        this.timer = channel.eventLoop().newSucceededFuture(null);
        this.address = NetUtil.toSocketAddressString(peer);
        this.peerAddress = peer.getAddress();
        this.session =
                new RtmpSession(
                        this,
                        gate,
                        (stream, pass, sink) ->
                                players.join(stream, pass, channel.eventLoop(), sink),
                        new Peer(),
                        this::execute);
        this.receiver = session::receive;
        this.decoder = raw -> MessageDecoder.decode(raw, receiver);
    }

    /** Tells the peer why and closes; from any thread. */
    void dismiss(String reason) {
        execute(() -> dismissNow(reason));
    }

    /**
     * The server is about to stop. Whoever knows the request is asked to connect again; others who
     * do not play are dismissed. From any thread.
     *
     * @return completes when nobody publishes here any more
     */
    Future<Void> drain(String reason) {
        Promise<Void> gone = channel.eventLoop().newPromise();
        execute(() -> {
            boolean asked = session.askToReconnect(reason);
            if (role == Role.PLAYER) {
                gone.setSuccess(null);
                return;
            }
            channel.closeFuture().addListener(_ -> gone.setSuccess(null));
            if (!asked) {
                dismissNow(reason);
            }
        });
        return gone;
    }

    /** Ends the wait of {@link #drain}: players stay. From any thread. */
    void dismissPublisher(String reason) {
        execute(() -> {
            if (role != Role.PLAYER) {
                dismissNow(reason);
            }
        });
    }

    private void dismissNow(String reason) {
        if (state == State.HANDSHAKE) {
            session.close(reason);
        } else {
            session.dismiss(reason);
        }
    }

    private void execute(Runnable task) {
        channel.eventLoop().execute(() -> run(task));
    }

    /** Runs a task as if the socket had brought it: what it throws ends here. */
    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    /** The channel has closed, whatever it had come to. */
    void leave() {
        if (streamName == null) {
            admission.settle(peerAddress);
        }
        admission.leave(peerAddress);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        check();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            read(in);
        } catch (RtmpException e) {
            session.close("protocol error: " + e.getMessage());
        } finally {
            in.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        session.readComplete(chunkReader == null ? 0 : chunkReader.bytesRead());
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (role == Role.PLAYER) {
            run(session::drain);
        } else if (!channel.isWritable()) {
            session.close("does not read what it is told");
            become(State.CLOSED);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        session.close(
                role == Role.PLAYER
                        ? "connection closed by the player"
                        : "connection closed by the publisher");
        become(State.CLOSED);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(cause);
    }

    private void fail(Throwable cause) {
        // What TLS finds wrong comes wrapped.
        Throwable root =
                cause instanceof DecoderException && cause.getCause() != null
                        ? cause.getCause()
                        : cause;
        if (root instanceof IOException) {
            session.close(
                    "connection lost: " + PeerText.printable(String.valueOf(root.getMessage())));
        } else {
            LOG.error("rtmp {}: internal error", address, cause);
            session.close("internal error");
        }
        become(State.CLOSED);
    }

    private void read(ByteBuf in) throws RtmpException {
        lastReadNanos = System.nanoTime();
        switch (state) {
            case HANDSHAKE -> {
                shakeHands(in);
                if (state == State.DIALOGUE && in.isReadable()) {
                    readChunks(in);
                }
            }
            case DIALOGUE -> readChunks(in);
            case LINGERING, CLOSED -> {}
        }
    }

    private void shakeHands(ByteBuf in) throws RtmpException {
        ServerHandshake shaking = handshake;
        if (shaking == null) {
            // Made of the first bytes on: whoever only connects does not cost its buffer.
            shaking = new ServerHandshake(ThreadLocalRandom.current(), 0);
            handshake = shaking;
        }
        ByteBuf answer = shaking.read(in, channel.alloc());
        if (answer != null) {
            var _ = channel.writeAndFlush(answer, channel.voidPromise());
        }
        if (shaking.isDone()) {
            handshake = null;
            chunkReader = new ChunkReader(channel.alloc());
            become(State.DIALOGUE);
        }
    }

    private void readChunks(ByteBuf in) throws RtmpException {
        if (chunkReader != null) {
            session.readStarted(lastReadNanos);
            chunkReader.read(in, decoder);
        }
    }

    @Override
    public void send(RtmpMessage message) {
        RawMessage raw = MessageEncoder.encode(message, channel.alloc());
        var _ = channel.write(chunkWriter.write(channel.alloc(), raw), channel.voidPromise());
        if (message instanceof SetChunkSize(int size)) {
            chunkWriter.setChunkSize(size);
        }
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public void publishing(String name) {
        role = Role.PUBLISHER;
        streamName = name;
        streamingNanos = System.nanoTime();
        if (chunkReader != null) {
            chunkReader.setMaxMessageLength(MAX_MEDIA_MESSAGE);
        }
        counters.published.increment();
        admission.settle(peerAddress);
        check();
        LOG.info("rtmp {}: publishing \"{}\" ({})", address, name, session.agent());
    }

    @Override
    public void playing(String name) {
        role = Role.PLAYER;
        streamName = name;
        streamingNanos = System.nanoTime();
        channel.config().setWriteBufferWaterMark(UNWRITTEN_MEDIA);
        counters.played.increment();
        admission.settle(peerAddress);
        timer.cancel(false);
        LOG.info("rtmp {}: playing \"{}\" ({})", address, name, session.agent());
    }

    @Override
    public void write(ByteBuf chunks) {
        var _ = channel.write(chunks, channel.voidPromise());
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void end(String reason) {
        report(reason);
        become(state == State.DIALOGUE ? State.LINGERING : State.CLOSED);
    }

    private void become(State next) {
        if (state == next || state == State.CLOSED) {
            return;
        }
        state = next;
        switch (next) {
            case HANDSHAKE -> throw new IllegalStateException("the handshake is the beginning");
            case DIALOGUE -> {}
            case LINGERING -> {
                closeReader();
                // Closing a socket with unread bytes would take the last reply back.
                ChannelFuture written = channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
                written.addListener(_ -> shutdownOutput());
                schedule(() -> become(State.CLOSED), TimeUnit.MILLISECONDS.toNanos(LINGER_MS));
            }
            case CLOSED -> {
                closeReader();
                timer.cancel(false);
                var _ = channel.close();
            }
        }
    }

    private void closeReader() {
        if (chunkReader != null) {
            chunkReader.close();
        }
    }

    private @Nullable SslHandler tls() {
        return channel.pipeline().get(SslHandler.class);
    }

    /** A connection waits for one time only: the new one replaces the last. */
    private void schedule(Runnable task, long delayNanos) {
        timer.cancel(false);
        timer = channel.eventLoop().schedule(() -> run(task), delayNanos, TimeUnit.NANOSECONDS);
    }

    private void shutdownOutput() {
        SslHandler tls = tls();
        var _ = tls == null ? channel.shutdownOutput() : tls.closeOutbound();
    }

    /** Looks at the clock when the next time-out may be due, not at each read. */
    private void check() {
        // Of a player nothing need come: what goes to it shows whether it is there.
        if (state == State.LINGERING || state == State.CLOSED || role == Role.PLAYER) {
            return;
        }
        boolean publishing = role == Role.PUBLISHER;
        Duration limit = publishing ? options.silenceTimeout() : options.publishTimeout();
        long leftNanos =
                limit.toNanos() - System.nanoTime() + (publishing ? lastReadNanos : openedNanos);
        if (leftNanos > 0) {
            schedule(this::check, leftNanos);
        } else {
            session.close(
                    publishing
                            ? "silent for " + text(limit)
                            : "not publishing after " + text(limit));
        }
    }

    private static String text(Duration time) {
        long ms = time.toMillis();
        return ms % 1000 == 0 ? ms / 1000 + " s" : ms + " ms";
    }

    /** The one line about a connection's end. */
    private void report(String reason) {
        long bytes = chunkReader == null ? 0 : chunkReader.bytesRead();
        counters.bytesReceived.add(bytes);
        counters.faults.add(session.faults());
        if (state == State.HANDSHAKE) {
            counters.strangers.increment();
            LOG.debug("rtmp {}: no handshake: {}", address, reason);
        } else if (streamName == null) {
            counters.refused.increment();
            LOG.info("rtmp {}: neither published nor played: {}", address, reason);
        } else if (role == Role.PLAYER) {
            LOG.info(
                    "rtmp {}: played \"{}\" for {} s: {}",
                    address,
                    streamName,
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - streamingNanos),
                    reason);
        } else {
            LOG.info(
                    "rtmp {}: \"{}\" ended: {} ({} s, {} bytes, {} faulty messages, {} pictures"
                            + " before a keyframe)",
                    address,
                    streamName,
                    reason,
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - streamingNanos),
                    bytes,
                    session.faults(),
                    session.droppedBeforeKeyframe());
        }
    }

    /** The connection as the hub sees it. */
    private final class Peer implements Publisher {
        @Override
        public String protocol() {
            return tls() == null ? "rtmp" : "rtmps";
        }

        @Override
        public String address() {
            return address;
        }

        @Override
        public String agent() {
            return session.agent();
        }

        @Override
        public boolean isLoopback() {
            return peerAddress.isLoopbackAddress();
        }

        @Override
        public Introduction introduction() {
            return session.introduction();
        }

        @Override
        public void close(String reason) {
            dismiss(reason);
        }
    }
}
