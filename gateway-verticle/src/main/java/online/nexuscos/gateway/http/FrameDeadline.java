package online.nexuscos.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Closes an HTTP/2 connection on which bytes come, and for some time no frame, or no end of a
 * head's frames (<a href="https://www.rfc-editor.org/rfc/rfc9113.html#section-4.3">RFC 9113,
 * 4.3</a>). It stands before the codec and is told by it of what is whole. It needs no timer: who
 * sends nothing more is idle, which is bounded elsewhere.
 */
final class FrameDeadline extends ChannelInboundHandlerAdapter {
    private final long limitNs;
    private final LongAdder closed;
    private long whole;
    private boolean partial;
    private long partialSinceNs;

    private FrameDeadline(long limitMs, LongAdder closed) {
        this.limitNs = TimeUnit.MILLISECONDS.toNanos(limitMs);
        this.closed = closed;
    }

    /**
     * Watches the connection of that codec.
     *
     * @param limitMs for a frame, and for a head
     * @param closed counts connections that were too slow
     */
    static void watch(ChannelHandlerContext codec, String name, long limitMs, LongAdder closed) {
        FrameDeadline deadline = new FrameDeadline(limitMs, closed);
        Http2ConnectionDecoder decoder = ((Http2ConnectionHandler) codec.handler()).decoder();
        decoder.frameListener(deadline.new Counting(decoder.frameListener()));
        codec.pipeline().addBefore(codec.name(), name, deadline);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        long before = whole;
        // The codec decodes at once.
        context.fireChannelRead(message);
        if (whole != before) {
            partial = false;
        } else if (!partial) {
            // The codec also keeps quiet of a late frame of a stream that is gone: one is none.
            partial = true;
            partialSinceNs = System.nanoTime();
        } else if (System.nanoTime() - partialSinceNs > limitNs) {
            closed.increment();
            var _ = context.close();
        }
    }

    /** Counts the frames that are whole, a head's together. */
    private final class Counting extends Http2FrameListenerDecorator {
        Counting(Http2FrameListener listener) {
            super(listener);
        }

        @Override
        public int onDataRead(
                ChannelHandlerContext context,
                int stream,
                ByteBuf data,
                int padding,
                boolean endOfStream)
                throws Http2Exception {
            whole++;
            return super.onDataRead(context, stream, data, padding, endOfStream);
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext context,
                int stream,
                Http2Headers headers,
                int padding,
                boolean endOfStream)
                throws Http2Exception {
            whole++;
            super.onHeadersRead(context, stream, headers, padding, endOfStream);
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext context,
                int stream,
                Http2Headers headers,
                int dependency,
                short weight,
                boolean exclusive,
                int padding,
                boolean endOfStream)
                throws Http2Exception {
            whole++;
            super.onHeadersRead(
                    context, stream, headers, dependency, weight, exclusive, padding, endOfStream);
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext context, int stream, long error)
                throws Http2Exception {
            whole++;
            super.onRstStreamRead(context, stream, error);
        }

        @Override
        public void onPingRead(ChannelHandlerContext context, long data) throws Http2Exception {
            whole++;
            super.onPingRead(context, data);
        }

        @Override
        public void onPingAckRead(ChannelHandlerContext context, long data) throws Http2Exception {
            whole++;
            super.onPingAckRead(context, data);
        }

        @Override
        public void onSettingsAckRead(ChannelHandlerContext context) throws Http2Exception {
            whole++;
            super.onSettingsAckRead(context);
        }

        @Override
        public void onWindowUpdateRead(ChannelHandlerContext context, int stream, int increment)
                throws Http2Exception {
            whole++;
            super.onWindowUpdateRead(context, stream, increment);
        }

        @Override
        public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings)
                throws Http2Exception {
            whole++;
            super.onSettingsRead(context, settings);
        }

        @Override
        public void onPriorityRead(
                ChannelHandlerContext context,
                int stream,
                int dependency,
                short weight,
                boolean exclusive)
                throws Http2Exception {
            whole++;
            super.onPriorityRead(context, stream, dependency, weight, exclusive);
        }

        @Override
        public void onUnknownFrame(
                ChannelHandlerContext context,
                byte type,
                int stream,
                Http2Flags flags,
                ByteBuf payload)
                throws Http2Exception {
            whole++;
            super.onUnknownFrame(context, type, stream, flags, payload);
        }
    }
}
