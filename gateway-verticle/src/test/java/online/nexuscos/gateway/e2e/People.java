package online.nexuscos.gateway.e2e;

import static online.nexuscos.gateway.e2e.TestingBrowser.PATIENCE;
import static online.nexuscos.gateway.e2e.TestingBrowser.awaitShown;
import static online.nexuscos.gateway.e2e.TestingBrowser.awaitText;
import static online.nexuscos.gateway.e2e.TestingBrowser.button;
import static online.nexuscos.gateway.e2e.TestingBrowser.fill;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Those who have an account on a server, as they come to it by its pages. */
final class People {
    static final String PASSWORD = "correct horse battery";

    private static final Pattern CODE =
            Pattern.compile("^Subject: .*?(\\d{8})\\s*$", Pattern.MULTILINE);
    private static final Pattern ADMINISTRATOR =
            Pattern.compile("account +(\\S+): password (\\S+) for");

    /** What the first start printed. */
    record FirstPassword(String email, String password) {}

    private final TestingServer server;
    private final Path spool;
    private final Set<Path> read = new HashSet<>();

    /**
     * @param folder of the server's data
     */
    People(TestingServer server, Path folder) {
        this.server = server;
        this.spool = folder.resolve("mail");
    }

    /** Of the first administrator, who is there as soon as the database is. */
    FirstPassword firstPassword() {
        Matcher shown =
                Await.value(
                        "the administrator's password",
                        PATIENCE,
                        () ->
                                server.process().lines().stream()
                                        .map(ADMINISTRATOR::matcher)
                                        .filter(Matcher::find)
                                        .findFirst());
        return new FirstPassword(shown.group(1), shown.group(2));
    }

    /** Registers somebody, who is signed in then and sees the account. */
    void signUp(Page page, String name, String email) {
        // The database is there then.
        firstPassword();
        page.navigate(server.http("/register"));
        fill(page, "Name", name);
        fill(page, "Email", email);
        fill(page, "Password", PASSWORD);
        button(page, "Create account").click();
        page.locator("nexus-entrance[data-step=verify]").waitFor();
        fill(page, "Code", code());
        button(page, "Confirm").click();
        awaitShown(page, "nexus-account");
    }

    /** The administrator, with a password of their own, where the path leads. */
    void administer(Page page, String path) {
        FirstPassword first = firstPassword();
        page.navigate(server.http(path));
        page.waitForURL("**/signin?to=*");
        signIn(page, first.email(), first.password());
        awaitText(page, "Choose your own to go on.");
        fill(page, "Current password", first.password());
        fill(page, "New password", PASSWORD);
        button(page, "Change password").click();
        awaitText(page, "Your password is changed.");
        page.reload();
    }

    /** On the page for it. */
    static void signIn(Page page, String email, String password) {
        fill(page, "Email", email);
        fill(page, "Password", password);
        button(page, "Sign in").click();
    }

    /** The code of the youngest letter that was not read yet. */
    String code() {
        return Await.value("a letter", PATIENCE, this::unread);
    }

    private Optional<String> unread() throws IOException {
        if (!Files.exists(spool)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(spool)) {
            Optional<Path> letter =
                    files.filter(file -> file.toString().endsWith(".eml"))
                            .filter(file -> !read.contains(file))
                            .max(Comparator.naturalOrder());
            if (letter.isEmpty()) {
                return Optional.empty();
            }
            read.add(letter.get());
            Matcher code = CODE.matcher(Files.readString(letter.get()));
            return code.find() ? Optional.of(code.group(1)) : Optional.empty();
        }
    }
}
