package online.nexuscos.streamcore.rtmp;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import online.nexuscos.streamcore.flv.FourCc;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.rtmp.amf.AmfValue;

/**
 * What the two ends of a connection can do beyond RTMP 1.0, as {@code connect} and its answer tell
 * (<a href="https://veovera.github.io/enhanced-rtmp/docs/enhanced/enhanced-rtmp-v2">Enhanced RTMP
 * 2</a>, Enhancing NetConnection connect Command).
 *
 * @param receives codecs that the peer takes; of a kind of which it says nothing, all
 * @param extended flags of {@code capsEx}
 * @param enhanced which of the two dialects the peer speaks
 */
record Capabilities(Set<Codec> receives, int extended, Dialect enhanced) {
    /** Which protocol a peer speaks. */
    enum Dialect {
        RTMP_1,
        ENHANCED
    }

    static final int RECONNECT = 1;
    static final int MULTITRACK = 2;
    static final int MOD_EX = 4;
    static final int NANO_OFFSET = 8;

    /** What every player of RTMP has always taken. */
    private static final Set<Codec> LEGACY = EnumSet.of(Codec.H264, Codec.AAC, Codec.MP3);

    private static final Set<Codec> ALL = EnumSet.allOf(Codec.class);

    /** What no packager here can use yet is not asked for. */
    private static final Set<Codec> TAKEN = EnumSet.complementOf(EnumSet.of(Codec.VP8));

    private static final String ANY = "*";
    private static final int CAN_DECODE = 1;
    private static final int CAN_FORWARD = 4;
    private static final String CODECS = "fourCcList";
    private static final String VIDEO_CODECS = "videoFourCcInfoMap";
    private static final String AUDIO_CODECS = "audioFourCcInfoMap";
    private static final String EXTENDED = "capsEx";

    Capabilities {
        receives = Set.copyOf(receives);
    }

    /** Before {@code connect}. */
    static final Capabilities NONE = new Capabilities(ALL, 0, Dialect.RTMP_1);

    /**
     * What a peer says.
     *
     * @param connect the object of its {@code connect}
     */
    static Capabilities of(AmfValue connect) {
        Map<String, AmfValue> said = connect.properties();
        boolean enhanced =
                said.containsKey(CODECS)
                        || said.containsKey(VIDEO_CODECS)
                        || said.containsKey(AUDIO_CODECS)
                        || said.containsKey(EXTENDED);
        if (!enhanced) {
            return NONE;
        }
        Set<Codec> receives = EnumSet.copyOf(LEGACY);
        for (Codec codec : Codec.values()) {
            String map = codec.isVideo() ? VIDEO_CODECS : AUDIO_CODECS;
            boolean told = said.containsKey(CODECS) || said.containsKey(map);
            if (!told
                    || isListed(connect.property(CODECS), codec)
                    || isReceived(connect.property(map), codec)) {
                receives.add(codec);
            }
        }
        double extended = connect.property(EXTENDED).asNumber(0);
        boolean usable = extended >= 0 && extended <= Integer.MAX_VALUE;
        return new Capabilities(receives, usable ? (int) extended : 0, Dialect.ENHANCED);
    }

    /** Is this among the codecs of {@code fourCcList}? Its examples write capitals as they like. */
    private static boolean isListed(AmfValue list, Codec codec) {
        return list instanceof AmfValue.StrictArray(List<AmfValue> values)
                && values.stream()
                        .map(value -> value.asText(""))
                        .anyMatch(name ->
                                name.equals(ANY) || name.equalsIgnoreCase(FourCc.of(codec)));
    }

    private static boolean isReceived(AmfValue map, Codec codec) {
        return isReceived(map.property(FourCc.of(codec))) || isReceived(map.property(ANY));
    }

    private static boolean isReceived(AmfValue flags) {
        double value = flags.asNumber(0);
        return value >= 1 && value <= 0xff && ((int) value & (CAN_DECODE | CAN_FORWARD)) != 0;
    }

    boolean canReconnect() {
        return (extended & RECONNECT) != 0;
    }

    /** What this server says of itself to a peer that has said something of the kind. */
    Map<String, AmfValue> answer() {
        Map<String, AmfValue> answer = new LinkedHashMap<>();
        switch (enhanced) {
            case RTMP_1 -> {}
            case ENHANCED -> {
                List<AmfValue> names = new ArrayList<>();
                Map<String, AmfValue> video = new LinkedHashMap<>();
                Map<String, AmfValue> audio = new LinkedHashMap<>();
                for (Codec codec : TAKEN) {
                    String name = FourCc.of(codec);
                    names.add(new AmfValue.Text(name));
                    (codec.isVideo() ? video : audio).put(name, new AmfValue.Number(CAN_FORWARD));
                }
                answer.put(CODECS, new AmfValue.StrictArray(names));
                answer.put(VIDEO_CODECS, new AmfValue.ObjectMap(video));
                answer.put(AUDIO_CODECS, new AmfValue.ObjectMap(audio));
                answer.put(
                        EXTENDED,
                        new AmfValue.Number(RECONNECT | MULTITRACK | MOD_EX | NANO_OFFSET));
            }
        }
        return answer;
    }
}
