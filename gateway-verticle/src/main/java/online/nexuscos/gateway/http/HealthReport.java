package online.nexuscos.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import online.nexuscos.platform.health.Health;
import online.nexuscos.platform.health.HealthSource;
import online.nexuscos.platform.health.HealthSource.Kind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks all parts at the same time, at most once a second, however many want to know. */
final class HealthReport {
    private static final Logger LOG = LoggerFactory.getLogger(HealthReport.class);
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final long PATIENCE_MS = 2000;

    private final Vertx vertx;
    private final InstantSource clock;
    private final Supplier<List<HealthSource>> sources;
    private @Nullable Future<List<Finding>> last;
    private Instant lastAsked = Instant.MIN;

    /** What a part said. */
    record Finding(Kind kind, String name, Health health) {}

    HealthReport(Vertx vertx, InstantSource clock, Supplier<List<HealthSource>> sources) {
        this.vertx = vertx;
        this.clock = clock;
        this.sources = sources;
    }

    /** Never fails; sorted by kind and name. */
    synchronized Future<List<Finding>> findings() {
        Instant now = clock.instant();
        Future<List<Finding>> known = last;
        if (known == null || now.isAfter(lastAsked.plus(FRESH)) || now.isBefore(lastAsked)) {
            lastAsked = now;
            known = ask();
            last = known;
        }
        return known;
    }

    private Future<List<Finding>> ask() {
        List<Future<Finding>> answers =
                sources.get().stream()
                        .sorted(
                                Comparator.comparing(HealthSource::kind)
                                        .thenComparing(HealthSource::name))
                        .map(this::ask)
                        .toList();
        return Future.all(answers).map(all -> all.<Finding>list());
    }

    private Future<Finding> ask(HealthSource source) {
        Promise<Health> answer = Promise.promise();
        Thread.ofVirtual()
                .name("health of " + source.name())
                .start(() -> answer.complete(check(source)));
        Future<Health> late =
                vertx.timer(PATIENCE_MS, TimeUnit.MILLISECONDS)
                        .map(fired -> Health.down("no answer in " + PATIENCE_MS + " ms"));
        return Future.any(answer.future(), late)
                .map(any ->
                        new Finding(
                                source.kind(),
                                source.name(),
                                answer.future().isComplete()
                                        ? answer.future().result()
                                        : late.result()));
    }

    /** Whatever is wrong with a part is no failure of the report. */
    private static Health check(HealthSource source) {
        try {
            return source.check();
        } catch (RuntimeException e) {
            LOG.warn("{} cannot say how it is", source.name(), e);
            return Health.down("cannot say");
        }
    }
}
