package online.nexuscos.services.finance.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import online.nexuscos.platform.sql.Statements;
import online.nexuscos.platform.sql.Transaction;

/**
 * Gives transactions their place in the hash chain, after they have committed: in a chain that
 * grows within each transaction, all of an organisation's would wait for one another. The order is
 * that of booking among those that are seen; since a posting waits for the one before it in the
 * same account, each account's order is kept.
 */
final class Seals {
    static final int BATCH = 500;

    /** Nobody's lock name of two organisations is the same. */
    private static final String LOCK = "ledger/chain/";

    /**
     * The end of a chain.
     *
     * @param number of the last transaction; 0 where there is none
     * @param hash 64 hexadecimal digits
     */
    record Head(long number, String hash) {}

    /** Organisations whose transactions wait. */
    List<UUID> waiting(Statements statements, int limit) {
        return statements.query(
                """
                SELECT DISTINCT organisation_id FROM finance.unsealed LIMIT $1
                """,
                row -> row.uuid("organisation_id"),
                limit);
    }

    /**
     * Seals transactions of an organisation, {@value #BATCH} at most.
     *
     * @return how many; 0 also where somebody else is at it
     */
    int seal(Transaction transaction, UUID organisation) {
        if (!transaction.tryLock(LOCK + organisation)) {
            return 0;
        }
        Head head = head(transaction, organisation);
        List<PostedTransaction> waiting =
                Journal.transactions(
                        transaction,
                        "SELECT "
                                + Journal.COLUMNS
                                + """
                                FROM (SELECT * FROM finance.unsealed WHERE organisation_id = $1
                                    ORDER BY booked_at, journal_id LIMIT $2) u
                                JOIN finance.journal j
                                    ON j.organisation_id = $1 AND j.id = u.journal_id
                                """
                                + Journal.POSTINGS
                                + "ORDER BY u.booked_at, u.journal_id, p.leg",
                        organisation,
                        BATCH);
        if (!waiting.isEmpty()) {
            write(transaction, organisation, head, waiting);
        }
        return waiting.size();
    }

    private static void write(
            Transaction transaction, UUID organisation, Head head, List<PostedTransaction> sealed) {
        List<Long> numbers = new ArrayList<>();
        List<String> hashes = new ArrayList<>();
        long number = head.number();
        String hash = head.hash();
        for (PostedTransaction each : sealed) {
            number++;
            hash = Chain.next(hash, Chain.line(number, each));
            numbers.add(number);
            hashes.add(hash);
        }
        transaction.execute(
                """
                WITH done AS (
                    DELETE FROM finance.unsealed
                    WHERE organisation_id = $1 AND journal_id = ANY($3)
                )
                INSERT INTO finance.seal (organisation_id, number, journal_id, hash)
                SELECT $1, t.number, t.id, decode(t.hash, 'hex')
                FROM unnest($2::bigint[], $3::uuid[], $4::text[]) t (number, id, hash)
                """,
                organisation,
                numbers.toArray(Long[]::new),
                sealed.stream().map(PostedTransaction::id).toArray(UUID[]::new),
                hashes.toArray(String[]::new));
    }

    Head head(Statements statements, UUID organisation) {
        Optional<Head> head =
                statements.find(
                        """
                        SELECT number, encode(hash, 'hex') AS hash FROM finance.seal WHERE organisation_id = $1
                        ORDER BY number DESC LIMIT 1
                        """,
                        row -> new Head(row.bigint("number"), row.text("hash")),
                        organisation);
        return head.orElseGet(() -> new Head(0, Chain.genesis(organisation)));
    }
}
