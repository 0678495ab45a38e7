package online.nexuscos.platform.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import online.nexuscos.platform.realtime.Topic.Joined;
import online.nexuscos.platform.realtime.Topic.Position;
import org.junit.jupiter.api.Test;

class TopicTest {
    record Count(int value) {}

    private final AtomicInteger value = new AtomicInteger();
    private final Topic<Count, Count> topic =
            Topic.of("counter", Count.class, Count.class, () -> new Count(value.get()));

    private void count() {
        topic.publish(new Count(value.incrementAndGet()));
    }

    private Joined<Count, Count> join(Optional<Position> after) {
        return topic.join("", after).orElseThrow();
    }

    @Test
    void givesASnapshotWithItsNumber() {
        count();
        count();
        Joined<Count, Count> joined = join(Optional.empty());
        assertThat(joined.snapshot()).contains(new Count(2));
        assertThat(joined.position().number()).isEqualTo(2);
        assertThat(joined.changes()).isEmpty();
    }

    @Test
    void goesOnAsLongAsTheRingReachesBack() {
        Position start = join(Optional.empty()).position();
        for (int i = 0; i < Topic.RING; i++) {
            count();
        }
        Joined<Count, Count> resumed = join(Optional.of(start));
        assertThat(resumed.snapshot()).isEmpty();
        assertThat(resumed.changes()).hasSize(Topic.RING);
        assertThat(resumed.changes().getFirst().number()).isEqualTo(1);
        count();
        assertThat(join(Optional.of(start)).snapshot()).isPresent();
    }

    @Test
    void startsAnewForPlacesOfAnotherRunOrAhead() {
        count();
        Position now = join(Optional.empty()).position();
        assertThat(join(Optional.of(now)).snapshot()).isEmpty();
        assertThat(join(Optional.of(new Position("other", 1))).snapshot()).isPresent();
        assertThat(join(Optional.of(new Position(now.epoch(), 2))).snapshot()).isPresent();
        assertThat(join(Optional.of(new Position(now.epoch(), -5))).snapshot()).isPresent();
    }

    @Test
    void keepsTheLinesOfManyThingsApart() {
        Topic<Count, Count> rooms =
                Topic.ofEach(
                        "rooms.{id}",
                        Count.class,
                        Count.class,
                        id -> id.equals("gone") ? Optional.empty() : Optional.of(new Count(0)));
        List<String> told = new ArrayList<>();
        rooms.listen((address, position, change) -> told.add(address + " " + position.number()));
        rooms.publish("a", new Count(1));
        rooms.publish("b", new Count(1));
        rooms.publish("a", new Count(2));
        assertThat(told).containsExactly("rooms.a 1", "rooms.b 1", "rooms.a 2");
        assertThat(rooms.match("rooms.a-1")).contains("a-1");
        assertThat(rooms.match("rooms.")).isEmpty();
        assertThat(rooms.match("rooms.a/b")).isEmpty();
        assertThat(rooms.match("roomsX")).isEmpty();
        assertThat(rooms.join("gone", Optional.empty())).isEmpty();
    }

    @Test
    void forgetsTheLineLongestUnused() {
        Topic<Count, Count> rooms =
                Topic.ofEach(
                        "rooms.{id}", Count.class, Count.class, id -> Optional.of(new Count(0)));
        Position first = rooms.join("0", Optional.empty()).orElseThrow().position();
        for (int i = 1; i <= Topic.MAX_LINES; i++) {
            rooms.publish(Integer.toString(i), new Count(i));
        }
        assertThat(rooms.join("0", Optional.of(first)).orElseThrow().snapshot()).isPresent();
    }

    @Test
    void hasNamesThatAreAddresses() {
        assertThatThrownBy(() -> Topic.of("A b", Count.class, Count.class, () -> new Count(0)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Topic.of("x.{id}", Count.class, Count.class, () -> new Count(0)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
