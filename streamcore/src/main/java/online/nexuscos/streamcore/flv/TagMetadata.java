package online.nexuscos.streamcore.flv;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import online.nexuscos.streamcore.media.AudioConfiguration;
import online.nexuscos.streamcore.media.Epoch;
import online.nexuscos.streamcore.media.Track;
import online.nexuscos.streamcore.media.VideoConfiguration;
import online.nexuscos.streamcore.rtmp.amf.AmfValue;

/**
 * What {@code onMetaData} tells a player before the first tag (Adobe Flash Video File Format 10.1,
 * E.5).
 */
public final class TagMetadata {
    private static final String ENCODER = "Nexus COS";
    private static final int SAMPLE_BITS = 16;

    private TagMetadata() {}

    /** The values of the script data tag, or of the data message. */
    public static List<AmfValue> of(Epoch epoch) {
        Map<String, AmfValue> properties = new LinkedHashMap<>();
        epoch.video().ifPresent(track -> putVideo(properties, track));
        epoch.audio().ifPresent(track -> putAudio(properties, track));
        properties.put("encoder", new AmfValue.Text(ENCODER));
        return List.of(new AmfValue.Text("onMetaData"), new AmfValue.EcmaArray(properties));
    }

    private static void putVideo(Map<String, AmfValue> properties, Track track) {
        VideoConfiguration video = (VideoConfiguration) track.configuration();
        put(properties, "width", video.width());
        put(properties, "height", video.height());
        if (video.frameRate() > 0) {
            put(properties, "framerate", video.frameRate());
        }
        put(properties, "videocodecid", TagBody.form(track).metadataId());
    }

    private static void putAudio(Map<String, AmfValue> properties, Track track) {
        AudioConfiguration audio = (AudioConfiguration) track.configuration();
        put(properties, "audiosamplerate", audio.sampleRate());
        put(properties, "audiosamplesize", SAMPLE_BITS);
        put(properties, "audiochannels", audio.channels());
        properties.put("stereo", new AmfValue.Bool(audio.channels() > 1));
        put(properties, "audiocodecid", TagBody.form(track).metadataId());
    }

    private static void put(Map<String, AmfValue> properties, String name, double value) {
        properties.put(name, new AmfValue.Number(value));
    }
}
