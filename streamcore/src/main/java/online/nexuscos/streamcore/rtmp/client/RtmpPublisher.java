package online.nexuscos.streamcore.rtmp.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import online.nexuscos.streamcore.rtmp.amf.RtmpException;
import online.nexuscos.streamcore.rtmp.chunk.ChunkReader;
import online.nexuscos.streamcore.rtmp.chunk.ChunkWriter;
import online.nexuscos.streamcore.rtmp.handshake.ClientHandshake;
import online.nexuscos.streamcore.rtmp.message.MessageDecoder;
import online.nexuscos.streamcore.rtmp.message.MessageEncoder;
import online.nexuscos.streamcore.rtmp.message.RtmpMessage;
import online.nexuscos.streamcore.rtmp.message.SetChunkSize;
import org.jspecify.annotations.Nullable;

/**
 * One connection that publishes to another server. All of it runs on its event loop, from which
 * alone it is called.
 */
public final class RtmpPublisher {
    /** For the TCP connection. */
    static final int CONNECT_TIMEOUT_MS = 10_000;

    /** From the first byte to the right to publish. */
    static final int DIALOGUE_TIMEOUT_MS = 15_000;

    /** A server that takes nothing for so long is given up. */
    static final int STALL_TIMEOUT_MS = 15_000;

    /** How long the farewell may take. */
    private static final int LINGER_MS = 1000;

    /** What may wait for the socket; past the upper mark the reader's queue holds the rest. */
    private static final WriteBufferWaterMark UNSENT =
            new WriteBufferWaterMark(128 * 1024, 512 * 1024);

    /** Told what becomes of a connection, on its loop. */
    public interface Listener {
        /** Media may be written. */
        void publishing();

        /** There is room again. */
        void writable();

        /** The server wants to be called there from now on; the end follows. */
        void moved(RtmpAddress next);

        /** It is over; called once. */
        void ended(Ending ending);
    }

    /** Times that a test may shorten. */
    record Patience(int connectMs, int dialogueMs, int stallMs) {
        static final Patience USUAL =
                new Patience(CONNECT_TIMEOUT_MS, DIALOGUE_TIMEOUT_MS, STALL_TIMEOUT_MS);
    }

    private enum State {
        CONNECTING,
        DIALOGUE,
        PUBLISHING,
        OVER
    }

    private final EventLoop loop;
    private final Listener listener;
    private final Patience patience;
    private final PublishDialogue dialogue;
    private final ClientHandshake handshake = new ClientHandshake(ThreadLocalRandom.current());
    private final ChunkWriter chunkWriter = new ChunkWriter(ChunkReader.INITIAL_CHUNK_SIZE);
    private final ChunkReader chunkReader = new ChunkReader(PooledByteBufAllocator.DEFAULT);
    private State state = State.CONNECTING;
    private @Nullable Channel channel;
    private Future<?> timer;
    private int streamId;
    private long bytesSent;
    private boolean flushPending;

    private RtmpPublisher(
            EventLoop loop, RtmpAddress address, Patience patience, Listener listener) {
        this.loop = loop;
        this.listener = listener;
        this.patience = patience;
        dialogue = new PublishDialogue(address, new Out());
        timer = loop.newSucceededFuture(null);
    }

    /**
     * Begins to connect; on the loop.
     *
     * @param resolved the host's address, which the caller has judged
     * @param protection makes the TLS handler of a channel; for plain addresses it is not asked
     */
    public static RtmpPublisher connect(
            EventLoop loop,
            ChannelFactory<? extends Channel> channels,
            RtmpAddress address,
            InetAddress resolved,
            Function<Channel, SslHandler> protection,
            Listener listener) {
        return connect(loop, channels, address, resolved, protection, Patience.USUAL, listener);
    }

    static RtmpPublisher connect(
            EventLoop loop,
            ChannelFactory<? extends Channel> channels,
            RtmpAddress address,
            InetAddress resolved,
            Function<Channel, SslHandler> protection,
            Patience patience,
            Listener listener) {
        assert loop.inEventLoop();
        RtmpPublisher publisher = new RtmpPublisher(loop, address, patience, listener);
        publisher.open(channels, address, resolved, protection);
        return publisher;
    }

    private void open(
            ChannelFactory<? extends Channel> channels,
            RtmpAddress address,
            InetAddress resolved,
            Function<Channel, SslHandler> protection) {
        boolean secure = address.protection() == RtmpAddress.Protection.TLS;
        new Bootstrap()
                .group(loop)
                .channelFactory(channels)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, patience.connectMs())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT)
                .handler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel opened) {
                                channel = opened;
                                if (secure) {
                                    opened.pipeline().addLast(protection.apply(opened));
                                }
                                opened.pipeline().addLast(new Handler(secure));
                            }
                        })
                .connect(new InetSocketAddress(resolved, address.port()))
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        end(new Ending(Ending.Kind.LOST, text(done.cause())));
                    }
                });
        schedule(patience.dialogueMs(), "no right to publish in time");
    }

    /** May more be written now? */
    public boolean isWritable() {
        return state == State.PUBLISHING && channel != null && channel.isWritable();
    }

    /** The message stream of our media. */
    public int streamId() {
        return streamId;
    }

    /** Bytes given to the socket. */
    public long bytesSent() {
        return bytesSent;
    }

    /** Writes a message, and flushes when this turn of the loop is over; takes its payload over. */
    public void write(RtmpMessage message) {
        Channel open = channel;
        if (state == State.OVER || open == null) {
            if (message instanceof online.nexuscos.streamcore.rtmp.message.VideoMessage video) {
                video.payload().release();
            } else if (message
                    instanceof online.nexuscos.streamcore.rtmp.message.AudioMessage audio) {
                audio.payload().release();
            }
            return;
        }
        ByteBuf chunks =
                chunkWriter.write(open.alloc(), MessageEncoder.encode(message, open.alloc()));
        bytesSent += chunks.readableBytes();
        var _ = open.write(chunks, open.voidPromise());
        if (message instanceof SetChunkSize(int size)) {
            chunkWriter.setChunkSize(size);
        }
        if (!flushPending) {
            flushPending = true;
            loop.execute(this::flush);
        }
    }

    private void flush() {
        flushPending = false;
        if (channel != null) {
            channel.flush();
        }
    }

    /** Says farewell and closes; the listener hears of no ending any more but this. */
    public void close(String reason) {
        if (state == State.OVER) {
            return;
        }
        dialogue.leave();
        end(new Ending(Ending.Kind.CLOSED, reason));
    }

    private void end(Ending ending) {
        if (state == State.OVER) {
            return;
        }
        state = State.OVER;
        timer.cancel(false);
        chunkReader.close();
        Channel open = channel;
        if (open != null) {
            open.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> close(open));
            var _ = loop.schedule(() -> close(open), LINGER_MS, TimeUnit.MILLISECONDS);
        }
        listener.ended(ending);
    }

    private static void close(Channel open) {
        var _ = open.close();
    }

    /** A connection waits for one time only: the new one replaces the last. */
    private void schedule(int delayMs, String reason) {
        timer.cancel(false);
        timer =
                loop.schedule(
                        () -> end(new Ending(Ending.Kind.LOST, reason)),
                        delayMs,
                        TimeUnit.MILLISECONDS);
    }

    private static String text(@Nullable Throwable cause) {
        return switch (cause) {
            case null -> "not connected";
            case javax.net.ssl.SSLException e ->
                    "the certificate is not accepted: " + e.getMessage();
            case io.netty.channel.ConnectTimeoutException _ -> "no connection in time";
            case java.net.ConnectException _ -> "connection refused";
            case IOException e -> "connection lost: " + e.getMessage();
            case Throwable e -> e.getClass().getSimpleName();
        };
    }

    private final class Out implements PublishDialogue.Output {
        @Override
        public void send(RtmpMessage message) {
            write(message);
        }

        @Override
        public void publishing(int id) {
            streamId = id;
            state = State.PUBLISHING;
            timer.cancel(false);
            listener.publishing();
        }

        @Override
        public void moved(RtmpAddress next) {
            listener.moved(next);
        }

        @Override
        public void end(Ending ending) {
            RtmpPublisher.this.end(ending);
        }
    }

    private final class Handler extends ChannelInboundHandlerAdapter {
        private final boolean secure;

        Handler(boolean secure) {
            this.secure = secure;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            if (!secure) {
                hello(context);
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent done) {
                if (done.isSuccess()) {
                    hello(context);
                } else {
                    end(new Ending(Ending.Kind.LOST, text(done.cause())));
                }
            }
        }

        private void hello(ChannelHandlerContext context) {
            var _ = context.writeAndFlush(handshake.hello(context.alloc()), context.voidPromise());
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf in = (ByteBuf) message;
            try {
                if (state != State.OVER) {
                    read(context, in);
                }
            } catch (RtmpException e) {
                end(new Ending(Ending.Kind.LOST, "protocol error: " + e.getMessage()));
            } finally {
                in.release();
            }
        }

        private void read(ChannelHandlerContext context, ByteBuf in) throws RtmpException {
            if (state == State.CONNECTING) {
                ByteBuf answer = handshake.read(in, context.alloc());
                if (answer != null) {
                    var _ = context.writeAndFlush(answer, context.voidPromise());
                }
                if (!handshake.isDone()) {
                    return;
                }
                state = State.DIALOGUE;
                dialogue.start();
            }
            if (in.isReadable()) {
                chunkReader.read(in, raw -> MessageDecoder.decode(raw, dialogue::receive));
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            dialogue.readComplete(chunkReader.bytesRead());
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            if (state != State.PUBLISHING) {
                return;
            }
            if (context.channel().isWritable()) {
                timer.cancel(false);
                listener.writable();
            } else {
                schedule(patience.stallMs(), "it takes nothing");
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            end(new Ending(Ending.Kind.LOST, "closed by the server"));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            end(new Ending(Ending.Kind.LOST, text(cause)));
        }
    }
}
