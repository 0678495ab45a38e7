package online.nexuscos.streamcore.hls;

import io.netty.util.concurrent.FastThreadLocal;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Compresses whole bodies (RFC 1952). A compressor is costly to make and cheap to use again: each
 * thread keeps one.
 */
final class Gzip {
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    private static final int TRAILER_LENGTH = 8;

    /** What incompressible data may grow by, and more. */
    private static final int SLACK = 128;

    private final FastThreadLocal<Deflater> deflaters =
            new FastThreadLocal<>() {
                @Override
                protected Deflater initialValue() {
                    return new Deflater(Deflater.DEFAULT_COMPRESSION, true);
                }

                @Override
                protected void onRemoval(Deflater value) {
                    value.end();
                }
            };

    byte[] compress(byte[] plain) {
        Deflater deflater = deflaters.get();
        deflater.reset();
        deflater.setInput(plain);
        deflater.finish();
        byte[] out = new byte[HEADER.length + plain.length + plain.length / 8 + SLACK];
        System.arraycopy(HEADER, 0, out, 0, HEADER.length);
        int end = HEADER.length;
        end += deflater.deflate(out, end, out.length - end - TRAILER_LENGTH);
        CRC32 crc = new CRC32();
        crc.update(plain, 0, plain.length);
        littleEndian(out, end, (int) crc.getValue());
        littleEndian(out, end + 4, plain.length);
        return Arrays.copyOf(out, end + TRAILER_LENGTH);
    }

    private static void littleEndian(byte[] out, int at, int value) {
        for (int i = 0; i < 4; i++) {
            out[at + i] = (byte) (value >>> (8 * i));
        }
    }
}
