package online.nexuscos.streamcore.mpegts;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import online.nexuscos.streamcore.elementary.ElementaryFormat;
import online.nexuscos.streamcore.media.MediaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TsDemuxerTest {
    private static final int VIDEO = 0x101;
    private static final int AUDIO = 0x102;
    private static final long WRAP = 1L << 33;

    private final List<String> heard = new ArrayList<>();
    private final TsSink sink =
            new TsSink() {
                @Override
                public void tracks(List<ElementaryFormat> formats, List<String> unknown) {
                    heard.add(
                            formats.stream().map(f -> f.id() + " " + f.codec()).toList()
                                    + " "
                                    + unknown);
                }

                @Override
                public void unit(
                        int pid, long dts, long pts, boolean randomAccess, ByteBuf payload) {
                    heard.add(
                            "%d %d %d %s %s"
                                    .formatted(
                                            pid,
                                            dts,
                                            pts,
                                            randomAccess,
                                            payload.readableBytes() > 16
                                                    ? payload.readableBytes() + " bytes"
                                                    : ByteBufUtil.hexDump(payload)));
                    payload.release();
                }
            };
    private final TsDemuxer demuxer = new TsDemuxer(UnpooledByteBufAllocator.DEFAULT, sink);

    private static TestingTs stream() {
        return new TestingTs().association().map(0x1b, VIDEO, 0x0f, AUDIO, 0x33, 0x103);
    }

    private void read(ByteBuf in) throws MediaException {
        demuxer.read(in);
        demuxer.close();
    }

    @Test
    void takes_a_programme_apart() throws MediaException {
        TestingTs ts = stream().pes(VIDEO, 7200, 3600, false, new byte[1000]);
        ts.pes(AUDIO, 4000, -1, true, new byte[] {1, 2, 3});
        ts.pes(VIDEO, 7300, -1, false, new byte[] {4});
        ts.pes(VIDEO, 7400, -1, false, new byte[] {5});
        read(ts.bytes());
        assertThat(heard)
                .containsExactly(
                        "[257 H264, 258 AAC] [VVC]",
                        "258 4000 4000 true 010203",
                        "257 3600 7200 true 1000 bytes",
                        "257 7300 7300 true 04");
        assertThat(demuxer.lost()).isZero();
    }

    /** Datagrams carry up to seven packets, or end in the middle of one: srt-live-transmit's. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 187, 188, 189, 376, 1316, 1456})
    void takes_datagrams_of_any_size(int size) throws MediaException {
        TestingTs ts = stream();
        for (int i = 0; i < 20; i++) {
            ts.pes(VIDEO, 3600L * i, -1, true, new byte[700 + i]);
        }
        ByteBuf in = ts.bytes();
        while (in.isReadable()) {
            demuxer.read(in.readSlice(Math.min(size, in.readableBytes())));
        }
        assertThat(heard).hasSize(21);
        assertThat(heard).last().isEqualTo("257 68400 68400 true 719 bytes");
        assertThat(demuxer.lost()).isZero();
    }

    @Test
    void goes_on_behind_a_gap_where_no_packet_begins() throws MediaException {
        Random random = new Random(11);
        TestingTs ts = stream();
        for (int i = 0; i < 30; i++) {
            byte[] payload = new byte[700];
            random.nextBytes(payload); // now and then as if a packet began
            ts.pes(VIDEO, 3600L * i, -1, true, payload);
        }
        ByteBuf in = ts.bytes();
        demuxer.read(in.readSlice(1456));
        demuxer.read(in.readSlice(1456));
        in.skipBytes(1456);
        demuxer.gap();
        while (in.isReadable()) {
            demuxer.read(in.readSlice(Math.min(1456, in.readableBytes())));
        }
        demuxer.close();
        assertThat(heard).allMatch(unit -> unit.startsWith("[") || unit.endsWith("700 bytes"));
        assertThat(heard).hasSizeBetween(24, 28);
    }

    @Test
    void a_piece_at_the_end_of_a_datagram_may_be_left_alone() throws MediaException {
        TestingTs ts = stream();
        for (int i = 0; i < 20; i++) {
            ts.pes(VIDEO, 3600L * i, -1, true, new byte[700 + i]);
        }
        ByteBuf in = ts.bytes();
        ByteBuf piece = UnpooledByteBufAllocator.DEFAULT.buffer().writeByte(0x47).writeZero(40);
        while (in.readableBytes() > 376) {
            demuxer.read(in.readSlice(376));
            demuxer.read(piece.duplicate());
        }
        read(in);
        piece.release();
        assertThat(heard).hasSize(21);
    }

    @Test
    void drops_the_access_unit_that_misses_a_packet() throws MediaException {
        TestingTs ts = stream();
        ts.pes(VIDEO, 1, -1, true, new byte[1000]);
        int cut = ts.bytes().writerIndex();
        ts.pes(VIDEO, 2, -1, true, new byte[1000]).pes(VIDEO, 3, -1, true, new byte[900]);
        ByteBuf in = ts.bytes();
        demuxer.read(in.readSlice(cut + 188));
        in.skipBytes(188);
        read(in);
        assertThat(heard)
                .containsExactly(
                        "[257 H264, 258 AAC] [VVC]",
                        "257 1 1 true 1000 bytes",
                        "257 3 3 true 900 bytes");
        assertThat(demuxer.lost()).isPositive();
    }

    @Test
    void takes_a_packet_that_came_twice_once() throws MediaException {
        TestingTs ts = stream();
        int start = ts.bytes().writerIndex();
        ts.pes(VIDEO, 1, -1, true, new byte[10]);
        ts.bytes().writeBytes(ts.bytes().copy(start, 188));
        read(ts.bytes());
        assertThat(heard).hasSize(2);
    }

    @Test
    void extends_times_across_the_wrap() throws MediaException {
        TestingTs ts = stream();
        ts.pes(VIDEO, 1000, WRAP - 2000, true, new byte[] {1});
        ts.pes(AUDIO, WRAP - 100, -1, true, new byte[] {2});
        ts.pes(VIDEO, 4000, 3000, true, new byte[] {3});
        ts.pes(AUDIO, WRAP - 50, -1, true, new byte[] {4});
        read(ts.bytes());
        assertThat(heard)
                .contains(
                        "257 8589932592 8589935592 true 01",
                        "258 8589934492 8589934492 true 02",
                        "257 8589937592 8589938592 true 03",
                        "258 8589934542 8589934542 true 04");
    }

    @Test
    void tells_when_the_programme_changes() throws MediaException {
        TestingTs ts = stream().pes(VIDEO, 1, -1, true, new byte[] {1});
        ts.map(0x0f, AUDIO).pes(VIDEO, 2, -1, true, new byte[] {2});
        ts.pes(AUDIO, 3, -1, true, new byte[] {3});
        read(ts.bytes());
        assertThat(heard)
                .containsExactly(
                        "[257 H264, 258 AAC] [VVC]",
                        "257 1 1 true 01",
                        "[258 AAC] []",
                        "258 3 3 true 03");
    }

    @Test
    void finds_its_way_back_into_packets() throws MediaException {
        TestingTs ts = stream().pes(AUDIO, 1, -1, true, new byte[] {1});
        ByteBuf in = ts.bytes();
        ByteBuf shifted = UnpooledByteBufAllocator.DEFAULT.buffer();
        shifted.writeZero(77).writeBytes(in);
        read(shifted);
        assertThat(heard).hasSize(2);
        shifted.release();
    }

    @Test
    void leaves_a_table_out_whose_checksum_is_wrong() throws MediaException {
        TestingTs ts = stream();
        ts.bytes().setByte(2 * 188 - 6, 0x55);
        read(ts.pes(VIDEO, 1, -1, true, new byte[] {1}).bytes());
        assertThat(heard).isEmpty();
    }

    @Test
    void a_pes_packet_is_bounded() throws MediaException {
        TestingTs ts = stream().pes(VIDEO, 1, -1, false, new byte[PesReader.MAX_PES]);
        read(ts.pes(VIDEO, 2, -1, true, new byte[] {1}).bytes());
        assertThat(heard).containsExactly("[257 H264, 258 AAC] [VVC]", "257 2 2 true 01");
    }
}
