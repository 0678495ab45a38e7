package online.nexuscos.streamcore.packaging;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import online.nexuscos.streamcore.media.Packet;
import online.nexuscos.streamcore.media.Track;

/** Muxers whose parts are the times they were given: (dts, duration) of each packet. */
final class TestingMuxers implements PartMuxer.Factory {
    private final List<Muxer> open = new ArrayList<>();

    int open() {
        return (int) open.stream().filter(muxer -> !muxer.closed).count();
    }

    @Override
    public PartMuxer open(Track track) {
        Muxer muxer = new Muxer(track);
        open.add(muxer);
        return muxer;
    }

    private static final class Muxer implements PartMuxer {
        private final Track track;
        private final List<long[]> samples = new ArrayList<>();
        private boolean closed;

        Muxer(Track track) {
            this.track = track;
        }

        @Override
        public ByteBuf initialization() {
            return Unpooled.directBuffer(4).writeInt(track.configuration().hashCode());
        }

        @Override
        public void write(Packet packet, long duration) {
            samples.add(new long[] {packet.dts(), duration});
        }

        @Override
        public ByteBuf part(int room) {
            ByteBuf part = Unpooled.directBuffer(room + samples.size() * 16);
            part.writeZero(room);
            samples.forEach(sample -> part.writeLong(sample[0]).writeLong(sample[1]));
            samples.clear();
            return part;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
