package online.nexuscos.streamcore.flv;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import online.nexuscos.streamcore.media.AudioConfiguration;
import online.nexuscos.streamcore.media.AudioSpecificConfig;
import online.nexuscos.streamcore.media.AvcDecoderConfiguration;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.Epoch;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.media.Packet;
import online.nexuscos.streamcore.media.Track;
import online.nexuscos.streamcore.rtmp.amf.Amf0Reader;
import online.nexuscos.streamcore.rtmp.amf.AmfValue;
import org.junit.jupiter.api.Test;

class FlvWriterTest {
    /** AAC-LC, 44.1 kHz, stereo. */
    private static final String AAC = "1210";

    /** H.264 High 1280x720, from x264. */
    private static final String AVC =
            "0164001fffe1001a6764001facd9405005bb011000000300100000030320f183196001000568eaecb22c"
                    + "fdf8f800";

    private static final Epoch SOUND = new Epoch(0, List.of(Track.audio(aac())));

    private static AudioConfiguration aac() {
        try {
            return AudioSpecificConfig.parse(hex(AAC));
        } catch (MediaException e) {
            throw new AssertionError(e);
        }
    }

    private static ByteBuf hex(String hex) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
    }

    private static ByteBuf clip() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        FlvWriterTest.class.getResourceAsStream("/media/bbb-360p.flv"))) {
            return Unpooled.wrappedBuffer(in.readAllBytes());
        }
    }

    private static Packet packet(
            Epoch epoch, Track track, long dts, long pts, boolean key, ByteBuf payload) {
        return new Packet(epoch, track, dts, pts, 0, key, 0, 0, payload);
    }

    private static VideoTag video(ByteBuf in) throws MediaException {
        List<VideoTag> tags = new ArrayList<>();
        VideoTag.read(in, (tag, trackId, nanos, body) -> tags.add(tag));
        return tags.getFirst();
    }

    private static AudioTag audio(ByteBuf in) throws MediaException {
        List<AudioTag> tags = new ArrayList<>();
        AudioTag.read(in, (tag, trackId, nanos, body) -> tags.add(tag));
        return tags.getFirst();
    }

    /** What FFmpeg has written comes out of the writer byte for byte. */
    @Test
    void tags_are_those_of_ffmpeg() throws Exception {
        ByteBuf in = clip();
        in.skipBytes(FlvWriter.FILE_HEADER_LENGTH);
        List<Track> tracks = new ArrayList<>();
        int compared = 0;
        while (in.isReadable()) {
            int type = in.getByte(in.readerIndex());
            int length = in.getUnsignedMedium(in.readerIndex() + 1);
            long time = in.getUnsignedMedium(in.readerIndex() + 4);
            ByteBuf tag = in.readSlice(11 + length + 4);
            ByteBuf body = tag.slice(11, length);
            ByteBuf out = Unpooled.buffer();
            if (type == TagBody.VIDEO) {
                VideoTag header = video(body);
                if (header instanceof VideoTag.Configuration) {
                    tracks.add(Track.video(AvcDecoderConfiguration.parse(body.slice()).video()));
                } else if (header instanceof VideoTag.AccessUnit unit) {
                    Packet packet =
                            packet(
                                    new Epoch(0, tracks),
                                    tracks.getFirst(),
                                    time * 90,
                                    (time + unit.compositionOffsetMs()) * 90,
                                    unit.frameType() == VideoTag.FrameType.KEY,
                                    body);
                    FlvWriter.write(out, packet);
                    assertThat(FlvWriter.length(packet)).isEqualTo(out.readableBytes());
                }
            } else if (type == TagBody.AUDIO) {
                if (audio(body) instanceof AudioTag.Configuration) {
                    tracks.add(Track.audio(AudioSpecificConfig.parse(body.slice())));
                } else {
                    Track track = tracks.getLast();
                    // Rounded up, as a time that was rounded down to milliseconds needs.
                    long dts = Math.ceilDiv(time * track.timescale(), 1000L);
                    FlvWriter.write(out, packet(new Epoch(0, tracks), track, dts, dts, true, body));
                }
            }
            if (out.isReadable()) {
                assertThat(out).isEqualTo(tag);
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(500);
    }

    @Test
    void the_beginning_holds_metadata_and_configurations() throws Exception {
        ByteBuf out = Unpooled.buffer();
        FlvWriter.writeFileHeader(out, SOUND);
        FlvWriter.writeBeginning(out, SOUND, 0x0123456789L);
        assertThat(ByteBufUtil.hexDump(out.readSlice(FlvWriter.FILE_HEADER_LENGTH)))
                .isEqualTo("464c5601040000000900000000");
        assertThat(out.readUnsignedByte()).isEqualTo((short) TagBody.SCRIPT);
        int length = out.readUnsignedMedium();
        assertThat(ByteBufUtil.hexDump(out.readSlice(7))).isEqualTo("00000000000000");
        List<AmfValue> values = Amf0Reader.readAll(out.readSlice(length));
        assertThat(values.getFirst()).isEqualTo(new AmfValue.Text("onMetaData"));
        AmfValue properties = values.get(1);
        assertThat(properties.property("audiocodecid")).isEqualTo(new AmfValue.Number(10));
        assertThat(properties.property("audiosamplerate")).isEqualTo(new AmfValue.Number(44_100));
        assertThat(properties.property("stereo")).isEqualTo(new AmfValue.Bool(true));
        assertThat(properties.property("videocodecid")).isEqualTo(new AmfValue.Undefined());
        assertThat(out.readInt()).isEqualTo(11 + length);
        assertThat(ByteBufUtil.hexDump(out))
                .isEqualTo("08000004456789" + "23000000" + "af00" + AAC + "0000000f");
    }

    @Test
    void a_composition_offset_may_be_negative_and_is_held_within_24_bits() throws Exception {
        Track track = Track.video(AvcDecoderConfiguration.parse(hex(AVC)).video());
        Epoch epoch = new Epoch(0, List.of(track));
        for (long[] pair : new long[][] {{-40, -40}, {0, 0}, {80, 80}, {1L << 30, 0x7fffff}}) {
            ByteBuf out = Unpooled.buffer();
            Packet packet =
                    packet(epoch, track, 900_001, 900_001 + pair[0] * 90, false, hex("000000"));
            TagBody.writeHeader(out, packet);
            assertThat(video(out))
                    .isEqualTo(
                            new VideoTag.AccessUnit(
                                    Codec.H264, VideoTag.FrameType.INTER, (int) pair[1]));
        }
    }

    @Test
    void a_time_is_rounded_down() {
        Track track = SOUND.tracks().getFirst();
        assertThat(TagTime.timestampMs(packet(SOUND, track, 44_099, 44_099, true, hex(""))))
                .isEqualTo(999);
        assertThat(TagTime.timestampMs(packet(SOUND, track, 44_100, 44_100, true, hex(""))))
                .isEqualTo(1000);
    }
}
