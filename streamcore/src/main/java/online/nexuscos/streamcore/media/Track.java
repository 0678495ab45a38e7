package online.nexuscos.streamcore.media;

/**
 * One track of a stream during one epoch.
 *
 * @param id unique in the stream; video 1, audio 2
 * @param timescale ticks a second of the packets' times
 */
public record Track(int id, int timescale, TrackConfiguration configuration) {
    public static Track video(VideoConfiguration configuration) {
        return new Track(1, VideoConfiguration.TIMESCALE, configuration);
    }

    public static Track audio(AudioConfiguration configuration) {
        return new Track(2, configuration.sampleRate(), configuration);
    }

    public boolean isVideo() {
        return configuration instanceof VideoConfiguration;
    }

    public double seconds(long ticks) {
        return (double) ticks / timescale;
    }
}
