package online.nexuscos.streamcore.media;

import io.netty.buffer.ByteBuf;

/**
 * The header of an AC-3 or E-AC-3 frame (ETSI TS 102 366, 4.4 and E.1.3), and what the boxes dac3
 * and dec3 make of it (annex F).
 *
 * <pre>
 * AC-3:   | 0b77 | u16 crc | 2 rate | 6 size | 5 bsid | 3 bsmod | 3 acmod | ... | 1 lfe
 * E-AC-3: | 0b77 | 2 type | 3 id | 11 size | 2 rate | 2 blocks | 3 acmod | 1 lfe | 5 bsid | ...
 * </pre>
 */
public final class Ac3Header {
    private static final int SYNC_WORD = 0x0b77;
    private static final int MIN_SIZE = 7;
    private static final int LAST_AC3 = 8;
    private static final int FIRST_EAC3 = 11;
    private static final int LAST_EAC3 = 16;
    private static final int BLOCK_SAMPLES = 256;
    private static final int BLOCKS = 6;
    private static final int STEREO = 2;
    private static final int LAST_SIZE_CODE = 37;
    private static final int INDEPENDENT = 0;
    private static final int AC3_CONVERTED = 2;
    private static final int[] SAMPLE_RATES = {48_000, 44_100, 32_000};
    private static final int[] CHANNELS = {2, 1, 2, 3, 3, 4, 4, 5};
    private static final int[] BLOCK_COUNTS = {1, 2, 3, BLOCKS};

    private Ac3Header() {}

    /**
     * Reads the header of a frame without moving the indices of {@code in}.
     *
     * @param codec AC-3 or E-AC-3, as the publisher names it
     */
    public static AudioConfiguration parse(Codec codec, ByteBuf in) throws MediaException {
        byte[] header = new byte[Math.min(in.readableBytes(), 16)];
        in.getBytes(in.readerIndex(), header);
        if (header.length < MIN_SIZE || in.getUnsignedShort(in.readerIndex()) != SYNC_WORD) {
            throw new MediaException(codec.displayName() + " frame: without its sync word");
        }
        int bsid = (header[5] & 0xff) >> 3;
        BitReader bits = new BitReader(header);
        bits.skip(16);
        if (codec == Codec.AC3 && bsid <= LAST_AC3) {
            return ac3(bits);
        }
        if (codec == Codec.EAC3 && bsid >= FIRST_EAC3 && bsid <= LAST_EAC3) {
            return eac3(bits);
        }
        throw new MediaException(codec.displayName() + " bit stream identification: " + bsid);
    }

    private static AudioConfiguration ac3(BitReader in) throws MediaException {
        in.skip(16); // crc1
        int rate = (int) in.bits(2);
        int size = (int) in.bits(6);
        if (rate >= SAMPLE_RATES.length || size > LAST_SIZE_CODE) {
            throw new MediaException("AC-3 header: rate code " + rate + ", size code " + size);
        }
        int bsid = (int) in.bits(5);
        int bsmod = (int) in.bits(3);
        int acmod = (int) in.bits(3);
        if ((acmod & 1) != 0 && acmod != 1) {
            in.bits(2); // cmixlev
        }
        if ((acmod & 4) != 0) {
            in.bits(2); // surmixlev
        }
        if (acmod == STEREO) {
            in.bits(2); // dsurmod
        }
        int lfe = (int) in.bits(1);
        int box =
                (rate << 22)
                        | (bsid << 17)
                        | (bsmod << 14)
                        | (acmod << 11)
                        | (lfe << 10)
                        | ((size >> 1) << 5);
        byte[] dac3 = {(byte) (box >> 16), (byte) (box >> 8), (byte) box};
        return new AudioConfiguration(
                Codec.AC3,
                "ac-3",
                new CodecPrivate(dac3),
                SAMPLE_RATES[rate],
                CHANNELS[acmod] + lfe,
                BLOCKS * BLOCK_SAMPLES);
    }

    private static AudioConfiguration eac3(BitReader in) throws MediaException {
        int type = (int) in.bits(2);
        int substream = (int) in.bits(3);
        if ((type != INDEPENDENT && type != AC3_CONVERTED) || substream != 0) {
            throw new MediaException(
                    "E-AC-3 frame: begins with substream " + substream + " of type " + type);
        }
        int bytes = 2 * ((int) in.bits(11) + 1);
        int rate = (int) in.bits(2);
        int blocks = BLOCKS;
        int sampleRate;
        if (rate == 3) {
            int half = (int) in.bits(2);
            if (half == 3) {
                throw new MediaException("E-AC-3 half rate code: 3 (expected: <= 2)");
            }
            sampleRate = SAMPLE_RATES[half] / 2;
        } else {
            sampleRate = SAMPLE_RATES[rate];
            blocks = BLOCK_COUNTS[(int) in.bits(2)];
        }
        int acmod = (int) in.bits(3);
        int lfe = (int) in.bits(1);
        int bsid = (int) in.bits(5);
        int samples = blocks * BLOCK_SAMPLES;
        long rateKbps = Math.min(0x1fff, 8L * bytes * sampleRate / samples / 1000);
        // One independent substream; those that depend on it are not told, and not lost.
        long box =
                (rateKbps << 27) | ((long) rate << 22) | (bsid << 17) | (acmod << 9) | (lfe << 8);
        byte[] dec3 = {
            (byte) (box >> 32),
            (byte) (box >> 24),
            (byte) (box >> 16),
            (byte) (box >> 8),
            (byte) box
        };
        return new AudioConfiguration(
                Codec.EAC3,
                "ec-3",
                new CodecPrivate(dec3),
                sampleRate,
                CHANNELS[acmod] + lfe,
                samples);
    }
}
