package online.nexuscos.streamcore.media;

import io.netty.buffer.ByteBuf;

/**
 * Reads an AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1).
 *
 * <pre>
 * | 5 object type (31: +6) | 4 frequency (15: +24) | 4 channels | GASpecificConfig: 1 frame length ...
 * </pre>
 */
public final class AudioSpecificConfig {
    private static final int MAX_SIZE = 64;
    private static final int[] SAMPLE_RATES = {
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025,
        8_000, 7_350
    };
    private static final int[] CHANNELS = {0, 1, 2, 3, 4, 5, 6, 8};
    private static final int AAC_MAIN = 1;
    private static final int AAC_LC = 2;
    private static final int SBR = 5;
    private static final int PS = 29;
    private static final int MAX_SAMPLE_RATE = 192_000;

    private AudioSpecificConfig() {}

    /** Reads the whole of {@code in}. */
    public static AudioConfiguration parse(ByteBuf in) throws MediaException {
        int size = in.readableBytes();
        if (size < 2 || size > MAX_SIZE) {
            throw new MediaException(
                    "AAC configuration length: " + size + " (expected: 2 to " + MAX_SIZE + ")");
        }
        byte[] bytes = new byte[size];
        in.readBytes(bytes);
        BitReader bits = new BitReader(bytes);
        int objectType = objectType(bits);
        int sampleRate = sampleRate(bits);
        int channels = channels((int) bits.bits(4));
        int core = objectType;
        if (objectType == SBR || objectType == PS) {
            // Times are counted in what the decoder puts out: twice the core's samples.
            sampleRate = sampleRate(bits);
            core = objectType(bits);
        }
        if (core != AAC_LC && core != AAC_MAIN) {
            throw new MediaException("AAC object type: " + core + " (expected: AAC-LC or HE-AAC)");
        }
        int coreSamples = bits.flag() ? 960 : 1024;
        return new AudioConfiguration(
                Codec.AAC,
                "mp4a.40." + objectType,
                new CodecPrivate(bytes),
                sampleRate,
                objectType == PS ? 2 : channels,
                objectType == core ? coreSamples : 2 * coreSamples);
    }

    private static int objectType(BitReader bits) throws MediaException {
        int type = (int) bits.bits(5);
        return type == 31 ? 32 + (int) bits.bits(6) : type;
    }

    private static int sampleRate(BitReader bits) throws MediaException {
        int index = (int) bits.bits(4);
        if (index == 15) {
            int rate = (int) bits.bits(24);
            if (rate < 1 || rate > MAX_SAMPLE_RATE) {
                throw new MediaException(
                        "AAC sample rate: " + rate + " (expected: 1 to " + MAX_SAMPLE_RATE + ")");
            }
            return rate;
        }
        if (index >= SAMPLE_RATES.length) {
            throw new MediaException("AAC sample rate index: " + index + " (expected: <= 12)");
        }
        return SAMPLE_RATES[index];
    }

    private static int channels(int configuration) throws MediaException {
        if (configuration < 1 || configuration >= CHANNELS.length) {
            throw new MediaException(
                    "AAC channel configuration: " + configuration + " (expected: 1 to 7)");
        }
        return CHANNELS[configuration];
    }
}
