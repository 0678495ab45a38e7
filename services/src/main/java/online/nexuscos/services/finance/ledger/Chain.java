package online.nexuscos.services.finance.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The hash chain over an organisation's journal. Each transaction is a line of text, its fields
 * between tabs, and its hash covers that line and the hash before it, so whoever changes one must
 * change all that follow. The first one follows the hash of {@link #header}. {@link VerifyJournal}
 * reads what this writes, and knows nothing of this program.
 */
final class Chain {
    private static final int FORMAT_VERSION = 1;

    private Chain() {}

    /** The first line of an exported journal. */
    static String header(UUID organisation) {
        return "nexus-journal\t" + FORMAT_VERSION + '\t' + organisation;
    }

    /** The hash that the first transaction follows. */
    static String genesis(UUID organisation) {
        return sha256(header(organisation));
    }

    static String line(long number, PostedTransaction transaction) {
        String legs =
                transaction.postings().stream()
                        .map(posting ->
                                posting.account()
                                        + " "
                                        + posting.currency()
                                        + " "
                                        + posting.amount()
                                        + " "
                                        + posting.balance())
                        .collect(Collectors.joining(";"));
        return String.join(
                "\t",
                List.of(
                        String.valueOf(number),
                        transaction.id().toString(),
                        transaction.bookedAt().toString(),
                        transaction.actor(),
                        transaction.description(),
                        transaction.reference().orElse(""),
                        transaction.reverses().map(UUID::toString).orElse(""),
                        transaction.hold().map(UUID::toString).orElse(""),
                        legs));
    }

    /**
     * The hash of a line.
     *
     * @param previous the hash before it
     * @return 64 hexadecimal digits
     */
    static String next(String previous, String line) {
        return sha256(previous + '\n' + line);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
