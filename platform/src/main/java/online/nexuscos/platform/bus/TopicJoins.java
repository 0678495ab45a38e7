package online.nexuscos.platform.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import online.nexuscos.platform.bus.ServiceDeclaration.TopicDeclaration;
import online.nexuscos.platform.json.Json;
import online.nexuscos.platform.problem.Problem;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.realtime.Topic;
import online.nexuscos.platform.realtime.Topic.Joined;
import online.nexuscos.platform.realtime.Topic.Position;
import online.nexuscos.platform.service.Principal;

/** Lets callers join the topics of a service. */
final class TopicJoins {
    /** What the route of such a message begins with; the topic's address follows. */
    static final String VERB = "JOIN ";

    static final String NODE = "node";
    static final String EPOCH = "epoch";
    static final String NUMBER = "number";

    private final List<TopicDeclaration> topics;
    private final String node;

    TopicJoins(List<TopicDeclaration> topics, String node) {
        this.topics = topics;
        this.node = node;
    }

    /**
     * Joins one.
     *
     * @return {@code {"node", "epoch", "number", "snapshot"}}, or {@code "changes": [{"number",
     *     "data"}]} in place of the snapshot
     */
    Answer join(Request request, Principal principal) {
        String address = request.head().route().substring(VERB.length());
        for (TopicDeclaration each : topics) {
            Optional<String> id = each.topic().match(address);
            if (id.isPresent()) {
                Dispatcher.require(each.permission(), principal);
                return join(each.topic(), id.get(), after(request));
            }
        }
        return Answer.of(Problem.notFound("There is no topic of this name."));
    }

    private static Optional<Position> after(Request request) {
        String epoch = request.head().path().getOrDefault(EPOCH, "");
        return epoch.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Position(
                                epoch,
                                Long.parseLong(request.head().path().getOrDefault(NUMBER, "0"))));
    }

    private <S, C> Answer join(Topic<S, C> topic, String id, Optional<Position> after) {
        Joined<S, C> joined =
                topic.join(id, after)
                        .orElseThrow(
                                () -> ProblemException.of(404, "There is no topic of this name."));
        JsonObject json =
                new JsonObject()
                        .put(NODE, node)
                        .put(EPOCH, joined.position().epoch())
                        .put(NUMBER, joined.position().number());
        joined.snapshot().ifPresent(state -> json.put("snapshot", Json.tree(state)));
        if (joined.snapshot().isEmpty()) {
            JsonArray changes = new JsonArray();
            for (Topic.Numbered<C> change : joined.changes()) {
                changes.add(
                        new JsonObject()
                                .put(NUMBER, change.number())
                                .put("data", Json.tree(change.change())));
            }
            json.put("changes", changes);
        }
        return Answer.of(200, Buffer.buffer(json.encode()));
    }
}
