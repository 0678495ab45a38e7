package online.nexuscos.streamcore.rtmp;

import online.nexuscos.streamcore.rtmp.amf.AmfValue;

/**
 * What {@code onMetaData} says that matters here (Adobe Flash Video File Format 10.1, E.5).
 *
 * @param video a video track is announced
 * @param audio an audio track is announced
 * @param encoder the program that encodes, empty where it does not say
 */
record StreamMetadata(boolean video, boolean audio, String encoder) {
    static final StreamMetadata NONE = new StreamMetadata(false, false, "");

    static StreamMetadata of(AmfValue properties) {
        return new StreamMetadata(
                announces(properties.property("videocodecid")),
                announces(properties.property("audiocodecid")),
                PeerText.printable(properties.property("encoder").asText("")));
    }

    /** Some encoders write the number of the FLV specification, some a name. */
    private static boolean announces(AmfValue codec) {
        return codec.asNumber(0) != 0 || !codec.asText("").isEmpty();
    }

    /** Nobody knows yet which tracks come. */
    boolean isSilent() {
        return !video && !audio;
    }
}
