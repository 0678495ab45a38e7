package online.nexuscos.gateway.streams;

import java.util.List;

/** Those that are live or may come back. */
record Streams(List<Stream> streams) {
    Streams {
        streams = List.copyOf(streams);
    }
}
