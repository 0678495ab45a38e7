package online.nexuscos.streamcore.hls;

import java.util.ArrayList;
import java.util.List;
import online.nexuscos.streamcore.media.AudioConfiguration;
import online.nexuscos.streamcore.media.VideoConfiguration;
import online.nexuscos.streamcore.media.VideoRange;
import online.nexuscos.streamcore.packaging.Rendition;
import online.nexuscos.streamcore.packaging.WindowSnapshot;

/**
 * The multivariant playlist of a stream (draft-pantos-hls-rfc8216bis, 4.4.6): a variant for each
 * video rendition with the audio as its group, or for the audio alone.
 */
final class MultivariantPlaylist {
    static final String NAME = "index.m3u8";

    private static final int CAPACITY = 512;

    private final PlaylistText text = new PlaylistText(CAPACITY);

    private MultivariantPlaylist() {}

    /** The renditions and the snapshots are those of one moment, in the same order. */
    static String of(List<Rendition> renditions, List<WindowSnapshot> snapshots) {
        return new MultivariantPlaylist().write(renditions, snapshots);
    }

    private String write(List<Rendition> renditions, List<WindowSnapshot> snapshots) {
        text.add("#EXTM3U\n#EXT-X-VERSION:6\n");
        if (snapshots.stream().allMatch(each -> MediaPlaylist.isIndependent(each.segments()))) {
            text.add("#EXT-X-INDEPENDENT-SEGMENTS\n");
        }
        List<Rendition> videos = new ArrayList<>();
        List<Rendition> audios = new ArrayList<>();
        for (Rendition rendition : renditions) {
            switch (rendition.configuration()) {
                case VideoConfiguration video -> videos.add(rendition);
                case AudioConfiguration audio -> audios.add(rendition);
            }
        }
        if (videos.isEmpty()) {
            for (Rendition audio : audios) {
                variant(audio, List.of());
            }
            return text.toString();
        }
        for (Rendition audio : audios) {
            media(audio, audio.equals(audios.getFirst()));
        }
        if (videos.stream().anyMatch(Rendition::hasCaptions)) {
            text.add("#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID=\"captions\",NAME=\"Captions\",");
            text.add("DEFAULT=NO,AUTOSELECT=YES,INSTREAM-ID=\"CC1\"\n");
        }
        for (Rendition video : videos) {
            variant(video, audios);
        }
        return text.toString();
    }

    private void media(Rendition audio, boolean first) {
        text.add("#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"audio\",NAME=\"");
        text.add(audio.name().equals("audio") ? "Audio" : audio.name());
        text.add(first ? "\",DEFAULT=YES" : "\",DEFAULT=NO").add(",AUTOSELECT=YES");
        if (audio.configuration() instanceof AudioConfiguration configuration) {
            text.add(",CHANNELS=\"").add(configuration.channels()).add('"');
        }
        text.add(",URI=\"").add(audio.name()).add(MediaPlaylist.SUFFIX).add("\"\n");
    }

    private void variant(Rendition main, List<Rendition> audios) {
        long peak = 0;
        long average = 0;
        List<String> codecs = new ArrayList<>();
        codecs.add(main.configuration().rfc6381());
        for (Rendition audio : audios) {
            peak = Math.max(peak, audio.peakBitrate());
            average = Math.max(average, audio.averageBitrate());
            if (!codecs.contains(audio.configuration().rfc6381())) {
                codecs.add(audio.configuration().rfc6381());
            }
        }
        peak += main.peakBitrate();
        average += main.averageBitrate();
        // Until a segment is whole there is no peak; 0 would tell players that it costs nothing.
        text.add("#EXT-X-STREAM-INF:BANDWIDTH=").add(Math.max(1, Math.max(peak, average)));
        text.add(",AVERAGE-BANDWIDTH=").add(Math.max(1, average));
        text.add(",CODECS=\"").add(String.join(",", codecs)).add('"');
        if (main.configuration() instanceof VideoConfiguration video) {
            text.add(",RESOLUTION=").add(video.width()).add('x').add(video.height());
            // Where nothing is said, players take it for SDR.
            if (video.colour().range() != VideoRange.SDR) {
                text.add(",VIDEO-RANGE=").add(video.colour().range().name());
            }
            if (main.frameRate() > 0) {
                text.add(",FRAME-RATE=").add(main.frameRate(), 3);
            }
        }
        if (!audios.isEmpty()) {
            text.add(",AUDIO=\"audio\"");
        }
        if (main.hasCaptions()) {
            text.add(",CLOSED-CAPTIONS=\"captions\"");
        }
        text.add('\n').add(main.name()).add(MediaPlaylist.SUFFIX).add('\n');
    }
}
