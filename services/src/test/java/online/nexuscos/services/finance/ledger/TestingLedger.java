package online.nexuscos.services.finance.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import online.nexuscos.platform.service.Reply;
import online.nexuscos.platform.sql.Actor;
import online.nexuscos.platform.sql.Database;
import online.nexuscos.platform.sql.DatabaseOptions;
import online.nexuscos.platform.sql.TestingDatabase;
import online.nexuscos.platform.sql.Transaction;

/** A ledger in a fresh database, and what must be true of it whatever was done. */
final class TestingLedger implements AutoCloseable {
    final UUID organisation = UUID.randomUUID();
    final Accounts accounts = new Accounts();
    final Journal journal = new Journal(accounts);
    final Holds holds = new Holds(journal);
    final Reports reports = new Reports(accounts);
    final Seals seals = new Seals();
    final Exports exports = new Exports(seals);
    final Database database;
    private final PrometheusRegistry registry;
    private final TestingDatabase testing;

    TestingLedger() {
        this(InstantSource.system());
    }

    TestingLedger(InstantSource clock) {
        testing = new TestingDatabase(clock, Object::toString);
        registry = testing.registry();
        database = testing.database();
    }

    /** With so many connections at once. */
    TestingLedger(int connections) {
        testing = new TestingDatabase();
        registry = new PrometheusRegistry();
        database =
                new Database(
                        testing.vertx(),
                        testing.store(),
                        DatabaseOptions.of(connections),
                        Object::toString,
                        InstantSource.system(),
                        registry,
                        TestingLedger.class.getClassLoader());
    }

    /** How many transactions ran again, since others were in their way. */
    double retries() {
        return registry.scrape(name -> name.equals("nexus_sql_transaction_retries")).stream()
                .flatMap(metric -> metric.getDataPoints().stream())
                .mapToDouble(point -> ((CounterSnapshot.CounterDataPointSnapshot) point).getValue())
                .sum();
    }

    @Override
    public void close() {
        database.close();
        testing.close();
    }

    TestingDatabase testing() {
        return testing;
    }

    <T, E extends Exception> T write(Database.Work<T, E> work) throws E {
        return database.transaction(new Actor("ada", organisation.toString(), "", ""), work);
    }

    UUID account(String name, String currency) {
        return account(name, currency, Optional.empty(), Optional.empty());
    }

    UUID account(String name, String currency, Optional<Long> minimum, Optional<Long> maximum) {
        OpenAccount asked = new OpenAccount(name, currency, minimum, maximum);
        return write(transaction -> accounts.open(transaction, organisation, asked)).id();
    }

    PostedTransaction transfer(UUID from, UUID to, long amount) {
        return post(new Leg(from, -amount), new Leg(to, amount));
    }

    PostedTransaction post(Leg... legs) {
        return write(transaction -> post(transaction, Optional.empty(), legs));
    }

    PostedTransaction post(Transaction transaction, Optional<String> reference, Leg... legs) {
        Draft draft =
                Draft.of(
                        TimeOrderedId.at(transaction.now()),
                        new PostTransaction("a movement", reference, List.of(legs)),
                        "legs");
        return journal.post(transaction, organisation, List.of(draft)).getFirst();
    }

    Hold hold(UUID from, UUID to, long amount, int seconds) {
        PlaceHold asked = new PlaceHold(from, to, amount, "a hold", Optional.of(seconds));
        return write(transaction -> holds.place(transaction, organisation, asked));
    }

    Account show(UUID id) {
        return accounts.find(database, organisation, id);
    }

    long balance(UUID id) {
        return show(id).balance();
    }

    Upkeep upkeep() {
        return new Upkeep(database, holds, seals, InstantSource.system());
    }

    /** The sum of all balances, by currency, of one moment. */
    Map<String, Long> sums() {
        Map<String, Long> sums = new TreeMap<>();
        database.query(
                "SELECT currency, sum(balance)::bigint AS sum FROM finance.account GROUP BY currency",
                row -> sums.put(row.text("currency"), row.bigint("sum")) == null);
        return sums;
    }

    private interface Export {
        void write(Reply reply, OutputStream to) throws IOException;
    }

    private static String file(Export export) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            export.write(new TestingReply(), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toString(StandardCharsets.UTF_8);
    }

    /** Of which only the file is looked at. */
    private static final class TestingReply implements Reply {
        @Override
        public Reply status(int status) {
            return this;
        }

        @Override
        public Reply header(String name, String value) {
            return this;
        }

        @Override
        public Reply cookie(String cookie) {
            return this;
        }
    }

    String chainFile() {
        return file((reply, to) -> exports.chain(database, organisation, reply, to));
    }

    String hledgerFile() {
        return file((reply, to) -> exports.hledger(database, organisation, reply, to));
    }

    /** Balances are what the postings say, holds what is reserved, and nothing is left over. */
    void checkBooks() {
        List<String> faults = new ArrayList<>();
        faults.addAll(
                faults(
                        "an account differs from its postings",
                        """
                        SELECT a.name AS fault FROM finance.account a
                        LEFT JOIN finance.posting p
                            ON p.organisation_id = a.organisation_id AND p.account_id = a.id
                        GROUP BY a.organisation_id, a.id
                        HAVING a.balance <> coalesce(sum(p.amount), 0)
                            OR a.booked_at IS DISTINCT FROM max(p.booked_at)
                        """));
        faults.addAll(
                faults(
                        "a balance does not follow from the one before",
                        """
                        SELECT journal_id::text AS fault FROM (
                            SELECT *, sum(amount) OVER (PARTITION BY organisation_id, account_id
                                ORDER BY booked_at) AS running FROM finance.posting) p
                        WHERE running <> balance
                        """));
        faults.addAll(
                faults(
                        "a transaction is unbalanced, or half there",
                        """
                        SELECT j.id::text AS fault FROM finance.journal j
                        LEFT JOIN finance.posting p
                            ON p.organisation_id = j.organisation_id AND p.journal_id = j.id
                        LEFT JOIN finance.account a
                            ON a.organisation_id = p.organisation_id AND a.id = p.account_id
                        GROUP BY j.organisation_id, j.id, a.currency
                        HAVING count(p.amount) < 1 OR sum(p.amount) <> 0
                        """));
        faults.addAll(
                faults(
                        "an account differs from its holds",
                        """
                        SELECT a.name AS fault FROM finance.account a LEFT JOIN finance.hold h
                            ON h.organisation_id = a.organisation_id AND a.id IN (h.source_id, h.destination_id)
                        GROUP BY a.organisation_id, a.id
                        HAVING a.outgoing <> coalesce(sum(h.remaining) FILTER (WHERE h.source_id = a.id), 0)
                            OR a.incoming <> coalesce(sum(h.remaining) FILTER (WHERE h.destination_id = a.id), 0)
                        """));
        assertThat(faults).isEmpty();
        assertThat(sums().values()).allMatch(sum -> sum == 0);
    }

    private List<String> faults(String what, String sql) {
        return database.query(sql, row -> what + ": " + row.text("fault"));
    }

    /** How often transactions waited for one another in a circle. */
    long deadlocks() {
        return database.one(
                "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()",
                row -> row.bigint("deadlocks"));
    }
}
