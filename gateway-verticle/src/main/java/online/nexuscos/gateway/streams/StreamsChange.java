package online.nexuscos.gateway.streams;

import java.util.Optional;

/**
 * A change of what is on: one of both.
 *
 * @param stream as it is now
 * @param ended name of one that is over
 */
record StreamsChange(Optional<Stream> stream, Optional<String> ended) {
    static StreamsChange of(Stream stream) {
        return new StreamsChange(Optional.of(stream), Optional.empty());
    }

    static StreamsChange ended(String name) {
        return new StreamsChange(Optional.empty(), Optional.of(name));
    }
}
