package online.nexuscos.services.finance.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import online.nexuscos.platform.sql.Statements;

/** The sealed journal as files, in pieces that fit a message. */
final class Exports {
    static final int BATCH = 500;

    /** Of characters; an answer of a call holds 1 MiB. */
    private static final int MAX_PIECE = 400_000;

    private final Seals seals;

    Exports(Seals seals) {
        this.seals = seals;
    }

    private record SealedTransaction(long number, String hash, PostedTransaction transaction) {}

    /** The hash chain, as {@link VerifyJournal} reads it. */
    ExportedPiece chain(Statements statements, UUID organisation, ExportQuery query) {
        long after = query.after().orElse(0L);
        List<SealedTransaction> batch = sealed(statements, organisation, after);
        StringBuilder text = new StringBuilder();
        if (after == 0) {
            text.append(Chain.header(organisation)).append('\n');
        }
        int used = 0;
        while (used < batch.size() && text.length() < MAX_PIECE) {
            SealedTransaction each = batch.get(used++);
            text.append(Chain.line(each.number(), each.transaction()))
                    .append('\t')
                    .append(each.hash())
                    .append('\n');
        }
        return piece(statements, organisation, text.toString(), batch, used);
    }

    /** The journal for hledger. */
    ExportedPiece hledger(Statements statements, UUID organisation, ExportQuery query) {
        List<SealedTransaction> batch = sealed(statements, organisation, query.after().orElse(0L));
        Map<UUID, String> names = names(statements, organisation, batch);
        StringBuilder text = new StringBuilder();
        int used = 0;
        while (used < batch.size() && text.length() < MAX_PIECE) {
            text.append(HledgerText.transaction(batch.get(used++).transaction(), names));
        }
        List<PostedTransaction> shown =
                batch.subList(0, used).stream().map(SealedTransaction::transaction).toList();
        String declared = HledgerText.declarations(shown, names);
        return piece(statements, organisation, declared + text, batch, used);
    }

    private ExportedPiece piece(
            Statements statements,
            UUID organisation,
            String text,
            List<SealedTransaction> batch,
            int used) {
        boolean more = used < batch.size() || batch.size() == BATCH;
        return new ExportedPiece(
                text,
                more ? Optional.of(batch.get(used - 1).number()) : Optional.empty(),
                seals.head(statements, organisation).hash());
    }

    private static List<SealedTransaction> sealed(
            Statements statements, UUID organisation, long after) {
        Map<UUID, Long> numbers = new HashMap<>();
        Map<UUID, String> hashes = new HashMap<>();
        List<UUID> ids =
                statements.query(
                        """
                        SELECT number, journal_id, encode(hash, 'hex') AS hash
                        FROM finance.seal
                        WHERE organisation_id = $1 AND number > $2 ORDER BY number LIMIT $3
                        """,
                        row -> {
                            UUID id = row.uuid("journal_id");
                            numbers.put(id, row.bigint("number"));
                            hashes.put(id, row.text("hash"));
                            return id;
                        },
                        organisation,
                        after,
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
