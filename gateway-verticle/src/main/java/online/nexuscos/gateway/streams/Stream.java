package online.nexuscos.gateway.streams;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A stream as viewers and programs see it. What is not known is left out.
 *
 * @param since when the programme began
 * @param publisher who sends it, where somebody does
 * @param bitrate of all tracks, bits a second
 * @param drops packets that readers were too slow for
 * @param warnings what its publisher had better change, in words
 */
record Stream(
        String name,
        String title,
        Optional<String> description,
        State state,
        Optional<Instant> since,
        Optional<Publisher> publisher,
        Optional<Video> video,
        Optional<Audio> audio,
        Optional<Long> bitrate,
        int viewers,
        Optional<Long> drops,
        Optional<List<String>> warnings) {
    enum State {
        @JsonProperty("live")
        LIVE,
        /** The publisher lost the line, and may come back. */
        @JsonProperty("waiting")
        WAITING,
        @JsonProperty("offline")
        OFFLINE
    }

    /**
     * Who sends a stream.
     *
     * @param address told to callers on the same machine alone
     * @param agent the program, as it calls itself
     */
    record Publisher(String protocol, Optional<String> address, Optional<String> agent) {
        Publisher withoutAddress() {
            return new Publisher(protocol, Optional.empty(), agent);
        }
    }

    /**
     * A track of pictures.
     *
     * @param codec as RFC 6381 writes it
     * @param bitrate bits a second
     */
    record Video(
            String codec,
            int width,
            int height,
            Optional<Double> frameRate,
            long bitrate,
            Optional<Long> keyframeDistanceMs) {}

    /**
     * A track of sound.
     *
     * @param sampleRate hertz
     * @param bitrate bits a second
     */
    record Audio(String codec, int sampleRate, int channels, long bitrate) {}

    Stream withoutAddress() {
        return new Stream(
                name,
                title,
                description,
                state,
                since,
                publisher.map(Publisher::withoutAddress),
                video,
                audio,
                bitrate,
                viewers,
                drops,
                warnings);
    }
}
