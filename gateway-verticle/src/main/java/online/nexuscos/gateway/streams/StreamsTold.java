package online.nexuscos.gateway.streams;

import java.util.List;
import online.nexuscos.platform.sql.Event;

/**
 * What is on at a node, told to the others every second.
 *
 * @param streams without addresses of publishers
 */
record StreamsTold(String node, List<Stream> streams) implements Event {
    /** More are not told: some 600 bytes each. */
    static final int MAX_STREAMS = 1000;

    StreamsTold {
        streams = List.copyOf(streams);
    }

    @Override
    public String key() {
        return node;
    }
}
