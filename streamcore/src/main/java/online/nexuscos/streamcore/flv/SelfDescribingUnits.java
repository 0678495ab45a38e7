package online.nexuscos.streamcore.flv;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.media.Ac3Header;
import online.nexuscos.streamcore.media.AudioConfiguration;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.media.MpegAudioHeader;
import org.jspecify.annotations.Nullable;

/** Frames of MP3, AC-3 and E-AC-3, each of which tells all. */
final class SelfDescribingUnits implements AudioUnits {
    /** E-AC-3's largest frame is 4096 bytes, and eight may make an access unit. */
    private static final int MAX_FRAME = 32 * 1024;

    /** Sync word, version, layer and protection; sample rate; channel mode of MP3. */
    private static final int MP3_KEPT = 0xfffe0cc0;

    private final Codec codec;
    private long header;
    private @Nullable AudioUnit each;

    SelfDescribingUnits(Codec codec) {
        this.codec = codec;
    }

    @Override
    public Codec codec() {
        return codec;
    }

    /** Nothing that a frame would not tell better. */
    @Override
    public @Nullable AudioConfiguration configure(ByteBuf body) {
        return null;
    }

    @Override
    public AudioUnit read(ByteBuf body) throws MediaException {
        long next = header(body);
        AudioUnit known = each;
        if (known != null && next == header) {
            return known;
        }
        AudioConfiguration configuration =
                codec == Codec.MP3 ? MpegAudioHeader.parse(body) : Ac3Header.parse(codec, body);
        header = next;
        each = new AudioUnit(configuration.samplesPerFrame(), null);
        return new AudioUnit(configuration.samplesPerFrame(), configuration);
    }

    /** What stays the same from frame to frame as long as the configuration does. */
    private long header(ByteBuf body) throws MediaException {
        if (body.readableBytes() < 8) {
            throw new MediaException(
                    codec.displayName() + " frame: " + body.readableBytes() + " bytes");
        }
        long first = body.getLong(body.readerIndex());
        // Of AC-3 the bytes 2 and 3 are a checksum, of E-AC-3 they hold the frame's own size.
        return switch (codec) {
            case MP3 -> (first >>> 32) & MP3_KEPT;
            case AC3 -> first & 0xffff0000feffff00L;
            case EAC3, H264, HEVC, AV1, VP9, VP8, AAC, OPUS, FLAC -> first & 0xfffff800fff80000L;
        };
    }

    @Override
    public int maxFrame() {
        return MAX_FRAME;
    }
}
