package online.nexuscos.streamcore.hub;

import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import online.nexuscos.streamcore.media.AudioConfiguration;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.CodecPrivate;
import online.nexuscos.streamcore.media.Track;
import online.nexuscos.streamcore.media.VideoConfiguration;

/** Makes the packets of a publisher: frames at a rate, rounded to milliseconds like RTMP's. */
public final class TestingMedia {
    public static final Track VIDEO =
            Track.video(
                    new VideoConfiguration(
                            Codec.H264,
                            "avc1.64001f",
                            new CodecPrivate(new byte[] {1}),
                            1280,
                            720,
                            0));
    public static final Track AUDIO = audio(48_000, 1024);

    private TestingMedia() {}

    public static Track audio(int sampleRate, int samplesPerFrame) {
        return Track.audio(
                new AudioConfiguration(
                        Codec.AAC,
                        "mp4a.40.2",
                        new CodecPrivate(new byte[] {2}),
                        sampleRate,
                        2,
                        samplesPerFrame));
    }

    public static IngestPacket video(double seconds, boolean keyframe) {
        long ticks = Math.round(seconds * 1000) * 90;
        return new IngestPacket(
                VIDEO,
                ticks,
                ticks + 3600,
                0,
                keyframe,
                System.nanoTime(),
                Unpooled.directBuffer(8).writeLong(ticks));
    }

    public static IngestPacket audio(Track track, long frame) {
        AudioConfiguration configuration = (AudioConfiguration) track.configuration();
        long ticks = frame * configuration.samplesPerFrame();
        return new IngestPacket(
                track,
                ticks,
                ticks,
                configuration.samplesPerFrame(),
                true,
                System.nanoTime(),
                Unpooled.directBuffer(8).writeLong(ticks));
    }

    /** Video alone, from 0. */
    public static List<IngestPacket> video(double seconds, double rate, double keyframeSeconds) {
        List<IngestPacket> packets = new ArrayList<>();
        int distance = (int) Math.round(keyframeSeconds * rate);
        for (int i = 0; i < Math.round(seconds * rate); i++) {
            packets.add(video(i / rate, i % distance == 0));
        }
        return packets;
    }

    public static List<IngestPacket> audio(double seconds, Track track) {
        AudioConfiguration configuration = (AudioConfiguration) track.configuration();
        List<IngestPacket> packets = new ArrayList<>();
        long frames =
                (long) (seconds * configuration.sampleRate() / configuration.samplesPerFrame());
        for (long i = 0; i < frames; i++) {
            packets.add(audio(track, i));
        }
        return packets;
    }

    /** Both, in the order in which an encoder sends them. */
    public static List<IngestPacket> interleave(List<IngestPacket> one, List<IngestPacket> other) {
        List<IngestPacket> all = new ArrayList<>(one);
        all.addAll(other);
        all.sort(Comparator.comparingDouble(packet -> packet.track().seconds(packet.dts())));
        return all;
    }
}
