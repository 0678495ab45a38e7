package online.nexuscos.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import online.nexuscos.streamcore.media.Packet;
import online.nexuscos.streamcore.media.Track;
import online.nexuscos.streamcore.packaging.PartMuxer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FfmpegPartMuxerTest {
    private static final int HOUR = 3600;

    private final FfmpegPartMuxers muxers = new FfmpegPartMuxers();

    @TempDir Path folder;

    @Test
    void b_frames_an_hour_into_the_stream_keep_their_times() throws Exception {
        Material.Clip clip = Material.video(folder, 60);
        assertThat(clip.samples()).anyMatch(sample -> sample.pts() - sample.dts() > 2 * 3600);
        check(clip, 90_000L * HOUR, 5);
        List<String> source = Material.pictures(folder.resolve("video.mp4"));
        assertThat(source).hasSize(60).doesNotHaveDuplicates();
        assertThat(Material.pictures(folder.resolve("parts.mp4"))).isEqualTo(source);
    }

    @ParameterizedTest
    @CsvSource({"44100, 1", "44100, 2", "48000, 1", "48000, 2"})
    void audio_keeps_its_times(int sampleRate, int channels) throws Exception {
        Material.Clip clip = Material.audio(folder, sampleRate, channels, 2);
        check(clip, (long) sampleRate * HOUR, 9);
    }

    @Test
    void a_part_may_hold_one_sample() throws Exception {
        check(Material.video(folder, 12), 0, 1);
        check(Material.audio(folder, 48_000, 2, 1), 7, 1);
    }

    @Test
    void times_beyond_32_bits_are_kept() throws Exception {
        check(Material.video(folder, 12), (1L << 40) + 1, 5);
    }

    @Test
    void a_new_muxer_goes_on_with_the_time_line() throws Exception {
        Material.Clip clip = Material.video(folder, 50);
        List<Packet> packets = clip.packets(900);
        List<Boxes.Fragment> fragments = new ArrayList<>();
        for (List<Packet> half : List.of(packets.subList(0, 25), packets.subList(25, 50))) {
            try (PartMuxer muxer = muxers.open(clip.track())) {
                for (byte[] part : parts(muxer, half, 5)) {
                    fragments.add(Boxes.fragment(part));
                }
            }
        }
        packets.forEach(Packet::release);
        assertThat(fragments.stream().flatMap(fragment -> fragment.samples().stream()).toList())
                .isEqualTo(expected(clip, 900));
    }

    @Test
    void a_gap_between_parts_moves_the_next_one() throws Exception {
        Material.Clip clip = Material.audio(folder, 48_000, 2, 1);
        try (PartMuxer muxer = muxers.open(clip.track())) {
            for (long offset : new long[] {0, 1_000_000, 1_060_000, 1_000_000_000_000L}) {
                List<Packet> packets = clip.packets(offset);
                byte[] part = parts(muxer, packets, packets.size()).getFirst();
                packets.forEach(Packet::release);
                assertThat(Boxes.fragment(part).samples()).isEqualTo(expected(clip, offset));
            }
        }
    }

    /** The last duration of a part was a guess, and the next packet came earlier or later. */
    @ParameterizedTest
    @ValueSource(longs = {-700, -1, 1, 700})
    void a_wrong_guess_of_a_duration_moves_nothing(long error) throws Exception {
        Material.Clip clip = Material.video(folder, 10);
        List<Packet> packets = clip.packets(90_000);
        List<Boxes.Sample> samples = new ArrayList<>();
        try (PartMuxer muxer = muxers.open(clip.track())) {
            for (int i = 0; i < packets.size(); i++) {
                muxer.write(packets.get(i), 3600 + (i % 5 == 4 ? error : 0));
                if (i % 5 == 4) {
                    ByteBuf part = muxer.part();
                    samples.addAll(Boxes.fragment(ByteBufUtil.getBytes(part)).samples());
                    part.release();
                }
            }
        }
        packets.forEach(Packet::release);
        assertThat(samples)
                .extracting(Boxes.Sample::dts)
                .containsExactlyElementsOf(packets.stream().map(Packet::dts).toList());
        assertThat(samples)
                .extracting(Boxes.Sample::pts)
                .containsExactlyElementsOf(packets.stream().map(Packet::pts).toList());
        assertThat(samples.get(4).duration()).isEqualTo(3600 + error);
    }

    @Test
    void heap_composite_and_sliced_payloads_are_written_alike() throws Exception {
        Material.Clip clip = Material.video(folder, 4);
        byte[] bytes = ByteBufUtil.getBytes(clip.samples().getFirst().payload());
        int half = bytes.length / 2;
        ByteBuf composite =
                Unpooled.wrappedBuffer(
                        Unpooled.copiedBuffer(bytes, 0, half),
                        Unpooled.copiedBuffer(bytes, half, bytes.length - half));
        ByteBuf slice = Unpooled.directBuffer().writeZero(3).writeBytes(bytes).skipBytes(3);
        for (ByteBuf payload : List.of(Unpooled.wrappedBuffer(bytes), composite, slice)) {
            Packet packet = clip.packets(0).getFirst();
            int reader = payload.readerIndex();
            try (PartMuxer muxer = muxers.open(clip.track())) {
                muxer.write(
                        new Packet(packet.epoch(), packet.track(), 0, 0, 0, true, 0, 0, payload),
                        3600);
                ByteBuf part = muxer.part();
                assertThat(Boxes.fragment(ByteBufUtil.getBytes(part)).samples())
                        .containsExactly(
                                new Boxes.Sample(0, 0, 3600, true, Material.digest(bytes)));
                part.release();
            }
            assertThat(payload.readerIndex()).isEqualTo(reader);
            assertThat(payload.refCnt()).isEqualTo(1);
            payload.release();
        }
    }

    @Test
    void what_comes_out_belongs_to_the_caller() throws Exception {
        Material.Clip clip = Material.audio(folder, 48_000, 2, 1);
        List<Packet> packets = clip.packets(0);
        PartMuxer muxer = muxers.open(clip.track());
        ByteBuf first = muxer.initialization();
        ByteBuf second = muxer.initialization();
        packets.forEach(packet -> muxer.write(packet, packet.duration()));
        ByteBuf part = muxer.part();
        List<Packet> unfinished = clip.packets(480_000);
        unfinished.forEach(packet -> muxer.write(packet, packet.duration()));
        muxer.close();
        muxer.close();
        packets.forEach(Packet::release);
        unfinished.forEach(Packet::release);
        assertThat(part.isDirect()).isTrue();
        assertThat(part.capacity()).isEqualTo(part.readableBytes());
        assertThat(part.release()).isTrue();
        assertThat(first.equals(second)).isTrue();
        first.release();
        assertThat(second.release()).isTrue();
    }

    @Test
    void misuse_is_refused_with_a_reason() throws Exception {
        Material.Clip clip = Material.audio(folder, 48_000, 2, 1);
        List<Packet> packets = clip.packets(0);
        PartMuxer muxer = muxers.open(clip.track());
        assertThatThrownBy(muxer::part).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> muxer.write(packets.getFirst(), 0))
                .isInstanceOf(FfmpegException.class)
                .hasMessage("duration: 0 (expected: 1 to 2147483647)");
        muxer.write(packets.get(1), 1024);
        assertThatThrownBy(() -> muxer.write(packets.get(0), 1024))
                .isInstanceOf(FfmpegException.class)
                .hasMessage("av_write_frame: Invalid argument");
        muxer.close();
        assertThatThrownBy(muxer::part).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(muxer::initialization).isInstanceOf(IllegalStateException.class);
        packets.forEach(Packet::release);
    }

    /** Muxes the clip and compares with it what the boxes say and what FFmpeg reads. */
    private void check(Material.Clip clip, long offset, int perPart) throws Exception {
        List<Packet> packets = clip.packets(offset);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        List<Boxes.Sample> samples = new ArrayList<>();
        try (PartMuxer muxer = muxers.open(clip.track())) {
            ByteBuf initialization = muxer.initialization();
            file.writeBytes(ByteBufUtil.getBytes(initialization));
            initialization.release();
            checkInitialization(file.toByteArray(), clip.track());
            for (byte[] part : parts(muxer, packets, perPart)) {
                Boxes.Fragment fragment = Boxes.fragment(part);
                assertThat(fragment.decodeTime()).isEqualTo(packets.get(samples.size()).dts());
                assertThat(Boxes.types(ByteBuffer.wrap(part))).containsExactly("moof", "mdat");
                samples.addAll(fragment.samples());
                file.writeBytes(part);
            }
        }
        packets.forEach(Packet::release);
        assertThat(samples).isEqualTo(expected(clip, offset));
        Path parts = Files.write(folder.resolve("parts.mp4"), file.toByteArray());
        assertThat(Material.packets(parts)).isEqualTo(expected(clip, offset));
    }

    private static void checkInitialization(byte[] bytes, Track track) {
        List<Boxes.Box> boxes = Boxes.boxes(ByteBuffer.wrap(bytes));
        assertThat(boxes).extracting(Boxes.Box::type).containsExactly("ftyp", "moov");
        Boxes.Box trak = boxes.getLast().only("trak");
        assertThat(Boxes.types(trak.body())).doesNotContain("edts");
        assertThat(trak.only("mdia").only("mdhd").body().getInt(12)).isEqualTo(track.timescale());
    }

    private static List<byte[]> parts(PartMuxer muxer, List<Packet> packets, int perPart) {
        List<byte[]> parts = new ArrayList<>();
        for (int from = 0; from < packets.size(); from += perPart) {
            packets.subList(from, Math.min(packets.size(), from + perPart))
                    .forEach(packet -> muxer.write(packet, packet.duration()));
            ByteBuf part = muxer.part();
            assertThat(part.capacity()).isEqualTo(part.readableBytes());
            parts.add(ByteBufUtil.getBytes(part));
            part.release();
        }
        return parts;
    }

    private static List<Boxes.Sample> expected(Material.Clip clip, long offset) {
        return clip.samples().stream()
                .map(sample ->
                        new Boxes.Sample(
                                sample.dts() + offset,
                                sample.pts() + offset,
                                sample.duration(),
                                sample.keyframe(),
                                Material.digest(ByteBufUtil.getBytes(sample.payload()))))
                .toList();
    }
}
