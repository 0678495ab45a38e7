package online.nexuscos.gateway.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Time, level, the logger's last name, message; control characters of the message are shown as
 * {@code ?}, so that nobody forges a line.
 */
final class OneLineLayout extends LayoutBase<ILoggingEvent> {
    private static final int LEVEL_WIDTH = 5;

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        Instant time = Instant.ofEpochMilli(event.getTimeStamp());
        line.append(time.truncatedTo(ChronoUnit.SECONDS).toString(), 0, 19);
        int millis = (int) Math.floorMod(event.getTimeStamp(), 1000L);
        line.append('.').append(String.valueOf(1000 + millis), 1, 4).append("Z ");
        String level = event.getLevel().toString();
        line.append(level).append(" ".repeat(LEVEL_WIDTH - level.length())).append(' ');
        String logger = event.getLoggerName();
        line.append(logger, logger.lastIndexOf('.') + 1, logger.length()).append(": ");
        appendSafely(line, event.getFormattedMessage());
        line.append('\n');
        IThrowableProxy failure = event.getThrowableProxy();
        if (failure != null) {
            line.append(ThrowableProxyUtil.asString(failure));
        }
        return line.toString();
    }

    private static void appendSafely(StringBuilder line, String message) {
        for (int i = 0; i < message.length(); i++) {
            char c = message.charAt(i);
            line.append(Character.isISOControl(c) ? '?' : c);
        }
    }
}
