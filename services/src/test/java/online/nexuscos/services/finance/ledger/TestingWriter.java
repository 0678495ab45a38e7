package online.nexuscos.services.finance.ledger;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import online.nexuscos.platform.sql.Actor;
import online.nexuscos.platform.sql.Database;
import online.nexuscos.platform.sql.DatabaseOptions;
import online.nexuscos.platform.store.Stores;

/**
 * A program that is to be killed: it transfers from one account to the other without end, and tells
 * the reference of each transfer that was acknowledged. Arguments: a folder, the organisation, two
 * accounts; the database's URL stands in the environment.
 */
public final class TestingWriter {
    private static final int WRITERS = 8;

    private TestingWriter() {}

    public static void main(String[] arguments) throws Exception {
        Stores stores =
                new Stores(
                        java.nio.file.Path.of(arguments[0]),
                        Optional.of(System.getenv("TESTING_WRITER_URL")),
                        Optional.empty());
        Database database =
                new Database(
                        Vertx.vertx(),
                        stores.postgres(),
                        DatabaseOptions.of(WRITERS),
                        Object::toString,
                        InstantSource.system(),
                        new PrometheusRegistry(),
                        TestingWriter.class.getClassLoader());
        UUID organisation = UUID.fromString(arguments[1]);
        UUID from = UUID.fromString(arguments[2]);
        UUID to = UUID.fromString(arguments[3]);
        Journal journal = new Journal(new Accounts());
        for (int writer = 0; writer < WRITERS; writer++) {
            int number = writer;
            Thread.ofPlatform()
                    .start(() -> {
                        for (int i = 0; ; i++) {
                            String reference = "writer " + number + " transfer " + i;
                            transfer(database, journal, organisation, from, to, reference);
                            System.out.println(reference + ';');
                        }
                    });
        }
    }

    private static void transfer(
            Database database,
            Journal journal,
            UUID organisation,
            UUID from,
            UUID to,
            String reference) {
        database.transaction(
                Actor.SYSTEM,
                transaction ->
                        journal.post(
                                transaction,
                                organisation,
                                List.of(
                                        Draft.of(
                                                TimeOrderedId.at(transaction.now()),
                                                new PostTransaction(
                                                        "",
                                                        Optional.of(reference),
                                                        List.of(new Leg(from, -1), new Leg(to, 1))),
                                                "legs"))));
    }
}
