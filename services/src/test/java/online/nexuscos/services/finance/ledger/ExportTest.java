package online.nexuscos.services.finance.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import online.nexuscos.services.finance.ledger.VerifyJournal.BrokenException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What leaves the ledger as files, read by programs that are not ours, or know nothing of us. */
class ExportTest {
    @TempDir private Path folder;
    private final TestingLedger ledger = new TestingLedger();
    private final UUID world = ledger.account("world", "EUR");
    private final UUID wallet = ledger.account("creators:ada-2.b_c", "EUR");

    @BeforeEach
    void book() {
        UUID yen = ledger.account("world:yen", "JPY");
        UUID yenWallet = ledger.account("creators:ada:yen", "JPY");
        UUID dinars = ledger.account("world:dinars", "KWD");
        UUID dinarWallet = ledger.account("creators:ada:dinars", "KWD");
        PostedTransaction first = ledger.transfer(world, wallet, 123_456);
        ledger.post(
                new Leg(wallet, -500),
                new Leg(world, 500),
                new Leg(yen, -700),
                new Leg(yenWallet, 700),
                new Leg(dinars, -1_234_567),
                new Leg(dinarWallet, 1_234_567));
        describe("; comment = 5 EUR | *! (x) \u00e4\u4e2d \"quoted\" @ 2 USD");
        describe("");
        describe("! late");
        Hold hold = ledger.hold(wallet, world, 40, 60);
        ledger.write(transaction ->
                ledger.holds.post(
                        transaction,
                        ledger.organisation,
                        hold.id(),
                        new PostHold(
                                Optional.of(15L), Optional.empty(), Optional.of("invoice 7"))));
        ledger.write(transaction ->
                ledger.journal.reverse(
                        transaction, ledger.organisation, first.id(), Optional.empty()));
    }

    private void describe(String description) {
        PostTransaction asked =
                new PostTransaction(
                        description,
                        Optional.empty(),
                        List.of(new Leg(world, -1), new Leg(wallet, 1)));
        ledger.write(transaction ->
                ledger.journal.post(
                        transaction,
                        ledger.organisation,
                        List.of(Draft.of(TimeOrderedId.at(transaction.now()), asked, "legs"))));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("journal.txt"), text);
    }

    @Test
    void theChainVerifiesWithoutUs() throws Exception {
        assertThat(ledger.chainFile().lines()).hasSize(1);
        ledger.upkeep().seal();
        Seals.Head head = ledger.seals.head(ledger.database, ledger.organisation);
        Path file = write(ledger.chainFile());
        // From its source alone, as an auditor has it.
        Path source =
                Path.of("src/main/java/online/nexuscos/services/finance/ledger/VerifyJournal.java");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        assertThat(run(java, source.toString(), file.toString(), head.hash()))
                .isEqualTo("0 OK: 7 transactions, head " + head.hash() + "\n");
        Files.writeString(file, Files.readString(file).replace("! late", "! Late"));
        assertThat(run(java, source.toString(), file.toString()))
                .isEqualTo(
                        "1 BROKEN: transaction 5: the hash does not follow from what stands"
                                + " there\n");
    }

    /** Runs a program to its end; its exit code and what it said. */
    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + " " + said;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "an amount, 123456, 123457, transaction 1",
        "a number, '\n3\t', '\n4\t', transaction 3",
        "a currency, JPY, EUR, transaction 2",
        "the organisation, nexus-journal\t1\t, nexus-journal\t1\t0, transaction 1",
        "the format, nexus-journal\t1, nexus-journal\t2, line 1"
    })
    void aChangeShows(String what, String from, String to, String where) throws Exception {
        ledger.upkeep().seal();
        String text = ledger.chainFile();
        assertThat(text).as(what).contains(from);
        Path file = write(text.replaceFirst(from, to));
        assertThatThrownBy(() -> VerifyJournal.verify(file, ""))
                .isInstanceOf(BrokenException.class)
                .hasMessageStartingWith(where);
    }

    @Test
    void whatWasCutOffOrMadeAnewShowsByTheHead() throws Exception {
        ledger.upkeep().seal();
        String head = ledger.seals.head(ledger.database, ledger.organisation).hash();
        String text = ledger.chainFile();
        Path file = write(text.substring(0, text.lastIndexOf('\n', text.length() - 2) + 1));
        assertThat(VerifyJournal.verify(file, "")).startsWith("OK: 6");
        assertThatThrownBy(() -> VerifyJournal.verify(file, head))
                .isInstanceOf(BrokenException.class);
    }

    /** Somebody with all rights to the database. */
    @Test
    void aRowThatWasChangedBehindOurBackShows() throws Exception {
        ledger.upkeep().seal();
        ledger.database.execute("ALTER TABLE finance.posting DISABLE TRIGGER append_only");
        ledger.database.execute(
                """
                UPDATE finance.posting SET amount = amount * 2, balance = balance * 2
                WHERE journal_id = (SELECT journal_id FROM finance.seal WHERE number = 1)
                """);
        Path file = write(ledger.chainFile());
        assertThatThrownBy(() -> VerifyJournal.verify(file, ""))
                .isInstanceOf(BrokenException.class)
                .hasMessageStartingWith("transaction 1:");
    }

    @Test
    void aSealIsGivenOnce() {
        ledger.upkeep().seal();
        Seals.Head head = ledger.seals.head(ledger.database, ledger.organisation);
        ledger.upkeep().seal();
        assertThat(ledger.seals.head(ledger.database, ledger.organisation)).isEqualTo(head);
        assertThat(head.number()).isEqualTo(7);
    }

    @Test
    void hledgerAgrees() throws Exception {
        ledger.upkeep().seal();
        Path file = Files.writeString(folder.resolve("export.journal"), ledger.hledgerFile());
        assertThat(run("hledger", "-f", file.toString(), "check", "--strict", "ordereddates"))
                .isEqualTo("0 ");
        assertThat(run("hledger", "-f", file.toString(), "check")).isEqualTo("0 ");
        assertThat(
                        run(
                                "hledger",
                                "-f",
                                file.toString(),
                                "balance",
                                "-N",
                                "--flat",
                                "creators:ada-2.b_c"))
                .contains("-5.12 EUR");
    }

    @Test
    void manyPiecesMakeOneFile() throws Exception {
        for (int bulk = 0; bulk < 6; bulk++) {
            ledger.write(transaction -> {
                List<Draft> drafts = new java.util.ArrayList<>();
                for (int i = 0; i < 200; i++) {
                    drafts.add(
                            Draft.of(
                                    TimeOrderedId.at(transaction.now()),
                                    new PostTransaction(
                                            "x".repeat(250),
                                            Optional.empty(),
                                            List.of(new Leg(world, -1), new Leg(wallet, 1))),
                                    "legs"));
                }
                return ledger.journal.post(transaction, ledger.organisation, drafts);
            });
        }
        ledger.upkeep().seal();
        assertThat(VerifyJournal.verify(write(ledger.chainFile()), ""))
                .startsWith("OK: 1207 transactions");
        Path file = Files.writeString(folder.resolve("export.journal"), ledger.hledgerFile());
        assertThat(run("hledger", "-f", file.toString(), "check", "--strict")).isEqualTo("0 ");
    }
}
