package online.nexuscos.transcode.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.ArrayList;
import java.util.List;
import online.nexuscos.streamcore.elementary.ElementaryFormat;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.CodecPrivate;
import online.nexuscos.streamcore.pull.SourceSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameTest {
    private static final List<ElementaryFormat> TRACKS =
            List.of(
                    new ElementaryFormat(0, Codec.H264, new CodecPrivate(new byte[] {1, 2, 3})),
                    ElementaryFormat.inBand(1, Codec.AAC));

    /** What a worker writes, by a channel that takes a few bytes at a time. */
    private static byte[] written() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        FrameWriter writer = new FrameWriter(new ReluctantChannel(bytes));
        writer.tracks(TRACKS);
        writer.unit(0, -9000, 1L << 40, true, ByteBuffer.wrap(new byte[] {7, 8, 9}));
        writer.unit(1, 5, 6, false, ByteBuffer.wrap(new byte[] {1}));
        writer.ended(SourceSink.End.FAILED, "it broke\n");
        return bytes.toByteArray();
    }

    private static final List<String> EXPECTED =
            List.of(
                    "tracks " + TRACKS,
                    "unit 0 -9000 1099511627776 true 070809",
                    "unit 1 5 6 false 01",
                    "ended FAILED it broke?");

    @Test
    void come_out_as_they_went_in_wherever_the_socket_cuts() throws Exception {
        byte[] all = written();
        for (int step = 1; step <= all.length; step++) {
            assertThat(read(all, step)).as("step " + step).isEqualTo(EXPECTED);
        }
    }

    static List<String> read(byte[] all, int step) throws FrameException {
        List<String> heard = new ArrayList<>();
        try (FrameReader reader =
                new FrameReader(UnpooledByteBufAllocator.DEFAULT, new Recorder(heard))) {
            for (int at = 0; at < all.length; at += step) {
                ByteBuf in = Unpooled.wrappedBuffer(all, at, Math.min(step, all.length - at));
                reader.read(in);
                assertThat(in.isReadable()).isFalse();
            }
        }
        return heard;
    }

    @ParameterizedTest
    @CsvSource({
        "00000000 02, frame length",
        "00010001 02, frame length",
        "01000001 03, frame length",
        "00000012 03, frame length",
        "ffffffff 04, frame length",
        "00000001 01, frame type",
        "00000001 09, frame type",
        "00000001 02 11, tracks: 17",
        "00000001 02 01, cut off",
        "00000004 02 01 00 ff 41, cut off",
        "00000006 02 01 00 01 41 0000, codec: a",
        "00000003 04 00 0001, cut off",
        "00000003 04 00 ffff, text length",
    })
    void are_refused_with_a_reason(String hex, String reason) {
        byte[] bytes = ByteBufUtil.decodeHexDump(hex.replace(" ", ""));
        assertThatThrownBy(() -> read(bytes, bytes.length))
                .isInstanceOf(FrameException.class)
                .hasMessageContaining(reason);
    }

    /** Writes down what it hears. */
    private record Recorder(List<String> heard) implements SourceSink {
        @Override
        public void tracks(List<ElementaryFormat> formats) {
            heard.add("tracks " + formats);
        }

        @Override
        public void unit(int track, long dts, long pts, boolean keyframe, ByteBuf payload) {
            heard.add(
                    "unit %d %d %d %s %s"
                            .formatted(track, dts, pts, keyframe, ByteBufUtil.hexDump(payload)));
            payload.release();
        }

        @Override
        public void readComplete() {}

        @Override
        public void ended(End end, String reason) {
            heard.add("ended " + end + " " + reason);
        }
    }

    /** Takes three bytes of whatever it is given. */
    private record ReluctantChannel(ByteArrayOutputStream bytes) implements GatheringByteChannel {
        @Override
        public long write(ByteBuffer[] sources, int offset, int length) {
            int taken = 0;
            for (int i = offset; i < offset + length; i++) {
                while (taken < 3 && sources[i].hasRemaining()) {
                    bytes.write(sources[i].get());
                    taken++;
                }
            }
            return taken;
        }

        @Override
        public long write(ByteBuffer[] sources) {
            return write(sources, 0, sources.length);
        }

        @Override
        public int write(ByteBuffer source) {
            return (int) write(new ByteBuffer[] {source}, 0, 1);
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
