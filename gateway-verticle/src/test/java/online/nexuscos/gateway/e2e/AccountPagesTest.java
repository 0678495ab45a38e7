package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From sign-up to the account, in Debian's Chromium, against the program and its own database. */
class AccountPagesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern CODE =
            Pattern.compile("^Subject: .*?(\\d{8})\\s*$", Pattern.MULTILINE);
    private static final Pattern ADMINISTRATOR =
            Pattern.compile("account +(\\S+): password (\\S+) for");
    private static final String PASSWORD = "correct horse battery";

    private final Path folder = TestingServer.folder("accounts");
    private final TestingServer server =
            TestingServer.start(folder, Map.of("NEXUS_ACCOUNTS_ENABLED", "true"));
    private final Playwright playwright =
            Playwright.create(
                    new Playwright.CreateOptions()
                            .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final Browser browser =
            playwright
                    .chromium()
                    .launch(
                            new BrowserType.LaunchOptions()
                                    .setExecutablePath(Path.of("/usr/bin/chromium"))
                                    .setHeadless(true)
                                    .setArgs(
                                            List.of(
                                                    "--no-sandbox",
                                                    "--disable-gpu",
                                                    "--no-first-run",
                                                    "--disable-background-networking",
                                                    "--disable-component-update",
                                                    "--disable-sync")));
    private final List<String> console = new ArrayList<>();
    private final Set<Path> read = new HashSet<>();

    /** Of the first administrator, which is there as soon as the database is. */
    private final Matcher shown =
            Await.value(
                    "the administrator's password",
                    PATIENCE,
                    () ->
                            server.process().lines().stream()
                                    .map(ADMINISTRATOR::matcher)
                                    .filter(Matcher::find)
                                    .findFirst());

    @AfterEach
    void close() {
        playwright.close();
        server.close();
    }

    private Page page(int width, int height) {
        BrowserContext context =
                browser.newContext(
                        new Browser.NewContextOptions()
                                .setViewportSize(width, height)
                                .setLocale("en-GB"));
        Page page = context.newPage();
        page.setDefaultTimeout((double) PATIENCE.toMillis());
        page.onPageError(error -> console.add("page error: " + error));
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security")) {
                console.add(message.text());
            }
        });
        return page;
    }

    private void shot(Page page, String name) {
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(Path.of("target", "pages", name + ".png"))
                        .setFullPage(true));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    private static void fill(Page page, String label, String text) {
        page.getByLabel(label, new Page.GetByLabelOptions().setExact(true)).fill(text);
    }

    private static void awaitText(Page page, String text) {
        page.getByText(text).first().waitFor();
    }

    /** The code of the youngest letter that was not read yet. */
    private String code() {
        return Await.value("a letter", PATIENCE, this::unread);
    }

    private Optional<String> unread() throws IOException {
        Path spool = folder.resolve("mail");
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

    private void awaitAccount(Page page) {
        page.locator("nexus-account[data-state=shown]").waitFor();
    }

    private void signUp(Page page, String email) {
        page.navigate(server.http("/register"));
        fill(page, "Name", "Ada Lovelace");
        fill(page, "Email", email);
        fill(page, "Password", PASSWORD);
        button(page, "Create account").click();
        page.locator("nexus-entrance[data-step=verify]").waitFor();
        fill(page, "Code", code());
        button(page, "Confirm").click();
        awaitAccount(page);
    }

    @Test
    void fromSignUpToTheAccountAndBack() {
        Page page = page(1280, 800);
        page.navigate(server.http("/account"));
        page.waitForURL("**/signin?to=%2Faccount");
        page.navigate(server.http("/register"));
        page.locator("nexus-entrance-form").waitFor();
        shot(page, "register");
        fill(page, "Name", "Ada Lovelace");
        fill(page, "Email", "ada@example.org");
        fill(page, "Password", "1234567890");
        button(page, "Create account").click();
        awaitText(page, "among the first that are guessed");
        shot(page, "register-fault");
        fill(page, "Password", PASSWORD);
        button(page, "Create account").click();
        page.locator("nexus-entrance[data-step=verify]").waitFor();
        fill(page, "Code", "00000000");
        button(page, "Confirm").click();
        awaitText(page, "wrong or too old");
        shot(page, "verify-fault");
        fill(page, "Code", code());
        button(page, "Confirm").click();
        awaitAccount(page);
        awaitText(page, "This one");
        fill(page, "New token", "backup script");
        page.getByLabel("account:read").check();
        button(page, "Make token").click();
        Locator made =
                page.getByRole(
                        AriaRole.TEXTBOX,
                        new Page.GetByRoleOptions().setName("Your new token, shown this once"));
        made.waitFor();
        String token = made.inputValue();
        assertThat(token).startsWith("nxs_");
        shot(page, "account");
        assertThat(server.get("/api/users/me", "authorization", "Bearer " + token).statusCode())
                .isEqualTo(200);
        button(page, "Revoke the token: backup script").click();
        awaitText(page, "The token is revoked.");
        assertThat(server.get("/api/users/me", "authorization", "Bearer " + token).statusCode())
                .isEqualTo(401);
        button(page, "Sign out").click();
        page.waitForURL("**/signin");
        fill(page, "Email", "ada@example.org");
        fill(page, "Password", "not my password");
        button(page, "Sign in").click();
        awaitText(page, "The address or the password is wrong.");
        shot(page, "signin-fault");
        fill(page, "Password", PASSWORD);
        button(page, "Sign in").click();
        awaitAccount(page);
        assertThat(console).isEmpty();
        assertThat(server.errors()).isEmpty();
    }

    @Test
    void onAPhoneWithAResetAndAnotherSessionToEnd() {
        Page desk = page(1280, 800);
        signUp(desk, "ada@example.org");
        Page phone = page(390, 844);
        phone.navigate(server.http("/signin"));
        phone.locator("nexus-entrance-form").waitFor();
        shot(phone, "phone-signin");
        phone.navigate(server.http("/reset"));
        fill(phone, "Email", "ada@example.org");
        button(phone, "Send code").click();
        phone.locator("nexus-entrance[data-step=new-password]").waitFor();
        fill(phone, "Code", code());
        fill(phone, "New password", "a new horse battery");
        button(phone, "Change password").click();
        awaitText(phone, "Your password is changed. Sign in.");
        fill(phone, "Password", "a new horse battery");
        button(phone, "Sign in").click();
        awaitAccount(phone);
        // The reset has ended what was open at the desk.
        desk.reload();
        desk.waitForURL("**/signin?to=%2Faccount");
        fill(desk, "Email", "ada@example.org");
        fill(desk, "Password", "a new horse battery");
        button(desk, "Sign in").click();
        awaitAccount(desk);
        phone.reload();
        awaitAccount(phone);
        shot(phone, "phone-account");
        assertThat(phone.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
        button(phone, "Sign out everywhere else").click();
        awaitText(phone, "You are signed out everywhere else.");
        desk.reload();
        desk.waitForURL("**/signin?to=%2Faccount");
        assertThat(console).isEmpty();
    }

    @Test
    void theFirstAdministratorChoosesAPassword() {
        Page page = page(1280, 800);
        page.navigate(server.http("/signin"));
        fill(page, "Email", shown.group(1));
        fill(page, "Password", shown.group(2));
        button(page, "Sign in").click();
        awaitText(page, "Choose your own to go on.");
        shot(page, "first-administrator");
        fill(page, "Current password", shown.group(2));
        fill(page, "New password", PASSWORD);
        button(page, "Change password").click();
        awaitText(page, "Your password is changed.");
        awaitText(page, "admin");
        assertThat(console).isEmpty();
    }
}
