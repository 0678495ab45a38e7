package online.nexuscos.gateway.streams;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import online.nexuscos.platform.realtime.Topic;
import online.nexuscos.platform.service.Permission;
import online.nexuscos.platform.service.Routes;
import online.nexuscos.streamcore.control.Channels;

/**
 * Tells what is on as it changes: {@code streams} what everybody may see, and a line of {@code
 * streams.hidden} each for the others, whose id its owner alone is told.
 */
final class StreamTopics {
    private final Supplier<List<Told>> source;
    private final Topic<Streams, StreamsChange> open =
            Topic.of("streams", Streams.class, StreamsChange.class, () -> streams(Told.OPEN));
    private final Topic<Streams, StreamsChange> hidden =
            Topic.ofEach(
                    Channels.HIDDEN + "{id}",
                    Streams.class,
                    StreamsChange.class,
                    id -> Optional.of(streams(id)));
    private final Map<String, Told> told = new HashMap<>();

    /**
     * A stream, and where it is told of.
     *
     * @param line the id of its line of {@code streams.hidden}, or {@link #OPEN}
     */
    record Told(String line, Stream stream) {
        static final String OPEN = "";
    }

    /**
     * @param source what is on; must not wait
     */
    StreamTopics(Supplier<List<Told>> source) {
        this.source = source;
    }

    void declare(Routes routes) {
        all().forEach(topic -> routes.topic(Permission.PUBLIC, topic));
    }

    /** What everybody may see. */
    Topic<Streams, StreamsChange> open() {
        return open;
    }

    List<Topic<Streams, StreamsChange>> all() {
        return List.of(open, hidden);
    }

    /** Tells what is different since the last time. Any thread. */
    void refresh() {
        synchronized (told) {
            Map<String, Told> now = new HashMap<>();
            source.get().forEach(each -> now.put(each.stream().name(), each));
            for (Told before : List.copyOf(told.values())) {
                Told after = now.get(before.stream().name());
                if (after == null || !after.line().equals(before.line())) {
                    told.remove(before.stream().name());
                    publish(before.line(), StreamsChange.ended(before.stream().name()));
                }
            }
            now.forEach((name, each) -> {
                if (!each.equals(told.put(name, each))) {
                    publish(each.line(), StreamsChange.of(each.stream()));
                }
            });
        }
    }

    private void publish(String line, StreamsChange change) {
        if (line.equals(Told.OPEN)) {
            open.publish(change);
        } else {
            hidden.publish(line, change);
        }
    }

    private Streams streams(String line) {
        return new Streams(
                source.get().stream()
                        .filter(each -> each.line().equals(line))
                        .map(Told::stream)
                        .toList());
    }
}
