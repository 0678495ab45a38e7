package online.nexuscos.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import online.nexuscos.streamcore.media.Ac3Header;
import online.nexuscos.streamcore.media.AudioConfiguration;
import online.nexuscos.streamcore.media.Av1DecoderConfiguration;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.FlacStreamInfo;
import online.nexuscos.streamcore.media.HevcDecoderConfiguration;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.media.MpegAudioHeader;
import online.nexuscos.streamcore.media.OpusHead;
import online.nexuscos.streamcore.media.Track;
import online.nexuscos.streamcore.media.TrackConfiguration;
import online.nexuscos.streamcore.media.VideoConfiguration;
import online.nexuscos.streamcore.media.VpDecoderConfiguration;
import online.nexuscos.streamcore.media.VpFrameHeader;
import online.nexuscos.streamcore.packaging.PartMuxer;
import org.junit.jupiter.api.Test;

/** The initialization section names each codec, and holds its configuration as it is. */
class SampleEntryTest {
    /** From the start of stsd's content to its entry, and the fields before the entry's boxes. */
    private static final int BEFORE_ENTRY = 8;

    private static final int VIDEO_FIELDS = 78;
    private static final int AUDIO_FIELDS = 28;

    private static final String HEVC =
            "01022000000090000000000078f000fcfdfafa00000f03200001001840010c01ffff0220000003009000"
                    + "00030000030078959809210001002e420101022000000300900000030000030078a003c08010e7"
                    + "54d96566924caf016a0404120800001f480003a9804022000100074401c172b46240";

    private static ByteBuf hex(String bytes) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(bytes));
    }

    private static void check(TrackConfiguration configuration, String entry, String box) {
        check(configuration, entry, box, configuration.codecPrivate().toString());
    }

    private static void check(
            TrackConfiguration configuration, String entry, String box, String content) {
        Track track =
                switch (configuration) {
                    case VideoConfiguration video -> Track.video(video);
                    case AudioConfiguration audio -> Track.audio(audio);
                };
        try (PartMuxer muxer = new FfmpegPartMuxers().open(track)) {
            ByteBuf section = muxer.initialization();
            Boxes.Box found = sampleEntry(section.nioBuffer());
            section.release();
            assertThat(found.type()).isEqualTo(entry);
            int fields = configuration instanceof VideoConfiguration ? VIDEO_FIELDS : AUDIO_FIELDS;
            List<Boxes.Box> boxes =
                    Boxes.boxes(found.body().slice(fields, found.body().capacity() - fields));
            assertThat(boxes).extracting(Boxes.Box::type).contains(box);
            ByteBuffer body =
                    boxes.stream()
                            .filter(each -> each.type().equals(box))
                            .findFirst()
                            .orElseThrow()
                            .body();
            byte[] bytes = new byte[body.remaining()];
            body.get(bytes);
            assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(content);
        }
    }

    private static Boxes.Box sampleEntry(ByteBuffer section) {
        Boxes.Box moov =
                Boxes.boxes(section).stream()
                        .filter(box -> box.type().equals("moov"))
                        .findFirst()
                        .orElseThrow();
        ByteBuffer stsd =
                moov.only("trak").only("mdia").only("minf").only("stbl").only("stsd").body();
        return Boxes.boxes(stsd.slice(BEFORE_ENTRY, stsd.capacity() - BEFORE_ENTRY)).getFirst();
    }

    @Test
    void hevc() throws MediaException {
        check(HevcDecoderConfiguration.parse(hex(HEVC)).video(), "hvc1", "hvcC");
    }

    @Test
    void av1() throws MediaException {
        check(
                Av1DecoderConfiguration.parse(hex("81050c000a0c0200002d2a67fd9e017c0020")),
                "av01",
                "av1C");
    }

    @Test
    void vp9_in_all_their_forms() {
        int[][] forms = {
            {0, 8, 1}, {1, 8, 2}, {1, 8, 3}, {2, 10, 1}, {2, 12, 1}, {3, 10, 2}, {3, 12, 3}
        };
        for (int[] form : forms) {
            VpFrameHeader.Key key =
                    new VpFrameHeader.Key(form[0], form[1], form[2], false, 1280, 720);
            check(VpDecoderConfiguration.UNKNOWN.with(Codec.VP9, key), "vp09", "vpcC");
        }
    }

    @Test
    void vp8_is_refused() {
        VpFrameHeader.Key key = new VpFrameHeader.Key(0, 8, 1, false, 1280, 720);
        Track track = Track.video(VpDecoderConfiguration.UNKNOWN.with(Codec.VP8, key));
        FfmpegPartMuxers muxers = new FfmpegPartMuxers();
        assertThatThrownBy(() -> muxers.open(track)).isInstanceOf(FfmpegException.class);
    }

    @Test
    void opus() throws MediaException {
        // dOps: as OpusHead without the signature, version 0, numbers big endian
        check(
                OpusHead.parse(hex("4f707573486561640106380180bb00000000010402000401020305")),
                "Opus",
                "dOps",
                "000601380000bb80000001" + "0402000401020305");
    }

    @Test
    void flac() throws MediaException {
        String info = "12001200000000004a580bb802f00000000000000000000000000000000000000000";
        check(FlacStreamInfo.parse(hex(info)), "fLaC", "dfLa", "00000000" + "80000022" + info);
    }

    @Test
    void ac3_and_e_ac_3() throws MediaException {
        for (String stereo : List.of("0b77fe95144043e106f46370", "0b77b50b1e40ebf8403eff99")) {
            check(Ac3Header.parse(Codec.AC3, hex(stereo)), "ac-3", "dac3");
        }
        check(Ac3Header.parse(Codec.EAC3, hex("0b77037f3f87c00020f82000")), "ec-3", "dec3");
    }

    @Test
    void mp3() throws MediaException {
        AudioConfiguration mp3 = MpegAudioHeader.parse(hex("fffb94640000"));
        try (PartMuxer muxer = new FfmpegPartMuxers().open(Track.audio(mp3))) {
            ByteBuf section = muxer.initialization();
            Boxes.Box entry = sampleEntry(section.nioBuffer());
            section.release();
            assertThat(entry.type()).isEqualTo("mp4a");
            String bytes = StandardCharsets.ISO_8859_1.decode(entry.body().duplicate()).toString();
            // DecoderConfigDescriptor: object type 6b, audio stream
            assertThat(bytes).containsPattern("(?s)\\x04[^\\x6b]{1,4}\\x6b\\x15");
        }
    }
}
