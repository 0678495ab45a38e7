package online.nexuscos.services.finance.ledger;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import online.nexuscos.platform.service.Reply;
import online.nexuscos.platform.sql.Statements;

/** The sealed journal as files, up to the end of the chain when the download begins. */
final class Exports {
    static final int BATCH = 500;

    /** Names the last transaction of the file, to be kept elsewhere. */
    private static final String HEAD = "journal-head";

    private final Seals seals;

    Exports(Seals seals) {
        this.seals = seals;
    }

    private record SealedTransaction(long number, String hash, PostedTransaction transaction) {}

    /** Writes some of the journal. */
    private interface Writer {
        void write(List<SealedTransaction> batch, OutputStream to) throws IOException;
    }

    /** The hash chain, as {@link VerifyJournal} reads it. */
    void chain(Statements statements, UUID organisation, Reply reply, OutputStream to)
            throws IOException {
        Seals.Head head = head(statements, organisation, reply, "journal.txt");
        to.write(text(Chain.header(organisation) + '\n'));
        write(statements, organisation, head, to, Exports::writeChain);
    }

    private static void writeChain(List<SealedTransaction> batch, OutputStream to)
            throws IOException {
        for (SealedTransaction each : batch) {
            String line = Chain.line(each.number(), each.transaction());
            to.write(text(line + '\t' + each.hash() + '\n'));
        }
    }

    /** The journal for hledger. */
    void hledger(Statements statements, UUID organisation, Reply reply, OutputStream to)
            throws IOException {
        Seals.Head head = head(statements, organisation, reply, "export.journal");
        write(
                statements,
                organisation,
                head,
                to,
                (batch, file) -> {
                    Map<UUID, String> names = names(statements, organisation, batch);
                    List<PostedTransaction> shown =
                            batch.stream().map(SealedTransaction::transaction).toList();
                    file.write(text(HledgerText.declarations(shown, names)));
                    for (PostedTransaction each : shown) {
                        file.write(text(HledgerText.transaction(each, names)));
                    }
                });
    }

    private Seals.Head head(
            Statements statements, UUID organisation, Reply reply, String fileName) {
        Seals.Head head = seals.head(statements, organisation);
        reply.header("content-disposition", "attachment; filename=\"" + fileName + '"')
                .header(HEAD, head.hash());
        return head;
    }

    /** What is sealed never changes: the pieces need no transaction around them. */
    private static void write(
            Statements statements,
            UUID organisation,
            Seals.Head head,
            OutputStream to,
            Writer writer)
            throws IOException {
        long after = 0;
        while (after < head.number()) {
            List<SealedTransaction> batch = sealed(statements, organisation, after, head.number());
            if (batch.isEmpty()) {
                throw new IllegalStateException("seals after " + after + " are missing");
            }
            writer.write(batch, to);
            after = batch.getLast().number();
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<SealedTransaction> sealed(
            Statements statements, UUID organisation, long after, long last) {
        Map<UUID, Long> numbers = new HashMap<>();
        Map<UUID, String> hashes = new HashMap<>();
        List<UUID> ids =
                statements.query(
                        """
                        SELECT number, journal_id, encode(hash, 'hex') AS hash
                        FROM finance.seal
                        WHERE organisation_id = $1 AND number > $2 AND number <= $3
                        ORDER BY number LIMIT $4
                        """,
                        row -> {
                            UUID id = row.uuid("journal_id");
                            numbers.put(id, row.bigint("number"));
                            hashes.put(id, row.text("hash"));
                            return id;
                        },
                        organisation,
                        after,
                        last,
                        BATCH);
        List<SealedTransaction> sealed = new ArrayList<>();
        for (PostedTransaction each :
                Journal.transactions(
                        statements,
                        "SELECT "
                                + Journal.COLUMNS
                                + "FROM unnest($2::uuid[]) WITH ORDINALITY AS s (id, place)"
                                + " JOIN finance.journal j"
                                + " ON j.organisation_id = $1 AND j.id = s.id "
                                + Journal.POSTINGS
                                + "ORDER BY s.place, p.leg",
                        organisation,
                        ids.toArray(UUID[]::new))) {
            sealed.add(
                    new SealedTransaction(
                            numbers.getOrDefault(each.id(), 0L),
                            hashes.getOrDefault(each.id(), ""),
                            each));
        }
        return sealed;
    }

    private static Map<UUID, String> names(
            Statements statements, UUID organisation, List<SealedTransaction> batch) {
        Map<UUID, String> names = new HashMap<>();
        UUID[] ids =
                batch.stream()
                        .flatMap(each -> each.transaction().postings().stream())
                        .map(PostedTransaction.Posting::account)
                        .distinct()
                        .toArray(UUID[]::new);
        statements.query(
                """
                SELECT id, name FROM finance.account WHERE organisation_id = $1 AND id = ANY($2)
                """,
                row -> names.put(row.uuid("id"), row.text("name")) == null,
                organisation,
                ids);
        return names;
    }
}
