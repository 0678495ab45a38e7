package online.nexuscos.transcode.worker;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.transport.Transport;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import online.nexuscos.streamcore.elementary.ElementaryFormat;
import online.nexuscos.streamcore.pull.SourceReader;
import online.nexuscos.streamcore.pull.SourceSink;
import org.jspecify.annotations.Nullable;

/** The server's end of one job: its socket, and what comes out of it; on the job's loop. */
final class WorkerReading extends ChannelInboundHandlerAdapter
        implements SourceReader.Reading, SourceSink {
    private static final int MIN_READ = 1024;
    private static final int INITIAL_READ = 16 * 1024;
    private static final int MAX_READ = 64 * 1024;

    private final EventLoop loop;
    private final SourceSink sink;
    private final LongAdder bytes;
    private final Promise<End> ended;
    private final FrameReader frames;
    private @Nullable Channel channel;

    WorkerReading(EventLoop loop, SourceSink sink, LongAdder bytes) {
        this.loop = loop;
        this.sink = sink;
        this.bytes = bytes;
        this.ended = loop.newPromise();
        this.frames = new FrameReader(PooledByteBufAllocator.DEFAULT, this);
    }

    /** Done when the job is over, with how it ended. */
    Future<End> ended() {
        return ended;
    }

    void refuse(String reason) {
        loop.execute(() -> ended(End.FAILED, reason));
    }

    void crash(String reason) {
        ended(End.CRASHED, reason);
    }

    void connect(Transport transport, Path socket, ReadCommand command) {
        if (ended.isDone()) {
            return;
        }
        var connecting =
                new Bootstrap()
                        .group(loop)
                        .channelFactory(transport.channelFactory(true))
                        .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                        .option(
                                ChannelOption.RECVBUF_ALLOCATOR,
                                new AdaptiveRecvByteBufAllocator(MIN_READ, INITIAL_READ, MAX_READ))
                        .handler(this)
                        .connect(
                                transport.convert(
                                        SocketAddress.domainSocketAddress(socket.toString())));
        channel = connecting.channel();
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                var _ =
                        connecting
                                .channel()
                                .writeAndFlush(command.encode(PooledByteBufAllocator.DEFAULT));
            } else {
                crash("the worker cannot be reached");
            }
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            bytes.add(in.readableBytes());
            if (!ended.isDone()) {
                frames.read(in);
            }
        } catch (FrameException e) {
            ended(End.CRASHED, "the worker cannot be understood: " + e.getMessage());
        } finally {
            in.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        readComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        crash("the worker that read it has crashed");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        crash("the worker was lost: " + cause.getMessage());
    }

    @Override
    public void tracks(List<ElementaryFormat> formats) {
        if (!ended.isDone()) {
            sink.tracks(formats);
        }
    }

    @Override
    public void unit(int track, long dts, long pts, boolean keyframe, ByteBuf payload) {
        if (ended.isDone()) {
            payload.release();
        } else {
            sink.unit(track, dts, pts, keyframe, payload);
        }
    }

    @Override
    public void readComplete() {
        if (!ended.isDone()) {
            sink.readComplete();
        }
    }

    @Override
    public void ended(End end, String reason) {
        if (ended.trySuccess(end)) {
            release();
            sink.ended(end, reason);
        }
    }

    @Override
    public void close() {
        loop.execute(() -> {
            if (ended.trySuccess(End.OVER)) {
                release();
            }
        });
    }

    private void release() {
        if (channel != null) {
            var _ = channel.close();
        }
        // The frame that ended it may be in the reader's hands.
        loop.execute(frames::close);
    }
}
