package online.nexuscos.streamcore.play;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.List;
import online.nexuscos.streamcore.media.Epoch;
import online.nexuscos.streamcore.media.Packet;
import online.nexuscos.streamcore.mpegts.TsMuxer;

/** A stream as an MPEG transport stream, which tells all by itself at each keyframe. */
final class TsBursts implements BurstEncoder {
    private final ByteBufAllocator allocator;
    private final TsMuxer muxer = new TsMuxer();

    TsBursts(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    @Override
    public boolean fits(Epoch epoch) {
        return TsMuxer.fits(epoch);
    }

    @Override
    public ByteBuf beginning(Packet first) {
        return Unpooled.EMPTY_BUFFER;
    }

    @Override
    public int openingLength() {
        return 0;
    }

    @Override
    public ByteBuf encode(List<Packet> packets) {
        return muxer.write(allocator, packets);
    }
}
