package online.nexuscos.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import online.nexuscos.streamcore.media.Epoch;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.media.Packet;
import online.nexuscos.streamcore.media.Track;
import online.nexuscos.streamcore.packaging.PartMuxer;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the parsers accept, the muxer refuses with a reason or writes; the process goes on. */
class HostileMediaTest {
    private static final int ROUNDS = 1000;
    private static final int MAX_PAYLOAD = 2000;

    private final FfmpegPartMuxers muxers = new FfmpegPartMuxers();

    @TempDir Path folder;

    @BeforeEach
    void silence() {
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    }

    @AfterEach
    void speak() {
        avutil.av_log_set_level(avutil.AV_LOG_ERROR);
    }

    @Test
    void mutated_avc_configurations() throws Exception {
        byte[] good = codecPrivate(Material.video(folder, 2).track());
        Random random = new Random(1);
        int accepted = 0;
        for (int i = 0; i < ROUNDS; i++) {
            Optional<Track> track = video(mutate(good, random));
            accepted += track.isPresent() ? 1 : 0;
            track.ifPresent(hostile -> write(hostile, random));
        }
        assertThat(accepted).isGreaterThan(ROUNDS / 20);
    }

    @Test
    void random_audio_configurations() {
        Random random = new Random(2);
        int accepted = 0;
        for (int i = 0; i < ROUNDS * 5; i++) {
            byte[] config = new byte[2 + random.nextInt(20)];
            random.nextBytes(config);
            config[0] = (byte) ((random.nextBoolean() ? 0x10 : 0x28) | (config[0] & 7));
            Optional<Track> track = audio(config);
            accepted += track.isPresent() ? 1 : 0;
            track.ifPresent(hostile -> write(hostile, random));
        }
        assertThat(accepted).isGreaterThan(ROUNDS / 20);
    }

    @RepeatedTest(4)
    void random_payloads_and_times(RepetitionInfo repetition) throws Exception {
        Random random = new Random(100 + repetition.getCurrentRepetition());
        Track video = Material.video(folder, 2).track();
        Track audio = Material.audio(folder, 48_000, 2, 1).track();
        for (int i = 0; i < ROUNDS; i++) {
            write(i % 2 == 0 ? video : audio, random);
        }
    }

    /** Writes until FFmpeg refuses; every part that comes out is a well-formed box pair. */
    private void write(Track track, Random random) {
        Epoch epoch = new Epoch(0, List.of(track));
        long dts = random.nextLong(1L << (1 + random.nextInt(50)));
        try (PartMuxer muxer = muxers.open(track)) {
            muxer.initialization().release();
            for (int i = 0; i < 8; i++) {
                ByteBuf payload = payload(random);
                try {
                    long pts = dts + random.nextLong(1L << (1 + random.nextInt(33)));
                    Packet packet =
                            new Packet(
                                    epoch, track, dts, pts, 0, random.nextBoolean(), 0, 0, payload);
                    muxer.write(packet, 1 + random.nextInt(1 << random.nextInt(31)));
                } finally {
                    payload.release();
                }
                dts += random.nextLong(1L << (1 + random.nextInt(40))) - random.nextInt(2);
                if (random.nextInt(3) == 0) {
                    checkPart(muxer.part());
                }
            }
        } catch (FfmpegException refused) {
            assertThat(refused).hasMessageMatching("(?s)[a-z].+: .+");
        } catch (IllegalStateException misuse) {
            throw new AssertionError(misuse);
        }
    }

    private static void checkPart(ByteBuf part) {
        byte[] bytes = ByteBufUtil.getBytes(part);
        part.release();
        assertThat(Boxes.types(ByteBuffer.wrap(bytes))).containsExactly("moof", "mdat");
    }

    private static ByteBuf payload(Random random) {
        byte[] bytes = new byte[random.nextInt(MAX_PAYLOAD)];
        random.nextBytes(bytes);
        if (random.nextInt(8) == 0 && bytes.length > 1) {
            bytes[0] = (byte) 0xff; // as an ADTS header begins
            bytes[1] = (byte) 0xf1;
        }
        return random.nextBoolean()
                ? Unpooled.wrappedBuffer(bytes)
                : Unpooled.directBuffer().writeBytes(bytes);
    }

    private static byte[] codecPrivate(Track track) {
        return track.configuration().codecPrivate().bytes();
    }

    private static byte[] mutate(byte[] good, Random random) {
        byte[] bytes = good.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static Optional<Track> video(byte[] record) {
        try {
            return Optional.of(Material.videoTrack(record));
        } catch (MediaException refused) {
            return Optional.empty();
        }
    }

    private static Optional<Track> audio(byte[] config) {
        try {
            return Optional.of(Material.audioTrack(config));
        } catch (MediaException refused) {
            return Optional.empty();
        }
    }
}
