package online.nexuscos.streamcore.play;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import online.nexuscos.streamcore.flv.FlvWriter;
import online.nexuscos.streamcore.flv.TagTime;
import online.nexuscos.streamcore.media.Epoch;
import online.nexuscos.streamcore.media.Packet;

/** A stream as an FLV file that does not end. */
final class FlvBursts implements BurstEncoder {
    private final ByteBufAllocator allocator;

    FlvBursts(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    @Override
    public boolean fits(Epoch epoch) {
        return true;
    }

    @Override
    public ByteBuf beginning(Packet first) {
        ByteBuf out = allocator.directBuffer();
        FlvWriter.writeFileHeader(out, first.epoch());
        FlvWriter.writeBeginning(out, first.epoch(), TagTime.timestampMs(first));
        return out;
    }

    @Override
    public int openingLength() {
        return FlvWriter.FILE_HEADER_LENGTH;
    }

    @Override
    public ByteBuf encode(List<Packet> packets) {
        int length = 0;
        for (Packet packet : packets) {
            length += FlvWriter.length(packet);
        }
        ByteBuf out = allocator.directBuffer(length, length);
        for (Packet packet : packets) {
            FlvWriter.write(out, packet);
        }
        return out;
    }
}
