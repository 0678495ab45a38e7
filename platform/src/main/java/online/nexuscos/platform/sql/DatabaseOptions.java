package online.nexuscos.platform.sql;

import java.time.Duration;

/**
 * How the database is used.
 *
 * @param connections how many at most, 1 to 200
 * @param patience how long a call waits for a connection, and for the server to start
 * @param statementTime how long one statement may take
 */
public record DatabaseOptions(int connections, Duration patience, Duration statementTime) {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration STATEMENT_TIME = Duration.ofSeconds(10);

    public DatabaseOptions {
        if (connections < 1 || connections > 200) {
            throw new IllegalArgumentException(
                    "connections: " + connections + " (expected: 1 to 200)");
        }
    }

    public static DatabaseOptions of(int connections) {
        return new DatabaseOptions(connections, PATIENCE, STATEMENT_TIME);
    }
}
