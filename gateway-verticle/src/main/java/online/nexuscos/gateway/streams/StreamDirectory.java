package online.nexuscos.gateway.streams;

import java.util.List;
import java.util.Optional;
import online.nexuscos.streamcore.hub.StreamStatus;

/** The streams that there are. Any thread. */
public interface StreamDirectory {
    /** Those that are live or may come back. */
    List<StreamStatus> statuses();

    Optional<StreamStatus> status(String name);

    /** Viewers of the named stream now. */
    int viewers(String name);
}
