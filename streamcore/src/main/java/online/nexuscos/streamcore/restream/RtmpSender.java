package online.nexuscos.streamcore.restream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import online.nexuscos.streamcore.flv.TagBody;
import online.nexuscos.streamcore.flv.TagMetadata;
import online.nexuscos.streamcore.flv.TagTime;
import online.nexuscos.streamcore.media.Epoch;
import online.nexuscos.streamcore.media.Packet;
import online.nexuscos.streamcore.media.Track;
import online.nexuscos.streamcore.rtmp.amf.AmfValue;
import online.nexuscos.streamcore.rtmp.client.Ending;
import online.nexuscos.streamcore.rtmp.client.RtmpAddress;
import online.nexuscos.streamcore.rtmp.client.RtmpPublisher;
import online.nexuscos.streamcore.rtmp.message.AudioMessage;
import online.nexuscos.streamcore.rtmp.message.DataMessage;
import online.nexuscos.streamcore.rtmp.message.VideoMessage;

/** Sends packets to an RTMP server, its clock at 0 with the first of them. */
final class RtmpSender implements Sender {
    private static final int NONE = -1;
    private static final long MASK = 0xffff_ffffL;

    private final ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
    private final RtmpPublisher publisher;
    private int epoch = NONE;
    private long originMs;

    private RtmpSender(
            EventLoop loop,
            ChannelFactory<? extends Channel> channels,
            Supplier<SslContext> tls,
            RtmpAddress address,
            InetAddress resolved,
            Listener listener) {
        publisher =
                RtmpPublisher.connect(
                        loop,
                        channels,
                        address,
                        resolved,
                        channel -> handler(tls.get(), channel, address),
                        new Told(listener));
    }

    /** Opens them with channels of this kind, and with these authorities to verify servers by. */
    static Opener<RtmpAddress> opener(
            ChannelFactory<? extends Channel> channels, Supplier<SslContext> tls) {
        return (loop, address, resolved, listener) ->
                new RtmpSender(loop, channels, tls, address, resolved, listener);
    }

    private static SslHandler handler(SslContext tls, Channel channel, RtmpAddress address) {
        return tls.newHandler(channel.alloc(), address.host(), address.port());
    }

    private record Told(Listener listener) implements RtmpPublisher.Listener {
        @Override
        public void publishing() {
            listener.ready();
        }

        @Override
        public void writable() {
            listener.writable();
        }

        @Override
        public void moved(RtmpAddress next) {
            listener.moved(new TargetAddress.Rtmp(next));
        }

        @Override
        public void ended(Ending ending) {
            listener.ended(ending);
        }
    }

    @Override
    public boolean isWritable() {
        return publisher.isWritable();
    }

    @Override
    public void write(Packet packet) {
        if (epoch == NONE) {
            originMs = TagTime.timestampMs(packet);
        }
        long timestamp = Math.max(0, TagTime.timestampMs(packet) - originMs) & MASK;
        if (packet.epoch().number() != epoch) {
            epoch = packet.epoch().number();
            begin(packet.epoch(), timestamp);
        }
        ByteBuf header = allocator.buffer(TagBody.headerLength(packet));
        TagBody.writeHeader(header, packet);
        ByteBuf body = allocator.compositeBuffer(2).addComponents(true, header, packet.payload());
        send(packet.track(), timestamp, body);
    }

    /** What a player needs before an epoch's packets. */
    private void begin(Epoch next, long timestamp) {
        List<AmfValue> values = new ArrayList<>();
        values.add(new AmfValue.Text("@setDataFrame"));
        values.addAll(TagMetadata.of(next));
        publisher.write(new DataMessage(publisher.streamId(), timestamp, values));
        for (Track track : next.tracks()) {
            int length = TagBody.configurationLength(track);
            if (length > 0) {
                ByteBuf body = allocator.buffer(length);
                TagBody.writeConfiguration(body, track);
                send(track, timestamp, body);
            }
        }
    }

    private void send(Track track, long timestamp, ByteBuf body) {
        int stream = publisher.streamId();
        publisher.write(
                track.isVideo()
                        ? new VideoMessage(stream, timestamp, body)
                        : new AudioMessage(stream, timestamp, body));
    }

    @Override
    public long bytes() {
        return publisher.bytesSent();
    }

    /** What cannot be sent waits before the sender. */
    @Override
    public long dropped() {
        return 0;
    }

    @Override
    public void close(String reason) {
        publisher.close(reason);
    }
}
