package online.nexuscos.platform.sql;

import online.nexuscos.platform.store.PostgresAddress;
import org.flywaydb.core.Flyway;

/** One run for all schemas; apart, so that nobody loads Flyway who does not need it. */
final class FlywayRun {
    private FlywayRun() {}

    static void run(ClassLoader loader, String folder, PostgresAddress address) {
        Flyway.configure(loader)
                .dataSource(Addresses.jdbc(address))
                .locations("classpath:" + folder)
                .defaultSchema("platform")
                .createSchemas(true)
                // Modules grow apart from one another, and their schemas do not meet.
                .outOfOrder(true)
                .cleanDisabled(true)
                .loggers("slf4j")
                .load()
                .migrate();
    }
}
