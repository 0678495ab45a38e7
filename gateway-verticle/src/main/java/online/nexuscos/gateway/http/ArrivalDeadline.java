package online.nexuscos.gateway.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Closes an HTTP/1 connection whose request does not arrive in time: who sends a byte now and then
 * is never idle. A body may take longer for each byte that has come, and the time in which we do
 * not read does not count. A request that comes in one piece, as nearly all do, costs no timer.
 *
 * <p>It stands right behind the decoder, where a read that ends without a message was part of a
 * head.
 */
final class ArrivalDeadline extends ChannelDuplexHandler {
    /** Slower than any line that could carry it in reasonable time. */
    static final int MIN_BODY_BYTES_PER_SECOND = 2048;

    private static final String DECODER = "httpDecoder";
    private static final String NAME = "arrivalDeadline";

    private final long limitNs;
    private final LongAdder closed;
    private @Nullable Future<?> timer;
    private boolean messageInRead;
    private boolean bodyAwaited;
    private long bodyBytes;
    private long begunNs;
    private long unreadSinceNs;

    private ArrivalDeadline(long limitMs, LongAdder closed) {
        this.limitNs = TimeUnit.MILLISECONDS.toNanos(limitMs);
        this.closed = closed;
    }

    /**
     * Watches the connection; one of HTTP/2 by its frames.
     *
     * @param limitMs for a head, and for the first bytes of a body
     * @param closed counts connections that were too slow
     */
    static void watch(HttpConnection connection, long limitMs, LongAdder closed) {
        ChannelHandlerContext last = ((ConnectionBase) connection).channelHandlerContext();
        ChannelPipeline pipeline = last.pipeline();
        if (pipeline.get(DECODER) != null) {
            pipeline.addAfter(DECODER, NAME, new ArrivalDeadline(limitMs, closed));
        } else {
            FrameDeadline.watch(last, NAME, limitMs, closed);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        messageInRead = true;
        if (message instanceof HttpMessage) {
            bodyAwaited = true;
        }
        if (message instanceof LastHttpContent) {
            arrived();
        } else if (message instanceof HttpContent content) {
            bodyBytes += content.content().readableBytes();
        }
        context.fireChannelRead(message);
    }

    private void arrived() {
        bodyAwaited = false;
        bodyBytes = 0;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (context.pipeline().get(DECODER) == null) {
            // It has become a WebSocket, which has no requests.
            arrived();
            context.fireChannelReadComplete();
            context.pipeline().remove(this);
            return;
        }
        if (timer != null) {
            if (!context.channel().config().isAutoRead()) {
                unreadSinceNs = System.nanoTime();
            }
        } else if (!messageInRead || bodyAwaited) {
            begin(context);
        }
        messageInRead = false;
        context.fireChannelReadComplete();
    }

    private void begin(ChannelHandlerContext context) {
        if (context.pipeline().get(DECODER) == null) {
            // It speaks WebSocket by now.
            context.pipeline().remove(this);
            return;
        }
        begunNs = System.nanoTime();
        unreadSinceNs = context.channel().config().isAutoRead() ? 0 : begunNs;
        schedule(context, limitNs);
    }

    private void schedule(ChannelHandlerContext context, long delayNs) {
        timer = context.executor().schedule(() -> expire(context), delayNs, TimeUnit.NANOSECONDS);
    }

    private void expire(ChannelHandlerContext context) {
        timer = null;
        if (context.isRemoved()) {
            return;
        }
        if (unreadSinceNs != 0) {
            schedule(context, limitNs);
            return;
        }
        long allowed = limitNs + TimeUnit.SECONDS.toNanos(bodyBytes) / MIN_BODY_BYTES_PER_SECOND;
        long left = allowed - (System.nanoTime() - begunNs);
        if (left > 0) {
            schedule(context, left);
        } else {
            closed.increment();
            var _ = context.close();
        }
    }

    /** We read again: what passed meanwhile was not the sender's. */
    @Override
    public void read(ChannelHandlerContext context) {
        if (unreadSinceNs != 0) {
            begunNs += System.nanoTime() - unreadSinceNs;
            unreadSinceNs = 0;
        }
        context.read();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        arrived();
    }
}
