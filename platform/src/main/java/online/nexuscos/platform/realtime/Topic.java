package online.nexuscos.platform.realtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something whose state many follow live: they get a snapshot with its number, then each change
 * with the next number. Whoever lost the line goes on after the last number seen, as long as the
 * last {@value #RING} changes reach back that far, or else gets a new snapshot.
 *
 * <p>A change is to be such that taking it twice does no harm ("viewers are 7", not "one more"): a
 * snapshot may hold it already. Safe on any thread.
 *
 * @param <S> record of a snapshot
 * @param <C> record of a change
 */
public final class Topic<S, C> {
    static final int RING = 256;

    /** Lines of one topic, for example rooms; the one longest unused goes first. */
    static final int MAX_LINES = 10_000;

    private static final Pattern NAME =
            Pattern.compile("[a-z][a-z0-9-]{0,31}(\\.[a-z][a-z0-9-]{0,31}){0,2}(\\.\\{id})?");
    private static final String ID = ".{id}";
    private static final Pattern ID_FORM = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final String name;
    private final Class<S> snapshotType;
    private final Class<C> changeType;
    private final Function<String, Optional<S>> source;
    private final Map<String, Line<C>> lines = new LinkedHashMap<>(16, 0.75f, true);
    private volatile Listener<C> listener = (address, position, change) -> {};

    /**
     * A change, with its place.
     *
     * @param number one more than that of the change before it
     */
    public record Numbered<C>(long number, C change) {}

    /**
     * A place in a topic.
     *
     * @param epoch names the run of numbers: a restart begins another
     * @param number of the last change seen, 0 for none
     */
    public record Position(String epoch, long number) {}

    /**
     * What somebody who joins gets.
     *
     * @param position where the snapshot stands, or the last of the changes
     * @param snapshot absent where changes are enough
     * @param changes those missed, in order
     */
    public record Joined<S, C>(Position position, Optional<S> snapshot, List<Numbered<C>> changes) {
        public Joined {
            changes = List.copyOf(changes);
        }
    }

    /** Carries changes to those who joined. Called in order, and must not wait. */
    @FunctionalInterface
    public interface Listener<C> {
        /**
         * Takes a change.
         *
         * @param address {@code rooms.42}
         */
        void changed(String address, Position position, C change);
    }

    private static final class Line<C> {
        final String epoch = UUID.randomUUID().toString();
        final Deque<Numbered<C>> ring = new ArrayDeque<>();
        long number;
    }

    private Topic(
            String name, Class<S> snapshot, Class<C> change, Function<String, Optional<S>> source) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(name + " (expected: " + NAME + ")");
        }
        this.name = name;
        this.snapshotType = snapshot;
        this.changeType = change;
        this.source = source;
    }

    /**
     * A topic with one line.
     *
     * @param name {@code streams}
     * @param source tells the state; must not wait
     */
    public static <S, C> Topic<S, C> of(
            String name, Class<S> snapshot, Class<C> change, Supplier<S> source) {
        if (name.endsWith(ID)) {
            throw new IllegalArgumentException(name + " (expected: a name without {id})");
        }
        return new Topic<>(name, snapshot, change, id -> Optional.of(source.get()));
    }

    /**
     * A topic with a line for each of many things.
     *
     * @param name ends in {@code .{id}}
     * @param source tells the state of one; empty where there is no such thing; must not wait
     */
    public static <S, C> Topic<S, C> ofEach(
            String name, Class<S> snapshot, Class<C> change, Function<String, Optional<S>> source) {
        if (!name.endsWith(ID)) {
            throw new IllegalArgumentException(name + " (expected: a name that ends in {id})");
        }
        return new Topic<>(name, snapshot, change, source);
    }

    public String name() {
        return name;
    }

    /** It has a line for each of many things. */
    public boolean isOfEach() {
        return name.endsWith(ID);
    }

    public Class<S> snapshotType() {
        return snapshotType;
    }

    public Class<C> changeType() {
        return changeType;
    }

    /** Who carries changes from now on; there is one. */
    public void listen(Listener<C> carrier) {
        listener = carrier;
    }

    /**
     * The id in an address of this topic: of {@code rooms.42} that is 42, of {@code streams} the
     * empty text; nothing where it is an address of another topic.
     */
    public Optional<String> match(String address) {
        if (!name.endsWith(ID)) {
            return name.equals(address) ? Optional.of("") : Optional.empty();
        }
        String stem = name.substring(0, name.length() - ID.length() + 1);
        if (!address.startsWith(stem)) {
            return Optional.empty();
        }
        Matcher id = ID_FORM.matcher(address.substring(stem.length()));
        return id.matches() ? Optional.of(id.group()) : Optional.empty();
    }

    /** Tells a change of the only line. */
    public void publish(C change) {
        publish("", change);
    }

    /**
     * Tells a change.
     *
     * @param id whose it is; empty for a topic with one line
     */
    public void publish(String id, C change) {
        synchronized (lines) {
            Line<C> line = line(id);
            line.number++;
            line.ring.addLast(new Numbered<>(line.number, change));
            if (line.ring.size() > RING) {
                line.ring.removeFirst();
            }
            listener.changed(address(id), new Position(line.epoch, line.number), change);
        }
    }

    /**
     * What to give to one who joins; empty where there is no such thing.
     *
     * @param after the last place seen, where there is one
     */
    public Optional<Joined<S, C>> join(String id, Optional<Position> after) {
        synchronized (lines) {
            Optional<S> snapshot = source.apply(id);
            if (snapshot.isEmpty()) {
                return Optional.empty();
            }
            Line<C> line = line(id);
            Position now = new Position(line.epoch, line.number);
            return Optional.of(
                    after.filter(last -> reaches(line, last))
                            .map(last -> new Joined<S, C>(now, Optional.empty(), since(line, last)))
                            .orElseGet(() -> new Joined<>(now, snapshot, List.of())));
        }
    }

    private boolean reaches(Line<C> line, Position last) {
        long oldest = line.ring.isEmpty() ? line.number + 1 : line.ring.getFirst().number();
        return last.epoch().equals(line.epoch)
                && last.number() <= line.number
                && last.number() >= oldest - 1;
    }

    private List<Numbered<C>> since(Line<C> line, Position last) {
        List<Numbered<C>> missed = new ArrayList<>();
        for (Numbered<C> change : line.ring) {
            if (change.number() > last.number()) {
                missed.add(change);
            }
        }
        return missed;
    }

    private Line<C> line(String id) {
        Line<C> line = lines.computeIfAbsent(id, unseen -> new Line<>());
        if (lines.size() > MAX_LINES) {
            lines.remove(lines.keySet().iterator().next());
        }
        return line;
    }

    /** Where the line of that id is; the empty id is that of a topic with one line. */
    public String address(String id) {
        return id.isEmpty() ? name : name.substring(0, name.length() - ID.length() + 1) + id;
    }
}
