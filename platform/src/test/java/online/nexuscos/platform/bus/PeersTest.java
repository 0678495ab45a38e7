package online.nexuscos.platform.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import online.nexuscos.platform.bus.ServiceStatus.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a node knows of the others, on virtual time. */
class PeersTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    private final Vertx vertx = Vertx.vertx();
    private final BusMetrics metrics = new BusMetrics(new PrometheusRegistry());
    private final Instances instances = new Instances(metrics);
    private final Peers peers =
            new Peers(
                    vertx,
                    BusOptions.of("here", new byte[32], InstantSource.system()),
                    instances,
                    List::of,
                    metrics);

    @AfterEach
    void close() throws Exception {
        TestingBus.await(vertx.close());
    }

    private static Beat beat(String node, String run, State state, int inFlight) {
        return new Beat(
                node,
                run,
                "member-" + node,
                "10.0.0.1",
                7000,
                false,
                List.of(new Beat.Instance("shop", state, 0, inFlight, "")));
    }

    private Optional<String> next(Instant now) {
        return instances.begin("shop", Set.of(), now).map(Circuit::node);
    }

    @Test
    void theLeastLoadedNodeIsCalled() {
        assertThat(next(START)).isEmpty();
        assertThat(peers.heard(beat("a", "1", State.UP, 9), START)).isTrue();
        assertThat(peers.heard(beat("b", "1", State.UP, 2), START)).isTrue();
        assertThat(next(START)).contains("b");
        peers.heard(beat("b", "1", State.UP, 20), START);
        assertThat(next(START)).contains("a");
        assertThat(peers.running("shop")).extracting(NodeAddress::node).containsExactly("a", "b");
    }

    @Test
    void thoseWithAsLittleToDoTakeTurns() {
        peers.heard(beat("a", "1", State.UP, 0), START);
        peers.heard(beat("b", "1", State.UP, 0), START);
        for (int i = 0; i < 3; i++) {
            Set<String> asked = new TreeSet<>();
            for (int call = 0; call < 2; call++) {
                Circuit circuit = instances.begin("shop", Set.of(), START).orElseThrow();
                circuit.succeeded();
                asked.add(circuit.node());
            }
            assertThat(asked).containsExactly("a", "b");
        }
    }

    @Test
    void whatIsDownOrNotToldOfGetsNoCalls() {
        peers.heard(beat("a", "1", State.UP, 0), START);
        assertThat(peers.heard(beat("a", "1", State.DOWN, 0), START)).isFalse();
        assertThat(next(START)).isEmpty();
        peers.heard(beat("a", "1", State.UP, 0), START);
        assertThat(next(START)).contains("a");
        peers.heard(new Beat("a", "1", "m", "h", 1, false, List.of()), START);
        assertThat(next(START)).isEmpty();
    }

    @Test
    void aSilentNodeBreaksItsCircuitAndItsPendingCalls() {
        peers.heard(beat("a", "1", State.UP, 0), START);
        Circuit circuit = instances.begin("shop", Set.of(), START).orElseThrow();
        Promise<String> pending = circuit.watch(Promise.promise());
        Instant later = START.plus(Peers.SILENT);
        peers.listen(later);
        assertThat(circuit.state()).isEqualTo(Circuit.State.CLOSED);
        later = later.plusMillis(1);
        peers.listen(later);
        assertThat(pending.future().failed()).isTrue();
        circuit.failed(later);
        assertThat(circuit.state()).isEqualTo(Circuit.State.OPEN);
        assertThat(next(later.plusSeconds(30))).isEmpty();
        assertThat(peers.statuses().getFirst().state()).isEqualTo(State.DOWN);
        assertThat(peers.find("a")).isEmpty();

        peers.heard(beat("a", "1", State.UP, 0), later.plusSeconds(30));
        assertThat(next(later.plusSeconds(30))).contains("a");
        assertThat(peers.statuses().getFirst().state()).isEqualTo(State.UP);
    }

    @Test
    void aNodeThatIsGoneIsForgotten() {
        peers.heard(beat("a", "1", State.UP, 0), START);
        peers.heard(beat("b", "1", State.UP, 0), START);
        peers.heard(beat("c", "1", State.UP, 0), START);
        Circuit onB = instances.beginAt("shop", "b", START).orElseThrow();
        Promise<String> pending = onB.watch(Promise.promise());
        peers.lost("member-b");
        peers.lost("member-b");
        assertThat(pending.future().failed()).isTrue();
        peers.heard(new Beat("c", "1", "m", "h", 1, true, List.of()), START);
        assertThat(peers.statuses()).extracting(ServiceStatus::node).containsExactly("a");
        peers.listen(START.plus(Peers.FORGOTTEN).plusMillis(1));
        assertThat(peers.statuses()).isEmpty();
        assertThat(next(START)).isEmpty();
    }

    @Test
    void anotherRunOfANodeBeginsAnew() {
        peers.heard(beat("a", "1", State.UP, 0), START);
        Circuit before = instances.begin("shop", Set.of(), START).orElseThrow();
        assertThat(peers.heard(beat("a", "2", State.UP, 0), START)).isFalse();
        assertThat(instances.begin("shop", Set.of(), START).orElseThrow()).isNotSameAs(before);
    }

    @Test
    void nodesAreBounded() {
        for (int i = 0; i < Peers.MAX_PEERS; i++) {
            assertThat(peers.heard(beat("n" + i, "1", State.UP, 0), START)).isTrue();
        }
        assertThat(peers.heard(beat("more", "1", State.UP, 0), START)).isFalse();
        assertThat(peers.statuses()).hasSize(Peers.MAX_PEERS);
    }
}
