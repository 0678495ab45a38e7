package online.nexuscos.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OneLineLayoutTest {
    private final LoggerContext context = new LoggerContext();

    private String line(Level level, String message, @Nullable Throwable failure) {
        LoggingEvent event =
                new LoggingEvent(
                        "test", context.getLogger("a.b.Thing"), level, message, failure, null);
        event.setInstant(Instant.parse("2026-01-02T03:04:05.006Z"));
        return new OneLineLayout().doLayout(event);
    }

    @Test
    void isTimeLevelNameAndMessage() {
        assertThat(line(Level.INFO, "up", null))
                .isEqualTo("2026-01-02T03:04:05.006Z INFO  Thing: up\n");
    }

    @Test
    void cannotBeForged() {
        assertThat(line(Level.ERROR, "a\r\n2026 \u001b[31mb\u0085c", null))
                .isEqualTo("2026-01-02T03:04:05.006Z ERROR Thing: a??2026 ?[31mb?c\n");
    }

    @Test
    void endsWithTheFailure() {
        assertThat(line(Level.WARN, "x", new IllegalStateException("why")))
                .contains("Thing: x\njava.lang.IllegalStateException: why");
    }

    @Test
    void configuresALevelForEachOrigin() {
        LogConfigurator configurator = new LogConfigurator();
        configurator.setContext(context);
        configurator.configure(context);
        assertThat(context.getLogger("online.nexuscos").getEffectiveLevel()).isEqualTo(Level.INFO);
        assertThat(context.getLogger("io.netty.util").getEffectiveLevel()).isEqualTo(Level.WARN);
    }
}
