package online.nexuscos.platform.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Instant;
import online.nexuscos.platform.bus.Circuit.State;
import org.junit.jupiter.api.Test;

class CircuitTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private final Circuit circuit =
            new Circuit("a", "local", new BusMetrics(new PrometheusRegistry()));

    private void fail() {
        assertThat(circuit.begin(NOW)).isTrue();
        circuit.failed(NOW);
    }

    @Test
    void restsAfterFailuresInARowAlone() {
        for (int i = 1; i < Circuit.MAX_FAILURES; i++) {
            fail();
        }
        assertThat(circuit.begin(NOW)).isTrue();
        circuit.succeeded();
        for (int i = 1; i < Circuit.MAX_FAILURES; i++) {
            fail();
        }
        assertThat(circuit.state()).isEqualTo(State.CLOSED);
        fail();
        assertThat(circuit.state()).isEqualTo(State.OPEN);
        assertThat(circuit.begin(NOW)).isFalse();
        assertThat(circuit.load()).isZero();
    }

    @Test
    void putsOneCallOnTrial() {
        for (int i = 0; i < Circuit.MAX_FAILURES; i++) {
            fail();
        }
        Instant later = NOW.plus(Circuit.REST);
        assertThat(circuit.begin(later.minusMillis(1))).isFalse();
        assertThat(circuit.begin(later)).isTrue();
        assertThat(circuit.begin(later)).isFalse();
        circuit.failed(later);
        assertThat(circuit.begin(later)).isFalse();
        Instant muchLater = later.plus(Circuit.REST);
        assertThat(circuit.begin(muchLater)).isTrue();
        circuit.succeeded();
        assertThat(circuit.begin(muchLater)).isTrue();
    }
}
