package online.nexuscos.streamcore.media;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * The identification header of Opus (RFC 7845, 5.1), numbers little endian.
 *
 * <pre>
 *  0          8         9          10             12           16       18       19
 * +----------+---------+----------+--------------+------------+--------+--------+---------------
 * | OpusHead | version | channels | u16 pre-skip | input rate | gain   | family | mapping table
 * +----------+---------+----------+--------------+------------+--------+--------+---------------
 * </pre>
 */
public final class OpusHead {
    /** Whatever went in, a decoder puts out 48 kHz. */
    public static final int SAMPLE_RATE = 48_000;

    /** The samples of 120 ms, the most that a packet can hold (RFC 6716, 3.2.5). */
    public static final int MAX_PACKET_SAMPLES = 5760;

    /** Those of 20 ms, which nearly every encoder makes. */
    public static final int USUAL_PACKET_SAMPLES = 960;

    private static final byte[] MAGIC = {'O', 'p', 'u', 's', 'H', 'e', 'a', 'd'};
    private static final int MIN_SIZE = 19;
    private static final int MAX_SIZE = 64;
    private static final int MAX_CHANNELS = 8;
    private static final int MAX_STEREO_FAMILY_CHANNELS = 2;
    private static final int SURROUND_FAMILY = 1;
    private static final int SILENT = 255;

    private OpusHead() {}

    /** Reads the whole of {@code in}. */
    public static AudioConfiguration parse(ByteBuf in) throws MediaException {
        int size = in.readableBytes();
        if (size < MIN_SIZE || size > MAX_SIZE) {
            throw new MediaException(
                    "Opus header length: "
                            + size
                            + " (expected: "
                            + MIN_SIZE
                            + " to "
                            + MAX_SIZE
                            + ")");
        }
        byte[] bytes = new byte[size];
        in.readBytes(bytes);
        for (int i = 0; i < MAGIC.length; i++) {
            if (bytes[i] != MAGIC[i]) {
                throw new MediaException("Opus header: does not begin with OpusHead");
            }
        }
        if ((bytes[8] & 0xf0) != 0) {
            throw new MediaException("Opus header version: " + (bytes[8] & 0xff));
        }
        int channels = bytes[9] & 0xff;
        int family = bytes[18] & 0xff;
        int most = family == 0 ? MAX_STEREO_FAMILY_CHANNELS : MAX_CHANNELS;
        if (family > SURROUND_FAMILY || channels < 1 || channels > most) {
            throw new MediaException("Opus channels: " + channels + " of mapping family " + family);
        }
        if (family == SURROUND_FAMILY) {
            requireMapping(bytes, channels);
        }
        return new AudioConfiguration(
                Codec.OPUS,
                "Opus",
                new CodecPrivate(bytes),
                SAMPLE_RATE,
                channels,
                USUAL_PACKET_SAMPLES);
    }

    /**
     * The configuration of a publisher that sends none.
     *
     * @param packet its first one, which says whether it is stereo (RFC 6716, 3.1)
     */
    public static AudioConfiguration ofPacket(ByteBuf packet) throws MediaException {
        samples(packet);
        int channels = (packet.getByte(packet.readerIndex()) & 4) == 0 ? 1 : 2;
        byte[] bytes = new byte[MIN_SIZE];
        System.arraycopy(MAGIC, 0, bytes, 0, MAGIC.length);
        bytes[8] = 1;
        bytes[9] = (byte) channels;
        bytes[12] = (byte) SAMPLE_RATE;
        bytes[13] = (byte) (SAMPLE_RATE >> 8);
        return parse(Unpooled.wrappedBuffer(bytes));
    }

    private static void requireMapping(byte[] bytes, int channels) throws MediaException {
        if (bytes.length < MIN_SIZE + 2 + channels) {
            throw new MediaException("Opus header: its mapping table is cut off");
        }
        int streams = bytes[19] & 0xff;
        int coupled = bytes[20] & 0xff;
        if (streams < 1 || coupled > streams || streams + coupled > MAX_CHANNELS) {
            throw new MediaException(
                    "Opus streams: " + streams + ", " + coupled + " of them coupled");
        }
        for (int i = 0; i < channels; i++) {
            int source = bytes[MIN_SIZE + 2 + i] & 0xff;
            if (source != SILENT && source >= streams + coupled) {
                throw new MediaException("Opus channel mapping: " + source);
            }
        }
    }

    /**
     * How long a packet is, by its first bytes (RFC 6716, 3.1); indices of {@code in} stay.
     *
     * @return in samples, 120 to {@value #MAX_PACKET_SAMPLES}
     */
    public static int samples(ByteBuf in) throws MediaException {
        int at = in.readerIndex();
        if (!in.isReadable()) {
            throw new MediaException("Opus packet: empty");
        }
        int toc = in.getUnsignedByte(at);
        int frames =
                switch (toc & 3) {
                    case 0 -> 1;
                    case 1, 2 -> 2;
                    default -> in.readableBytes() < 2 ? 0 : in.getUnsignedByte(at + 1) & 0x3f;
                };
        int samples = frames * frameSamples(toc >> 3);
        if (samples < 1 || samples > MAX_PACKET_SAMPLES) {
            throw new MediaException(
                    "Opus packet: "
                            + samples
                            + " samples (expected: 1 to "
                            + MAX_PACKET_SAMPLES
                            + ")");
        }
        return samples;
    }

    private static int frameSamples(int configuration) {
        if (configuration < 12) {
            int tens = (configuration & 3) == 3 ? 6 : 1 << (configuration & 3);
            return 480 * tens;
        }
        if (configuration < 16) {
            return 480 << (configuration & 1);
        }
        return 120 << (configuration & 3);
    }
}
