package online.nexuscos.streamcore.media;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The decoder configuration of a track, in one form for each codec, as its box in an MP4 file holds
 * it. Immutable, equal by content.
 *
 * <ul>
 *   <li>H.264: AVCDecoderConfigurationRecord, HEVC: HEVCDecoderConfigurationRecord (ISO/IEC
 *       14496-15), both with lengths of 4 bytes
 *   <li>AV1: AV1CodecConfigurationRecord with a sequence header (AV1 in ISO Base Media, 2.3)
 *   <li>VP9, VP8: the vpcC box's content, version and flags first (VP Codec ISO Media, 2.2)
 *   <li>AAC: AudioSpecificConfig (ISO/IEC 14496-3)
 *   <li>Opus: the identification header, {@code OpusHead} (RFC 7845, 5.1)
 *   <li>FLAC: STREAMINFO without a block header (RFC 9639, 8.2)
 *   <li>AC-3, E-AC-3: the content of dac3 and dec3 (ETSI TS 102 366, annex F)
 *   <li>MP3: empty, frames tell all
 * </ul>
 */
public final class CodecPrivate {
    /** Where frames tell all. */
    public static final CodecPrivate NONE = new CodecPrivate(new byte[0]);

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
