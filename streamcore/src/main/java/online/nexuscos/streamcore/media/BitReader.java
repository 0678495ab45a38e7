package online.nexuscos.streamcore.media;

/**
 * Reads bits, most significant first, from a NAL unit or another bit string; with the Exp-Golomb
 * codes of H.264 (ITU-T H.264, 9.1). Reading past the end is an error, never an exception of the
 * JVM.
 */
public final class BitReader {
    private static final int MAX_GOLOMB_ZEROS = 31;

    private final byte[] bytes;
    private int bit;

    public BitReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The NAL unit's payload without its emulation prevention bytes (00 00 03). */
    public static byte[] unescape(byte[] nal, int offset) {
        byte[] out = new byte[nal.length - offset];
        int length = 0;
        int zeros = 0;
        for (int i = offset; i < nal.length; i++) {
            if (zeros >= 2 && nal[i] == 3) {
                zeros = 0;
                continue;
            }
            zeros = nal[i] == 0 ? zeros + 1 : 0;
            out[length++] = nal[i];
        }
        return java.util.Arrays.copyOf(out, length);
    }

    public int bitsLeft() {
        return bytes.length * 8 - bit;
    }

    /** Reads 0 to 32 bits as an unsigned number. */
    public long bits(int count) throws MediaException {
        if (count > bitsLeft()) {
            throw new MediaException(
                    "parameter set: ends after " + bytes.length + " bytes, too early");
        }
        long value = 0;
        for (int i = 0; i < count; i++, bit++) {
            value = (value << 1) | ((bytes[bit >> 3] >> (7 - (bit & 7))) & 1);
        }
        return value;
    }

    /** Passes over any number of bits. */
    public void skip(int count) throws MediaException {
        if (count > bitsLeft()) {
            throw new MediaException(
                    "parameter set: ends after " + bytes.length + " bytes, too early");
        }
        bit += count;
    }

    public boolean flag() throws MediaException {
        return bits(1) == 1;
    }

    /** ue(v), 0 to 2^32 - 2. */
    public long unsignedGolomb() throws MediaException {
        int zeros = 0;
        while (!flag()) {
            if (++zeros > MAX_GOLOMB_ZEROS) {
                throw new MediaException(
                        "Exp-Golomb zeros: " + zeros + " (expected: <= " + MAX_GOLOMB_ZEROS + ")");
            }
        }
        return (1L << zeros) - 1 + bits(zeros);
    }

    /** ue(v) that must not exceed a limit. */
    public int unsignedGolomb(String name, int limit) throws MediaException {
        long value = unsignedGolomb();
        if (value > limit) {
            throw new MediaException(name + ": " + value + " (expected: <= " + limit + ")");
        }
        return (int) value;
    }

    /** se(v). */
    public long signedGolomb() throws MediaException {
        long code = unsignedGolomb();
        return (code & 1) == 1 ? (code + 1) / 2 : -(code / 2);
    }
}
