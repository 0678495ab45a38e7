package online.nexuscos.streamcore.media;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * An AV1CodecConfigurationRecord (<a
 * href="https://aomediacodec.github.io/av1-isobmff/#av1codecconfigurationbox-syntax">AV1 in ISO
 * Base Media, 2.3</a>).
 *
 * <pre>
 *  0        1            2               3        4
 * +--------+------------+---------------+--------+---------------------------
 * |1|ver=1 |prof| level |tier, depth ...| delay  | OBUs: the sequence header
 * +--------+------------+---------------+--------+---------------------------
 * </pre>
 */
public final class Av1DecoderConfiguration {
    private static final int HEADER = 4;
    private static final int MAX_SIZE = 1024;
    private static final int MARKER_AND_VERSION = 0x81;

    private Av1DecoderConfiguration() {}

    /**
     * Reads the whole of {@code in}.
     *
     * @throws MediaException when it is none, or has no sequence header, which tells the size
     */
    public static VideoConfiguration parse(ByteBuf in) throws MediaException {
        int size = in.readableBytes();
        if (size < HEADER || size > MAX_SIZE) {
            throw new MediaException(
                    "AV1 configuration length: "
                            + size
                            + " (expected: "
                            + HEADER
                            + " to "
                            + MAX_SIZE
                            + ")");
        }
        byte[] record = new byte[size];
        in.readBytes(record);
        if ((record[0] & 0xff) != MARKER_AND_VERSION) {
            throw new MediaException(
                    "AV1 configuration marker and version: "
                            + (record[0] & 0xff)
                            + " (expected: "
                            + MARKER_AND_VERSION
                            + ")");
        }
        ByteBuf units = Unpooled.wrappedBuffer(record);
        int position = HEADER;
        while (position < size) {
            Av1Obu unit = Av1Obu.at(units, position, size);
            if (unit.type() == Av1Obu.SEQUENCE_HEADER) {
                return configuration(header(units, unit), record);
            }
            position = unit.end();
        }
        throw new MediaException("AV1 configuration: has no sequence header");
    }

    /** The configuration that a sequence header in an access unit stands for. */
    public static VideoConfiguration ofSequenceHeader(ByteBuf in, Av1Obu unit)
            throws MediaException {
        int length = unit.end() - unit.start();
        if (length > MAX_SIZE - HEADER) {
            throw new MediaException(
                    "AV1 sequence header length: "
                            + length
                            + " (expected: <= "
                            + (MAX_SIZE - HEADER)
                            + ")");
        }
        Av1SequenceHeader header = header(in, unit);
        byte[] record = new byte[HEADER + length];
        record[0] = (byte) MARKER_AND_VERSION;
        record[1] = (byte) ((header.profile() << 5) | header.level());
        record[2] =
                (byte)
                        ((header.tier() << 7)
                                | (header.bitDepth() > 8 ? 0x40 : 0)
                                | (header.bitDepth() > 10 ? 0x20 : 0)
                                | (header.monochrome() ? 0x10 : 0)
                                | ((header.subsampling() / 100) << 3)
                                | (((header.subsampling() / 10) % 10) << 2)
                                | (header.subsampling() % 10));
        in.getBytes(unit.start(), record, HEADER, length);
        return configuration(header, record);
    }

    private static Av1SequenceHeader header(ByteBuf in, Av1Obu unit) throws MediaException {
        byte[] payload = new byte[unit.end() - unit.payload()];
        in.getBytes(unit.payload(), payload);
        return Av1SequenceHeader.parse(payload);
    }

    private static VideoConfiguration configuration(Av1SequenceHeader header, byte[] record) {
        return new VideoConfiguration(
                Codec.AV1,
                header.rfc6381(),
                new CodecPrivate(record),
                header.width(),
                header.height(),
                header.frameRate(),
                header.colour());
    }
}
