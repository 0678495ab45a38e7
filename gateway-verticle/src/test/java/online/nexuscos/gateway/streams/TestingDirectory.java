package online.nexuscos.gateway.streams;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import online.nexuscos.streamcore.hub.StreamStatus;
import online.nexuscos.streamcore.media.Cue;
import online.nexuscos.streamcore.pull.PullStatus;

/** A directory of given streams, with three viewers each. */
public final class TestingDirectory implements StreamDirectory {
    private final List<StreamStatus> statuses;

    public TestingDirectory(StreamStatus... statuses) {
        this.statuses = List.of(statuses);
    }

    @Override
    public List<StreamStatus> statuses() {
        return statuses;
    }

    @Override
    public Optional<StreamStatus> status(String name) {
        return statuses.stream().filter(status -> status.name().equals(name)).findFirst();
    }

    @Override
    public Future<Boolean> cue(String name, Cue cue) {
        return Future.succeededFuture(status(name).isPresent());
    }

    @Override
    public int viewers(String name) {
        return 3;
    }

    @Override
    public Optional<PullStatus> source(String name) {
        return Optional.empty();
    }
}
