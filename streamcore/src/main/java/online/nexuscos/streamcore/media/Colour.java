package online.nexuscos.streamcore.media;

/**
 * How a picture's numbers become light, in the code points of ITU-T H.273.
 *
 * @param primaries colour primaries, 0 to 255; 2: not said
 * @param transfer transfer characteristics, 0 to 255; 2: not said
 * @param matrix matrix coefficients, 0 to 255; 2: not said
 * @param fullRange samples use all values, not those of a studio
 */
public record Colour(int primaries, int transfer, int matrix, boolean fullRange) {
    /** A code point that leaves it to the player. */
    public static final int NOT_SAID = 2;

    public static final Colour UNSPECIFIED = new Colour(NOT_SAID, NOT_SAID, NOT_SAID, false);

    private static final int PQ = 16;
    private static final int HLG = 18;

    public Colour {
        requireByte("colour primaries", primaries);
        requireByte("transfer characteristics", transfer);
        requireByte("matrix coefficients", matrix);
    }

    /** What a playlist says of it (draft-pantos-hls-rfc8216bis, 4.4.6.2, VIDEO-RANGE). */
    public VideoRange range() {
        return switch (transfer) {
            case PQ -> VideoRange.PQ;
            case HLG -> VideoRange.HLG;
            default -> VideoRange.SDR;
        };
    }

    private static void requireByte(String name, int value) {
        if (value < 0 || value > 255) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 0 to 255)");
        }
    }
}
