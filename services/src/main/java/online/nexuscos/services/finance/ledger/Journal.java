package online.nexuscos.services.finance.ledger;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.sql.Row;
import online.nexuscos.platform.sql.SqlException;
import online.nexuscos.platform.sql.Statements;
import online.nexuscos.platform.sql.Transaction;
import org.jspecify.annotations.Nullable;

/** The journal in the database: transactions and their postings, which are only ever added. */
final class Journal {
    private static final Listing LISTING = new Listing("transactions");

    /** Of {@link #transactions}. */
    static final String COLUMNS =
            """
            j.id, j.booked_at, j.actor, j.description, j.reference, j.reverses, j.hold_id,
            p.account_id, a.currency, p.amount, p.balance
            """;

    static final String POSTINGS =
            """
            JOIN finance.posting p ON p.organisation_id = j.organisation_id AND p.journal_id = j.id
            JOIN finance.account a ON a.organisation_id = j.organisation_id AND a.id = p.account_id
            """;

    /** One statement, so that locks are held for one round trip less. */
    private static final String WRITE =
            """
            WITH journal AS (
                INSERT INTO finance.journal (organisation_id, actor, id, booked_at, description,
                    reference, reverses, hold_id)
                SELECT $1, $2, t.* FROM unnest($3::uuid[], $4::timestamptz[], $5::text[],
                    $6::text[], $7::uuid[], $8::uuid[]) t
            ), queue AS (
                INSERT INTO finance.unsealed (organisation_id, journal_id, booked_at)
                SELECT $1, t.* FROM unnest($3::uuid[], $4::timestamptz[]) t
            ), standing AS (
                UPDATE finance.account a SET balance = s.balance, incoming = s.incoming,
                    outgoing = s.outgoing, booked_at = s.booked_at
                FROM unnest($15::uuid[], $16::bigint[], $17::bigint[], $18::bigint[],
                    $19::timestamptz[]) s (id, balance, incoming, outgoing, booked_at)
                WHERE a.organisation_id = $1 AND a.id = s.id
            )
            INSERT INTO finance.posting (organisation_id, journal_id, booked_at, leg, account_id,
                amount, balance)
            SELECT $1, t.* FROM unnest($9::uuid[], $10::timestamptz[], $11::int[], $12::uuid[],
                $13::bigint[], $14::bigint[]) t
            """;

    private final Accounts accounts;

    Journal(Accounts accounts) {
        this.accounts = accounts;
    }

    /** Books transactions in their order: all, or none. Errors as of {@link Book#post}. */
    List<PostedTransaction> post(Transaction transaction, UUID organisation, List<Draft> drafts) {
        Stream<UUID> ids =
                drafts.stream().flatMap(draft -> draft.legs().stream()).map(Leg::account);
        Book book = open(transaction, organisation, ids);
        List<PostedTransaction> posted = drafts.stream().map(book::post).toList();
        write(transaction, organisation, book, posted);
        return posted;
    }

    /**
     * Books the opposite of a transaction.
     *
     * @throws ProblemException 404 if it is not there, 409 if it is reversed already, 422 if it is
     *     a reversal itself; and as of {@link Book#post}
     */
    PostedTransaction reverse(
            Transaction transaction, UUID organisation, UUID id, Optional<String> description) {
        PostedTransaction original = find(transaction, organisation, id);
        if (original.reverses().isPresent()) {
            throw ProblemException.of(422, "A reversal is not reversed; post it anew.");
        }
        Draft opposite =
                new Draft(
                        TimeOrderedId.at(transaction.now()),
                        description.orElse("Reversal of " + id),
                        Optional.empty(),
                        Optional.of(id),
                        Optional.empty(),
                        original.postings().stream()
                                .map(each -> new Leg(each.account(), -each.amount()))
                                .toList(),
                        "legs");
        return post(transaction, organisation, List.of(opposite)).getFirst();
    }

    /** Locks accounts, to be written with {@link #write}. */
    Book open(Transaction transaction, UUID organisation, Stream<UUID> ids) {
        return new Book(
                accounts.lock(transaction, organisation, ids.toList()),
                transaction.actor().account(),
                transaction.now());
    }

    /** Writes what became of the locked accounts, and what was booked. */
    void write(
            Transaction transaction, UUID organisation, Book book, List<PostedTransaction> posted) {
        try {
            transaction.execute(WRITE, parameters(transaction, organisation, book, posted));
        } catch (SqlException e) {
            if (e.isDuplicate("journal_reference")) {
                throw ProblemException.of(
                        409, "reference", "there is a transaction with this reference");
            }
            if (e.isDuplicate("journal_reverses")) {
                throw ProblemException.of(409, "It is reversed already.");
            }
            throw e;
        }
        posted.forEach(each -> transaction.publish(new TransactionPosted(organisation, each)));
    }

    private static @Nullable Object[] parameters(
            Transaction transaction, UUID organisation, Book book, List<PostedTransaction> posted) {
        List<PostingRow> rows = postingRows(posted);
        List<Standing> changed = book.changed();
        return new @Nullable Object[] {
            organisation,
            transaction.actor().account(),
            posted.stream().map(PostedTransaction::id).toArray(UUID[]::new),
            posted.stream().map(each -> time(each.bookedAt())).toArray(OffsetDateTime[]::new),
            posted.stream().map(PostedTransaction::description).toArray(String[]::new),
            posted.stream().map(each -> each.reference().orElse(null)).toArray(String[]::new),
            posted.stream().map(each -> each.reverses().orElse(null)).toArray(UUID[]::new),
            posted.stream().map(each -> each.hold().orElse(null)).toArray(UUID[]::new),
            rows.stream().map(row -> row.in().id()).toArray(UUID[]::new),
            rows.stream().map(row -> time(row.in().bookedAt())).toArray(OffsetDateTime[]::new),
            rows.stream().map(PostingRow::leg).toArray(Integer[]::new),
            rows.stream().map(row -> row.posting().account()).toArray(UUID[]::new),
            rows.stream().map(row -> row.posting().amount()).toArray(Long[]::new),
            rows.stream().map(row -> row.posting().balance()).toArray(Long[]::new),
            changed.stream().map(Standing::account).toArray(UUID[]::new),
            changed.stream().map(Standing::balance).toArray(Long[]::new),
            changed.stream().map(Standing::incoming).toArray(Long[]::new),
            changed.stream().map(Standing::outgoing).toArray(Long[]::new),
            changed.stream()
                    .map(each -> each.bookedAt().map(Journal::time).orElse(null))
                    .toArray(OffsetDateTime[]::new)
        };
    }

    private record PostingRow(PostedTransaction in, int leg, PostedTransaction.Posting posting) {}

    private static List<PostingRow> postingRows(List<PostedTransaction> posted) {
        List<PostingRow> rows = new ArrayList<>();
        for (PostedTransaction each : posted) {
            for (int leg = 0; leg < each.postings().size(); leg++) {
                rows.add(new PostingRow(each, leg, each.postings().get(leg)));
            }
        }
        return rows;
    }

    private static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    PostedTransaction find(Statements statements, UUID organisation, UUID id) {
        return transactions(
                        statements,
                        "SELECT "
                                + COLUMNS
                                + "FROM finance.journal j "
                                + POSTINGS
                                + "WHERE j.organisation_id = $1 AND j.id = $2 ORDER BY p.leg",
                        organisation,
                        id)
                .stream()
                .findFirst()
                .orElseThrow(() -> ProblemException.of(404, "no transaction " + id));
    }

    /** The newest first. */
    TransactionPage list(Statements statements, UUID organisation, PageQuery query) {
        List<PostedTransaction> rows =
                transactions(
                        statements,
                        "SELECT "
                                + COLUMNS
                                + """
                                FROM (SELECT * FROM finance.journal
                                    WHERE organisation_id = $1 AND id < $2
                                    ORDER BY id DESC LIMIT $3) j
                                """
                                + POSTINGS
                                + "ORDER BY j.id DESC, p.leg",
                        organisation,
                        LISTING.id(query.cursor(), Listing.LAST_ID),
                        Listing.rows(query.limit()));
        return new TransactionPage(
                Listing.items(rows, query.limit()),
                LISTING.next(rows, query.limit(), PostedTransaction::id));
    }

    /** Transactions out of their postings: a statement with {@link #COLUMNS}, legs in order. */
    static List<PostedTransaction> transactions(
            Statements statements, String sql, Object... parameters) {
        Map<UUID, PostedTransaction> heads = new LinkedHashMap<>();
        Map<UUID, List<PostedTransaction.Posting>> postings = new LinkedHashMap<>();
        statements.query(
                sql,
                row -> {
                    UUID id = row.uuid("id");
                    heads.computeIfAbsent(id, _ -> head(row));
                    return postings.computeIfAbsent(id, _ -> new ArrayList<>()).add(posting(row));
                },
                parameters);
        return heads.values().stream()
                .map(head -> head.with(postings.getOrDefault(head.id(), List.of())))
                .toList();
    }

    private static PostedTransaction head(Row row) {
        return new PostedTransaction(
                row.uuid("id"),
                row.instant("booked_at"),
                row.text("actor"),
                row.text("description"),
                row.optional("reference", String.class),
                row.optional("reverses", UUID.class),
                row.optional("hold_id", UUID.class),
                List.of());
    }

    private static PostedTransaction.Posting posting(Row row) {
        return new PostedTransaction.Posting(
                row.uuid("account_id"),
                row.text("currency"),
                row.bigint("amount"),
                row.bigint("balance"));
    }
}
