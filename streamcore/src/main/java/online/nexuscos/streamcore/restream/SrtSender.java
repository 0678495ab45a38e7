package online.nexuscos.streamcore.restream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import online.nexuscos.streamcore.media.Packet;
import online.nexuscos.streamcore.mpegts.TsMuxer;
import online.nexuscos.streamcore.rtmp.client.Ending;
import online.nexuscos.streamcore.srt.SrtCaller;

/** Sends packets to an SRT listener, as an MPEG transport stream. */
final class SrtSender implements Sender {
    private final TsMuxer muxer = new TsMuxer();
    private final Listener listener;
    private final SrtCaller caller;
    private State state = State.OPEN;

    private enum State {
        OPEN,
        OVER
    }

    private SrtSender(
            EventLoop loop,
            ChannelFactory<? extends Channel> channels,
            SrtAddress address,
            InetAddress resolved,
            Listener listener) {
        this.listener = listener;
        caller =
                SrtCaller.call(
                        loop,
                        channels,
                        address.call(),
                        new InetSocketAddress(resolved, address.port()),
                        new Told());
    }

    /** Opens them with UDP channels of this kind. */
    static Opener<SrtAddress> opener(ChannelFactory<? extends Channel> channels) {
        return (loop, address, resolved, listener) ->
                new SrtSender(loop, channels, address, resolved, listener);
    }

    private final class Told implements SrtCaller.Listener {
        @Override
        public void connected() {
            listener.ready();
        }

        @Override
        public void writable() {
            listener.writable();
        }

        @Override
        public void ended(SrtCaller.End end, String reason) {
            over(
                    switch (end) {
                        case REFUSED -> new Ending(Ending.Kind.REFUSED, reason);
                        case LOST -> new Ending(Ending.Kind.LOST, reason);
                    });
        }
    }

    @Override
    public boolean isWritable() {
        return caller.isWritable();
    }

    @Override
    public void write(Packet packet) {
        if (!TsMuxer.fits(packet.epoch())) {
            packet.release();
            close(Ending.Kind.REFUSED, "a codec that has no place in MPEG-TS");
            return;
        }
        ByteBuf stream = muxer.write(PooledByteBufAllocator.DEFAULT, List.of(packet));
        caller.write(stream);
        stream.release();
        packet.release();
    }

    @Override
    public long bytes() {
        return caller.bytesSent();
    }

    @Override
    public long dropped() {
        return caller.dropped();
    }

    @Override
    public void close(String reason) {
        close(Ending.Kind.CLOSED, reason);
    }

    private void close(Ending.Kind kind, String reason) {
        caller.close();
        over(new Ending(kind, reason));
    }

    private void over(Ending ending) {
        if (state == State.OPEN) {
            state = State.OVER;
            listener.ended(ending);
        }
    }
}
