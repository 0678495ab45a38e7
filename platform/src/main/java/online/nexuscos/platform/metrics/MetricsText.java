package online.nexuscos.platform.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Writes a registry as text for Prometheus. Metrics that are only read, the JVM's own among them,
 * join at the first writing, so that a start does not wait for them. Blocks for some milliseconds.
 */
public final class MetricsText {
    /** What {@link #write} puts out. */
    public static final String MEDIA_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private static final int INITIAL_SIZE = 16 << 10;

    private final PrometheusRegistry registry;
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
    private final Runnable registration;
    private boolean registered;

    /**
     * Writes what is in {@code registry}.
     *
     * @param registration run once, before the first writing: registers what else there is
     */
    public MetricsText(PrometheusRegistry registry, Runnable registration) {
        this.registry = registry;
        this.registration = registration;
    }

    public synchronized byte[] write() {
        if (!registered) {
            registered = true;
            registration.run();
            JvmMetrics.builder().register(registry);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(INITIAL_SIZE);
        try {
            writer.write(out, registry.scrape(), EscapingScheme.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
