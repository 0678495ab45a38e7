package online.nexuscos.streamcore.rtmp;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import online.nexuscos.streamcore.media.Colour;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.rtmp.amf.Amf0Reader;
import online.nexuscos.streamcore.rtmp.amf.AmfValue;
import online.nexuscos.streamcore.rtmp.amf.RtmpException;

/**
 * Reads the metadata of a video sequence (<a
 * href="https://veovera.github.io/enhanced-rtmp/docs/enhanced/enhanced-rtmp-v2">Enhanced RTMP
 * 2</a>, Metadata Frame): names with their values, of which {@code colorInfo} is known.
 */
final class ColourInformation {
    private static final int MAX_PAIRS = 16;

    private ColourInformation() {}

    /**
     * Reads the whole of {@code in}.
     *
     * @return empty where the colour is to be what the pictures themselves say
     */
    static Optional<Colour> read(ByteBuf in) throws MediaException {
        Optional<Colour> colour = Optional.empty();
        try {
            for (int i = 0; in.isReadable(); i++) {
                if (i == MAX_PAIRS) {
                    throw new MediaException("video metadata: more than " + MAX_PAIRS + " names");
                }
                String name = Amf0Reader.read(in).asText("");
                AmfValue value = Amf0Reader.read(in);
                if (name.equals("colorInfo")) {
                    colour = colour(value.property("colorConfig"));
                }
            }
        } catch (RtmpException e) {
            throw new MediaException("video metadata: " + e.getMessage());
        }
        return colour;
    }

    private static Optional<Colour> colour(AmfValue configuration) {
        Colour colour =
                new Colour(
                        codePoint(configuration, "colorPrimaries"),
                        codePoint(configuration, "transferCharacteristics"),
                        codePoint(configuration, "matrixCoefficients"),
                        false);
        return colour.equals(Colour.UNSPECIFIED) ? Optional.empty() : Optional.of(colour);
    }

    /** What is not a number of the table says nothing; 0 is reserved in each. */
    private static int codePoint(AmfValue configuration, String name) {
        double value = configuration.property(name).asNumber(Colour.NOT_SAID);
        return value >= 1 && value <= 255 ? (int) value : Colour.NOT_SAID;
    }
}
