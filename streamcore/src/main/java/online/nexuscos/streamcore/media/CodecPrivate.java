package online.nexuscos.streamcore.media;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The decoder configuration of a track as its container carries it: an
 * AVCDecoderConfigurationRecord (ISO/IEC 14496-15) or an AudioSpecificConfig (ISO/IEC 14496-3).
 * Immutable, equal by content.
 */
public final class CodecPrivate {
    private final byte[] bytes;

    public CodecPrivate(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CodecPrivate that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
