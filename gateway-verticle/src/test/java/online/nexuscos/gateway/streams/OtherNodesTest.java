package online.nexuscos.gateway.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What is known of streams elsewhere, on virtual time. */
class OtherNodesTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final OtherNodes nodes = new OtherNodes("here", now::get);

    private static StreamsTold told(String node, String... names) {
        return new StreamsTold(node, List.of(names).stream().map(OtherNodesTest::stream).toList());
    }

    private static Stream stream(String name) {
        return new Stream(
                name,
                name,
                Optional.empty(),
                Stream.State.LIVE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void knowsWhatOthersToldLast() {
        nodes.heard(told("here", "own"));
        nodes.heard(told("a", "old"));
        nodes.heard(told("a", "x", "z"));
        nodes.heard(told("b", "y"));
        assertThat(nodes.streams()).extracting(Stream::name).containsExactly("x", "y", "z");
        assertThat(nodes.find("y")).isPresent();
        assertThat(nodes.find("own")).isEmpty();
    }

    @Test
    void forgetsWhoIsSilent() {
        nodes.heard(told("a", "x"));
        now.set(START.plus(OtherNodes.FRESH));
        nodes.heard(told("b", "y"));
        assertThat(nodes.streams()).hasSize(2);
        now.set(START.plus(OtherNodes.FRESH).plusMillis(1));
        assertThat(nodes.streams()).extracting(Stream::name).containsExactly("y");
    }

    @Test
    void isBounded() {
        for (int i = 0; i <= OtherNodes.MAX_NODES; i++) {
            nodes.heard(told("n" + i, "s" + i));
        }
        assertThat(nodes.streams()).hasSize(OtherNodes.MAX_NODES);
    }
}
