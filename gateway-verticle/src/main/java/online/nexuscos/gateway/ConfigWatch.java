package online.nexuscos.gateway;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import online.nexuscos.platform.config.ConfigChange;
import online.nexuscos.platform.config.ConfigFile;
import online.nexuscos.platform.config.CurrentConfig;
import online.nexuscos.platform.config.StreamKeys;
import online.nexuscos.platform.health.Health;
import online.nexuscos.platform.health.HealthSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the configuration's file as long as the program runs, and says what came of it. */
final class ConfigWatch implements HealthSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);
    private static final long BETWEEN_LOOKS_MS = 400;

    private final CurrentConfig config;
    private final ConfigFile file;
    private final Consumer<String> print;
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final Thread thread;
    private volatile Health health = Health.UP;

    private ConfigWatch(CurrentConfig config, ConfigFile file, Consumer<String> print) {
        this.config = config;
        this.file = file;
        this.print = print;
        thread = Thread.ofVirtual().name("configuration").unstarted(this::watch);
    }

    /**
     * Looks from now on.
     *
     * @param print takes what the person at the terminal needs
     */
    static ConfigWatch start(CurrentConfig config, ConfigFile file, Consumer<String> print) {
        ConfigWatch watch = new ConfigWatch(config, file, print);
        watch.publish();
        watch.thread.start();
        return watch;
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(BETWEEN_LOOKS_MS);
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        Set<String> before = config.keys().keys().keySet();
        switch (file.look(config)) {
            case ConfigFile.Same() -> {}
            case ConfigFile.Accepted accepting -> {
                accepted.increment();
                health = Health.UP;
                LOG.info("{} was read: {} changes", file.path(), accepting.changes().size());
                accepting.changes().forEach(ConfigWatch::tell);
                tellKeys(before);
                publish();
            }
            case ConfigFile.Refused(String fault) -> {
                refused.increment();
                health = Health.degraded("the changed file is refused; the log says why");
                LOG.error("{}; nothing was changed", fault);
            }
        }
    }

    private void publish() {
        try {
            config.publishInEffect();
        } catch (IOException e) {
            LOG.warn("`./nexus config` cannot be told what is in effect: {}", e.toString());
        }
    }

    private static void tell(ConfigChange change) {
        switch (change.effect()) {
            case NOW -> LOG.info("{}", change.line());
            case AFTER_RESTART -> LOG.warn("{}", change.line());
        }
    }

    /** A key that was generated is shown once, as at the start. */
    private void tellKeys(Set<String> before) {
        StreamKeys keys = config.keys();
        for (String channel : keys.generated()) {
            if (!before.contains(channel)) {
                keys.key(channel)
                        .ifPresent(key -> print.accept(Announcement.ofChannel(channel, key)));
            }
        }
    }

    void register(PrometheusRegistry registry) {
        CounterWithCallback.builder()
                .name("nexus_config_changes")
                .help("Changes of the configuration's file, by what came of them")
                .labelNames("result")
                .callback(callback -> {
                    callback.call((double) accepted.sum(), "accepted");
                    callback.call((double) refused.sum(), "refused");
                })
                .register(registry);
    }

    @Override
    public String name() {
        return "configuration";
    }

    @Override
    public Kind kind() {
        return Kind.GATEWAY;
    }

    @Override
    public Health check() {
        return health;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
