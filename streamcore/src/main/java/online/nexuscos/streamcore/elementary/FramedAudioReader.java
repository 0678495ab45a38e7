package online.nexuscos.streamcore.elementary;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import online.nexuscos.streamcore.media.Ac3Header;
import online.nexuscos.streamcore.media.AudioConfiguration;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.media.MpegAudioHeader;
import online.nexuscos.streamcore.media.Track;
import org.jspecify.annotations.Nullable;

/**
 * MP3, AC-3 and E-AC-3, whose frames each begin with what a decoder must know. A unit may hold
 * several; the frames of one track are as long as their headers say.
 */
final class FramedAudioReader implements UnitReader {
    private static final int[] MP3_KBPS_1 = {
        0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320
    };
    private static final int[] MP3_KBPS_2 = {
        0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160
    };
    private static final int[] AC3_KBPS = {
        32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640
    };
    private static final int LEAST_HEADER = 7;
    private static final int MPEG_1 = 1152;

    private final Codec codec;
    private SampleClock clock = new SampleClock(1);
    private @Nullable Track track;

    FramedAudioReader(Codec codec) {
        this.codec = codec;
    }

    @Override
    public Optional<Track> track() {
        return Optional.ofNullable(track);
    }

    @Override
    public void read(Timed timed, ByteBuf in, Output out) throws MediaException {
        int position = in.readerIndex();
        boolean first = true;
        while (in.writerIndex() - position >= LEAST_HEADER) {
            ByteBuf rest = in.slice(position, in.writerIndex() - position);
            AudioConfiguration found =
                    codec == Codec.MP3 ? MpegAudioHeader.parse(rest) : Ac3Header.parse(codec, rest);
            int length = length(rest, found);
            if (length < LEAST_HEADER || length > rest.readableBytes()) {
                throw new MediaException(
                        codec.displayName()
                                + " frame length: "
                                + length
                                + " (expected: 7 to "
                                + rest.readableBytes()
                                + ")");
            }
            configure(found, out);
            int samples = found.samplesPerFrame();
            long time = first ? clock.next(timed.pts(), samples) : clock.following(samples);
            first = false;
            out.unit(time, time, samples, true, in.retainedSlice(position, length));
            position += length;
        }
    }

    private void configure(AudioConfiguration found, Output out) {
        Track next = Track.audio(found);
        if (!next.equals(track)) {
            track = next;
            clock = new SampleClock(found.sampleRate());
            out.configured();
        }
    }

    private int length(ByteBuf frame, AudioConfiguration found) throws MediaException {
        return switch (codec) {
            case MP3 -> mp3Length(frame, found);
            case AC3 -> ac3Length(frame);
            case EAC3 -> 2 * ((frame.getUnsignedShort(2) & 0x7ff) + 1);
            case H264, HEVC, AV1, VP9, VP8, AAC, OPUS, FLAC ->
                    throw new IllegalStateException(codec + " has no frames of this kind");
        };
    }

    private static int mp3Length(ByteBuf frame, AudioConfiguration found) throws MediaException {
        int third = frame.getUnsignedByte(2);
        int rate = third >> 4;
        boolean first = found.samplesPerFrame() == MPEG_1;
        if (rate == 0 || rate == 15) {
            throw new MediaException("MP3 bit rate code: " + rate + " (expected: 1 to 14)");
        }
        int kbps = (first ? MP3_KBPS_1 : MP3_KBPS_2)[rate];
        return found.samplesPerFrame() / 8 * kbps * 1000 / found.sampleRate() + ((third >> 1) & 1);
    }

    /** Table 4.13: words of two bytes for 1,536 samples; at 44.1 kHz every other one is longer. */
    private static int ac3Length(ByteBuf frame) {
        int fourth = frame.getUnsignedByte(4);
        int code = fourth & 0x3f;
        int kbps = AC3_KBPS[Math.min(code >> 1, AC3_KBPS.length - 1)];
        return switch (fourth >> 6) {
            case 0 -> 4 * kbps;
            case 1 -> 2 * (kbps * 320 / 147 + (code & 1));
            default -> 6 * kbps;
        };
    }
}
