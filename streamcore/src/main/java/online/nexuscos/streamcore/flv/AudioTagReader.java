package online.nexuscos.streamcore.flv;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.MediaException;

/**
 * Reads the header of an audio tag (<a
 * href="https://rtmp.veriskope.com/pdf/video_file_format_spec_v10_1.pdf">Adobe Flash Video File
 * Format 10.1</a>, E.4.2.1; <a
 * href="https://veovera.github.io/enhanced-rtmp/docs/enhanced/enhanced-rtmp-v2">Enhanced RTMP
 * 2</a>, ExAudioTagHeader).
 *
 * <pre>
 *  0                       1             2
 * +----+------+-----+-----+-------------+-------
 * | id | rate |size |type | packet type | body       id 10: AAC; rate, size, type mean nothing
 * +----+------+-----+-----+-------------+-------
 * | id | rate |size |type | body                     id 2 and 14: MP3
 * +----+------+-----+-----+-----------------+---
 * | 9  | packet type      | FourCC          | body   Enhanced RTMP
 * +----+------------------+-----------------+---
 * | 9  | 7                | u8 size - 1 | data | ModEx type, packet type | ... as from FourCC on
 * +----+------------------+-------------+------+-------------------------+----
 * | 9  | 5                | tracks: see MultitrackReader
 * +----+------------------+----------------
 * </pre>
 */
final class AudioTagReader {
    private static final String KIND = "audio";
    private static final int ENHANCED = 9;
    private static final int SEQUENCE_START = 0;
    private static final int CODED_FRAMES = 1;
    private static final int SEQUENCE_END = 2;
    private static final int MULTICHANNEL_CONFIGURATION = 4;
    private static final int MULTITRACK = 5;
    private static final int MP3 = 2;
    private static final int MP3_8_KHZ = 14;
    private static final int AAC = 10;

    private AudioTagReader() {}

    static void read(ByteBuf in, AudioTag.Sink sink) throws MediaException {
        FlvFields.require(in, 1, KIND);
        int first = in.readUnsignedByte();
        int id = first >> 4;
        switch (id) {
            case ENHANCED -> enhanced(in, first & 0xf, sink);
            case AAC -> sink.audio(aac(in), 0, 0, in);
            case MP3, MP3_8_KHZ -> sink.audio(new AudioTag.Frame(Codec.MP3), 0, 0, in);
            default -> sink.audio(new AudioTag.Unsupported(codecName(id)), 0, 0, in);
        }
    }

    private static AudioTag aac(ByteBuf in) throws MediaException {
        FlvFields.require(in, 1, KIND);
        int packetType = in.readUnsignedByte();
        return switch (packetType) {
            case 0 -> new AudioTag.Configuration(Codec.AAC);
            case 1 -> new AudioTag.Frame(Codec.AAC);
            default ->
                    throw new MediaException(
                            "AAC packet type: " + packetType + " (expected: 0 or 1)");
        };
    }

    private static void enhanced(ByteBuf in, int first, AudioTag.Sink sink) throws MediaException {
        int packetType = first;
        int nanos = 0;
        if (packetType == FlvFields.MOD_EX) {
            int extended = FlvFields.modEx(in, KIND);
            packetType = extended & 0xf;
            nanos = extended >> 4;
        }
        if (packetType == MULTITRACK) {
            int offset = nanos;
            MultitrackReader.read(
                    in,
                    MULTITRACK,
                    KIND,
                    (type, fourCc, id, body) -> sink.audio(tag(type, fourCc), id, offset, body));
        } else {
            sink.audio(tag(packetType, FlvFields.fourCc(in, KIND)), 0, nanos, in);
        }
    }

    private static AudioTag tag(int packetType, int fourCc) throws MediaException {
        Optional<Codec> known = FourCc.codec(fourCc).filter(codec -> !codec.isVideo());
        if (known.isEmpty()) {
            return new AudioTag.Unsupported(FourCc.text(fourCc) + " (Enhanced RTMP)");
        }
        Codec codec = known.get();
        return switch (packetType) {
            case SEQUENCE_START -> new AudioTag.Configuration(codec);
            case CODED_FRAMES -> new AudioTag.Frame(codec);
            case SEQUENCE_END -> new AudioTag.EndOfSequence();
            case MULTICHANNEL_CONFIGURATION -> new AudioTag.ChannelOrder(codec);
            default ->
                    throw new MediaException(
                            "audio packet type: " + packetType + " (expected: 0 to 7, not 3 or 6)");
        };
    }

    private static String codecName(int id) {
        return switch (id) {
            case 0 -> "PCM";
            case 1 -> "ADPCM";
            case 3 -> "PCM, little endian";
            case 4 -> "Nellymoser 16 kHz";
            case 5 -> "Nellymoser 8 kHz";
            case 6 -> "Nellymoser";
            case 7 -> "G.711 A-law";
            case 8 -> "G.711 mu-law";
            case 11 -> "Speex";
            case 15 -> "of the device's own";
            default -> "with id " + id;
        };
    }
}
