package online.nexuscos.services.finance.ledger;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Writes transactions as <a href="https://hledger.org/hledger.html#journal">hledger's journal
 * format</a>, each posting with an assertion of the balance after it. Dates are those of UTC.
 */
final class HledgerText {
    private HledgerText() {}

    /**
     * What must be declared before the transactions that use it, for {@code hledger check
     * --strict}; declaring it again in a later piece does no harm.
     */
    static String declarations(List<PostedTransaction> transactions, Map<UUID, String> names) {
        TreeSet<String> lines = new TreeSet<>();
        for (PostedTransaction transaction : transactions) {
            for (PostedTransaction.Posting posting : transaction.postings()) {
                lines.add("commodity " + sample(posting.currency()));
                lines.add("account " + name(names, posting.account()));
            }
        }
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n\n";
    }

    static String transaction(PostedTransaction transaction, Map<UUID, String> names) {
        StringBuilder text = new StringBuilder();
        text.append(LocalDate.ofInstant(transaction.bookedAt(), ZoneOffset.UTC))
                .append(" (")
                .append(transaction.id())
                .append(") ")
                // A semicolon would begin a comment.
                .append(transaction.description().replace(';', ','))
                .append('\n');
        for (PostedTransaction.Posting posting : transaction.postings()) {
            text.append("    ")
                    .append(name(names, posting.account()))
                    .append("  ")
                    .append(amount(posting.amount(), posting.currency()))
                    .append(" = ")
                    .append(amount(posting.balance(), posting.currency()))
                    .append('\n');
        }
        return text.append('\n').toString();
    }

    private static String amount(long amount, String currency) {
        return Money.decimal(amount, currency) + ' ' + currency;
    }

    /** hledger wants the point even where no digit follows. */
    private static String sample(String currency) {
        return "1000." + "0".repeat(Money.digits(currency)) + ' ' + currency;
    }

    private static String name(Map<UUID, String> names, UUID account) {
        String name = names.get(account);
        if (name == null) {
            throw new IllegalArgumentException("no name of account " + account);
        }
        return name;
    }
}
