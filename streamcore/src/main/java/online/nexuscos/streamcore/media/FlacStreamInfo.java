package online.nexuscos.streamcore.media;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * The STREAMINFO block of FLAC (RFC 9639, 8.2), which may have its block header and the signature
 * before it.
 *
 * <pre>
 * | fLaC | u8 type, u24 length | u16 min, u16 max block | u24, u24 | 20 rate, 3 channels - 1, ...
 * </pre>
 */
public final class FlacStreamInfo {
    private static final int SIZE = 34;
    private static final int MAX_SIZE = 64 * 1024;
    private static final int SIGNATURE = 0x664c6143;
    private static final int MIN_BLOCK = 16;
    private static final int MAX_SAMPLE_RATE = 384_000;
    private static final int FRAME_SYNC = 0x3ffe;
    private static final int MAX_NUMBER_BYTES = 7;

    private FlacStreamInfo() {}

    /** Reads the whole of {@code in}; other metadata blocks are passed over. */
    public static AudioConfiguration parse(ByteBuf in) throws MediaException {
        int size = in.readableBytes();
        if (size < SIZE || size > MAX_SIZE) {
            throw new MediaException(
                    "FLAC header length: "
                            + size
                            + " (expected: "
                            + SIZE
                            + " to "
                            + MAX_SIZE
                            + ")");
        }
        byte[] bytes = new byte[size];
        in.readBytes(bytes);
        int at = 0;
        if (new BitReader(bytes).bits(32) == SIGNATURE) {
            at = 4;
        }
        if (at > 0 || size == SIZE + 4) {
            at = streamInfo(bytes, at);
        }
        return configuration(Arrays.copyOfRange(bytes, at, at + SIZE));
    }

    /** The first metadata block must be STREAMINFO, RFC 9639, 8.2. */
    private static int streamInfo(byte[] bytes, int at) throws MediaException {
        boolean first =
                bytes.length >= at + 4 + SIZE
                        && (bytes[at] & 0x7f) == 0
                        && bytes[at + 1] == 0
                        && bytes[at + 2] == 0
                        && bytes[at + 3] == SIZE;
        if (!first) {
            throw new MediaException("FLAC header: its first block is not STREAMINFO");
        }
        return at + 4;
    }

    private static AudioConfiguration configuration(byte[] info) throws MediaException {
        BitReader in = new BitReader(info);
        int least = (int) in.bits(16);
        int most = (int) in.bits(16);
        in.skip(48);
        int sampleRate = (int) in.bits(20);
        int channels = (int) in.bits(3) + 1;
        if (least < MIN_BLOCK || most < least) {
            throw new MediaException("FLAC block size: " + least + " to " + most);
        }
        if (sampleRate < 1 || sampleRate > MAX_SAMPLE_RATE) {
            throw new MediaException(
                    "FLAC sample rate: "
                            + sampleRate
                            + " (expected: 1 to "
                            + MAX_SAMPLE_RATE
                            + ")");
        }
        return new AudioConfiguration(
                Codec.FLAC, "fLaC", new CodecPrivate(info), sampleRate, channels, most);
    }

    /**
     * How many samples a frame has, by its header (RFC 9639, 9.1); indices of {@code in} stay.
     *
     * @return 1 to 65,536
     */
    public static int samples(ByteBuf in) throws MediaException {
        int at = in.readerIndex();
        int size = in.readableBytes();
        if (size < 5 || in.getUnsignedShort(at) >> 2 != FRAME_SYNC) {
            throw new MediaException("FLAC frame: without its sync code");
        }
        int code = in.getUnsignedByte(at + 2) >> 4;
        if (code == 0) {
            throw new MediaException("FLAC block size code: 0 (expected: 1 to 15)");
        }
        if (code == 1) {
            return 192;
        }
        if (code < 6) {
            return 576 << (code - 2);
        }
        if (code >= 8) {
            return 256 << (code - 8);
        }
        int number = Math.max(1, Integer.numberOfLeadingZeros(~(in.getByte(at + 4) << 24)));
        int after = at + 4 + number;
        if (number > MAX_NUMBER_BYTES || size < 4 + number + 2) {
            throw new MediaException("FLAC frame: its header is cut off");
        }
        return 1 + (code == 6 ? in.getUnsignedByte(after) : in.getUnsignedShort(after));
    }
}
