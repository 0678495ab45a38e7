package online.nexuscos.gateway.streams;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import online.nexuscos.streamcore.pull.PullStatus;
import online.nexuscos.streamcore.restream.TargetStatus;

/**
 * A stream as viewers and programs see it. What is not known is left out.
 *
 * @param since when the programme began
 * @param publisher who sends it, where somebody does
 * @param bitrate of all tracks, bits a second
 * @param drops packets that readers were too slow for
 * @param warnings what its publisher had better change, in words
 * @param playback where who asked may watch; absent where everybody may, below {@code /live/<name>}
 * @param source where this server fetches it, where it does
 * @param targets servers that it goes to, too; told to callers on the same machine alone
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
        Optional<List<String>> warnings,
        Optional<Playback> playback,
        Optional<Source> source,
        Optional<List<Target>> targets) {
    enum State {
        @JsonProperty("live")
        LIVE,
        /** Nobody publishes, and viewers see a slate. */
        @JsonProperty("slate")
        SLATE,
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
     * What this server fetches.
     *
     * @param address without credentials; told to callers on the same machine alone
     * @param error why the last try failed, in words; told to the same
     */
    record Source(Phase state, Optional<String> address, Optional<String> error, int failures) {
        enum Phase {
            /** Nobody watches. */
            @JsonProperty("idle")
            IDLE,
            @JsonProperty("connecting")
            CONNECTING,
            @JsonProperty("live")
            LIVE,
            /** It is lost, and will be tried again. */
            @JsonProperty("waiting")
            WAITING,
            @JsonProperty("stopped")
            STOPPED
        }

        static Source of(PullStatus status) {
            Phase state =
                    switch (status.state()) {
                        case IDLE -> Phase.IDLE;
                        case CONNECTING -> Phase.CONNECTING;
                        case LIVE -> Phase.LIVE;
                        case WAITING -> Phase.WAITING;
                        case STOPPED -> Phase.STOPPED;
                    };
            return new Source(
                    state, Optional.of(status.address()), status.error(), status.failures());
        }

        Source withoutAddress() {
            return new Source(state, Optional.empty(), Optional.empty(), failures);
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

    /**
     * Where one viewer may watch.
     *
     * @param path the playlist of HLS, signed
     * @param until when the path ends; this record, asked for again, has the next one
     */
    record Playback(String path, Instant until) {}

    /** One that nobody publishes. */
    static Stream offline(
            String name, String title, Optional<String> description, Optional<Source> source) {
        return new Stream(
                name,
                title,
                description,
                State.OFFLINE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                source,
                Optional.empty());
    }

    /**
     * A server that a stream goes to, too.
     *
     * @param address scheme, host and port
     * @param reason why it is not live
     * @param bytes sent since the stream began
     * @param drops packets that it was too slow for, since the stream began
     */
    record Target(
            String name,
            String address,
            TargetState state,
            Optional<String> reason,
            long bytes,
            long drops) {
        enum TargetState {
            @JsonProperty("off")
            OFF,
            @JsonProperty("connecting")
            CONNECTING,
            @JsonProperty("live")
            LIVE,
            /** It did not work, and is tried again soon. */
            @JsonProperty("retrying")
            RETRYING,
            /** It is not tried again before the stream begins anew or the target changes. */
            @JsonProperty("failed")
            FAILED
        }

        static Target of(TargetStatus status) {
            return new Target(
                    status.label(),
                    status.place(),
                    switch (status.state()) {
                        case OFF -> TargetState.OFF;
                        case CONNECTING -> TargetState.CONNECTING;
                        case LIVE -> TargetState.LIVE;
                        case RETRYING -> TargetState.RETRYING;
                        case FAILED -> TargetState.FAILED;
                    },
                    Optional.of(status.reason()).filter(reason -> !reason.isEmpty()),
                    status.bytes(),
                    status.dropped());
        }
    }

    Stream withoutAddress() {
        return of(
                publisher.map(Publisher::withoutAddress),
                playback,
                source.map(Source::withoutAddress),
                Optional.empty());
    }

    Stream at(Playback granted) {
        return of(publisher, Optional.of(granted), source, targets);
    }

    private Stream of(
            Optional<Publisher> sender,
            Optional<Playback> where,
            Optional<Source> from,
            Optional<List<Target>> to) {
        return new Stream(
                name,
                title,
                description,
                state,
                since,
                sender,
                video,
                audio,
                bitrate,
                viewers,
                drops,
                warnings,
                where,
                from,
                to);
    }
}
