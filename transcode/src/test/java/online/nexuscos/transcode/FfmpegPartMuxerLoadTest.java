package online.nexuscos.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import online.nexuscos.streamcore.media.AudioConfiguration;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.CodecPrivate;
import online.nexuscos.streamcore.media.Packet;
import online.nexuscos.streamcore.media.Track;
import online.nexuscos.streamcore.packaging.PartMuxer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegPartMuxerLoadTest {
    private static final int MUXERS = 200;
    private static final int ROUNDS = 2000;
    private static final long ALLOWED_GROWTH_KIB = 24_576;

    private final FfmpegPartMuxers muxers = new FfmpegPartMuxers();

    @TempDir Path folder;
    private List<Packet> packets = List.of();

    @BeforeEach
    void make() throws Exception {
        packets = Material.video(folder, 10).packets(90_000);
    }

    @Test
    void two_hundred_muxers_write_the_same_at_once() {
        List<PartMuxer> open = new ArrayList<>();
        for (int i = 0; i < MUXERS; i++) {
            open.add(muxers.open(packets.getFirst().track()));
        }
        packets.forEach(packet -> open.forEach(muxer -> muxer.write(packet, packet.duration())));
        List<String> parts = open.stream().map(FfmpegPartMuxerLoadTest::part).toList();
        open.forEach(PartMuxer::close);
        packets.forEach(Packet::release);
        assertThat(parts.stream().distinct()).hasSize(1);
    }

    private static String part(PartMuxer muxer) {
        ByteBuf part = muxer.part();
        try {
            return Material.digest(ByteBufUtil.getBytes(part));
        } finally {
            part.release();
        }
    }

    @Test
    void muxers_that_are_closed_leave_no_memory_behind() throws IOException {
        for (int i = 0; i < ROUNDS / 4; i++) {
            openAndClose();
        }
        long before = residentKib();
        for (int i = 0; i < ROUNDS; i++) {
            openAndClose();
        }
        packets.forEach(Packet::release);
        assertThat(residentKib() - before).isLessThan(ALLOWED_GROWTH_KIB);
    }

    /** Ends one part, leaves the next unfinished; then fails to open. */
    private void openAndClose() {
        Track track = packets.getFirst().track();
        try (PartMuxer muxer = muxers.open(track)) {
            for (int i = 0; i < packets.size(); i++) {
                muxer.write(packets.get(i), 3600);
                if (i == 4) {
                    muxer.part().release();
                }
            }
        }
        CodecPrivate none = new CodecPrivate(new byte[0]);
        Track empty =
                Track.audio(new AudioConfiguration(Codec.AAC, "mp4a.40.2", none, 48_000, 2, 1024));
        assertThatThrownBy(() -> muxers.open(empty))
                .hasMessage("codec configuration: Invalid argument");
    }

    private static long residentKib() throws IOException {
        System.gc();
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /** A fragment index would grow by some 24 bytes a part; a day has 432,000 of them. */
    @Test
    void a_long_stream_needs_no_more_memory_than_a_short_one() throws IOException {
        Packet packet = packets.getFirst();
        try (PartMuxer muxer = muxers.open(packet.track())) {
            long before = 0;
            for (int i = 0; i < 60_000; i++) {
                long dts = i * 18_000L;
                muxer.write(
                        new Packet(
                                packet.epoch(),
                                packet.track(),
                                dts,
                                dts,
                                18_000,
                                true,
                                0,
                                0,
                                packet.payload()),
                        18_000);
                muxer.part().release();
                before = i == 30_000 ? residentKib() : before;
            }
            assertThat(residentKib() - before).isLessThan(ALLOWED_GROWTH_KIB);
        }
        packets.forEach(Packet::release);
    }
}
