package online.nexuscos.platform.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MetricsTextTest {
    @Test
    void addsWhatIsOnlyReadOnce() {
        PrometheusRegistry registry = new PrometheusRegistry();
        MetricsText text =
                new MetricsText(
                        registry,
                        () -> Counter.builder().name("late").help("late").register(registry).inc());
        assertThat(registry.scrape()).isEmpty();
        text.write();
        assertThat(new String(text.write(), StandardCharsets.UTF_8))
                .contains("late_total 1.0")
                .contains("jvm_memory_used_bytes");
    }
}
