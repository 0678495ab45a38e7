package online.nexuscos.streamcore.mpegts;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import online.nexuscos.streamcore.elementary.ElementaryFeed;
import online.nexuscos.streamcore.elementary.ElementaryFormat;
import online.nexuscos.streamcore.hub.IngestPacket;
import online.nexuscos.streamcore.hub.Publication;
import online.nexuscos.streamcore.media.Cue;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.media.Track;

/** Whatever a caller sends becomes packets of tracks that have begun, or a reason. */
class TsDemuxerFuzzTest {
    /** Packets of 188 bytes; what is missing of one is 0. */
    @FuzzTest(maxDuration = "2m")
    void streams(byte[] bytes) {
        UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);
        AtomicInteger packets = new AtomicInteger();
        Checking publication = new Checking(packets);
        ElementaryFeed feed = new ElementaryFeed(publication);
        TsSink sink =
                new TsSink() {
                    @Override
                    public void tracks(List<ElementaryFormat> formats, List<String> unknown)
                            throws MediaException {
                        feed.tracks(formats);
                    }

                    @Override
                    public void unit(int pid, long dts, long pts, boolean key, ByteBuf payload)
                            throws MediaException {
                        feed.unit(pid, dts, pts, key, 0, payload);
                    }
                };
        try (TsDemuxer demuxer = new TsDemuxer(allocator, sink)) {
            ByteBuf in = Unpooled.wrappedBuffer(bytes);
            while (in.isReadable()) {
                demuxer.read(in.readSlice(Math.min(7 * TsDemuxer.PACKET, in.readableBytes())));
                feed.flush();
            }
        } catch (MediaException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
        feed.close();
        assertThat(allocator.metric().usedDirectMemory()).isZero();
    }

    /** Demands what every reader relies on. */
    private static final class Checking implements Publication {
        private final AtomicInteger packets;
        private List<Track> tracks = List.of();

        Checking(AtomicInteger packets) {
            this.packets = packets;
        }

        @Override
        public String name() {
            return "fuzz";
        }

        @Override
        public void begin(List<Track> begun) {
            assertThat(begun).isNotEmpty();
            tracks = begun;
        }

        @Override
        public void write(List<IngestPacket> batch) {
            for (IngestPacket packet : batch) {
                assertThat(tracks).contains(packet.track());
                assertThat(packet.payload().isReadable()).isTrue();
                packet.payload().release();
                packets.incrementAndGet();
            }
        }

        @Override
        public void notices(List<String> texts) {}

        @Override
        public void cue(long timeMs, Cue cue) {}

        @Override
        public void end(String reason) {}
    }
}
