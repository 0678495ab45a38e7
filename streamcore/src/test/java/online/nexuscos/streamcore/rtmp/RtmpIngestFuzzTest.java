package online.nexuscos.streamcore.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import online.nexuscos.streamcore.flv.NalAccessUnit;
import online.nexuscos.streamcore.hub.IngestPacket;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.rtmp.amf.TestingAllocator;

class RtmpIngestFuzzTest {
    private static final int VIDEO = 0;
    private static final int AUDIO = 1;
    private static final int METADATA = 2;
    private static final int MAX_TAG = 0xfff;

    /**
     * A publisher's messages: {@code | u8 kind | u32 timestamp | u16 length | tag |}, and so on.
     * They become packets that every reader can rely on, or a reason, and no buffer is left behind.
     */
    @FuzzTest(maxDuration = "2m")
    void messages(byte[] bytes) throws MediaException {
        TestingAllocator allocator = new TestingAllocator();
        TestingPublication publication = new TestingPublication("fuzz");
        RtmpIngest ingest = new RtmpIngest(publication);
        try {
            pass(Unpooled.wrappedBuffer(bytes), allocator, ingest);
            ingest.flush();
        } catch (MediaException e) {
            assertThat(e).hasMessageMatching("[ -~]+");
        }
        for (IngestPacket packet : publication.packets()) {
            assertReliable(packet);
        }
        ingest.close();
        publication.close();
        allocator.requireAllReleased();
    }

    private static void pass(ByteBuf in, TestingAllocator allocator, RtmpIngest ingest)
            throws MediaException {
        while (in.readableBytes() >= 7) {
            int kind = in.readUnsignedByte();
            long timestamp = in.readUnsignedInt();
            int length = Math.min(in.readUnsignedShort() & MAX_TAG, in.readableBytes());
            switch (kind & 3) {
                case VIDEO -> ingest.video(timestamp, tag(in, length, allocator), 1);
                case AUDIO -> ingest.audio(timestamp, tag(in, length, allocator), 1);
                case METADATA ->
                        ingest.metadata(new StreamMetadata((kind & 4) != 0, (kind & 8) != 0, ""));
                default -> ingest.flush();
            }
        }
    }

    private static ByteBuf tag(ByteBuf in, int length, TestingAllocator allocator) {
        return allocator.buffer(Math.max(1, length)).writeBytes(in, length);
    }

    private static void assertReliable(IngestPacket packet) throws MediaException {
        assertThat(packet.payload().readableBytes()).isPositive();
        Codec codec = packet.track().configuration().codec();
        if (codec == Codec.H264 || codec == Codec.HEVC) {
            NalAccessUnit unit = NalAccessUnit.inspect(codec, packet.payload(), 4);
            assertThat(unit.picture()).isTrue();
            assertThat(unit.stored()).isTrue();
            assertThat(unit.keyframe()).isEqualTo(packet.keyframe());
        }
        if (codec.isVideo()) {
            assertThat(Math.abs(packet.pts() - packet.dts())).isLessThanOrEqualTo(900_000);
        } else {
            assertThat(packet.duration()).isPositive();
        }
    }
}
