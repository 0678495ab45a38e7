package online.nexuscos.gateway.streams;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import online.nexuscos.streamcore.hub.StreamStatus;
import online.nexuscos.streamcore.media.Cue;
import online.nexuscos.streamcore.pull.PullStatus;
import online.nexuscos.streamcore.restream.TargetStatus;

/** The streams that there are. Any thread. */
public interface StreamDirectory {
    /** Those that are live or may come back. */
    List<StreamStatus> statuses();

    Optional<StreamStatus> status(String name);

    /**
     * Says something at this moment of a stream, to the programs that play it.
     *
     * @return false where nobody publishes it
     */
    Future<Boolean> cue(String name, Cue cue);

    /** How the fetching of a channel's source stands; empty where it names none. */
    Optional<PullStatus> source(String name);

    /** Viewers of the named stream now. */
    int viewers(String name);

    /** The servers that the named stream goes to, too. */
    default List<TargetStatus> targets(String name) {
        return List.of();
    }
}
