package online.nexuscos.services.finance.ledger;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Verifies an exported journal on any machine with a JDK, without the program and its database:
 * {@code java VerifyJournal.java FILE [HEAD]}. It checks that the numbers are whole, that every
 * hash follows from its line and the hash before, that each transaction adds up to zero in each
 * currency, and that each balance follows from the one before. HEAD is the last hash as somebody
 * else has kept it: only that shows a chain that was made anew as a whole, or cut off at its end.
 * Exits with 0 if all is well, 1 if not, 2 if the file cannot be read.
 */
public final class VerifyJournal {
    private static final String FORMAT = "nexus-journal\t1\t";
    private static final int FIELDS = 10;
    private static final int NUMBER = 0;
    private static final int LEGS = 8;
    private static final int HASH = 9;

    private final Map<String, Long> balances = new HashMap<>();
    private String hash = "";
    private long count;

    /** What is wrong, and where. */
    static final class BrokenException extends Exception {
        private static final long serialVersionUID = 1;

        BrokenException(String message) {
            super(message);
        }
    }

    private VerifyJournal() {}

    /** Verifies the file of the first argument, against the hash of the second if there is one. */
    public static void main(String[] arguments) {
        if (arguments.length < 1 || arguments.length > 2) {
            System.err.println("usage: java VerifyJournal.java FILE [HEAD]");
            System.exit(2);
        }
        try {
            System.out.println(
                    verify(Path.of(arguments[0]), arguments.length == 2 ? arguments[1] : ""));
        } catch (BrokenException e) {
            System.err.println("BROKEN: " + e.getMessage());
            System.exit(1);
        } catch (IOException e) {
            System.err.println("cannot be read: " + e);
            System.exit(2);
        }
    }

    /**
     * Verifies a file.
     *
     * @param head the last hash as it must be; empty where it is not known
     * @return a line that says what was found
     */
    static String verify(Path file, String head) throws BrokenException, IOException {
        VerifyJournal verification = new VerifyJournal();
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            verification.begin(reader.readLine());
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                verification.add(line);
            }
        }
        if (!head.isEmpty() && !head.equals(verification.hash)) {
            throw new BrokenException(
                    "the last hash is " + verification.hash + " (expected: " + head + ")");
        }
        return "OK: " + verification.count + " transactions, head " + verification.hash;
    }

    // The JDK alone knows no null annotations; a null line is an empty file.
    private void begin(Object header) throws BrokenException {
        if (!(header instanceof String text) || !text.startsWith(FORMAT)) {
            throw new BrokenException("line 1: no exported journal");
        }
        hash = sha256(text);
    }

    private void add(String line) throws BrokenException {
        count++;
        String[] fields = line.split("\t", -1);
        if (fields.length != FIELDS) {
            throw broken(fields.length + " fields (expected: " + FIELDS + ")");
        }
        if (!fields[NUMBER].equals(String.valueOf(count))) {
            throw broken("number " + fields[NUMBER]);
        }
        String next = sha256(hash + '\n' + line.substring(0, line.lastIndexOf('\t')));
        if (!next.equals(fields[HASH])) {
            throw broken("the hash does not follow from what stands there");
        }
        hash = next;
        book(fields[LEGS]);
    }

    private void book(String legs) throws BrokenException {
        Map<String, Long> sums = new HashMap<>();
        for (String leg : legs.split(";", -1)) {
            String[] parts = leg.split(" ", -1);
            if (parts.length != 4) {
                throw broken("a leg of another form");
            }
            try {
                long amount = Long.parseLong(parts[2]);
                sums.merge(parts[1], amount, Math::addExact);
                long balance = balances.merge(parts[0], amount, Math::addExact);
                if (balance != Long.parseLong(parts[3])) {
                    throw broken("the balance of " + parts[0] + " is " + balance);
                }
            } catch (ArithmeticException | NumberFormatException e) {
                throw broken("an amount of another form");
            }
        }
        for (Map.Entry<String, Long> sum : sums.entrySet()) {
            if (sum.getValue() != 0) {
                throw broken("adds up to " + sum.getValue() + " " + sum.getKey());
            }
        }
    }

    private BrokenException broken(String what) {
        return new BrokenException("transaction " + count + ": " + what);
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
