package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
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

/** From sign-up to a live channel and the dashboard, in Debian's Chromium, desk and phone. */
class DashboardTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern CODE =
            Pattern.compile("^Subject: .*?(\\d{8})\\s*$", Pattern.MULTILINE);
    private static final Pattern ADMINISTRATOR =
            Pattern.compile("account +(\\S+): password (\\S+) for");
    private static final String PASSWORD = "correct horse battery";
    private static final String FITS = "document.documentElement.scrollWidth <= innerWidth";

    private final Path folder = TestingServer.folder("dashboard");
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

    @AfterEach
    void close() {
        playwright.close();
        server.close();
    }

    private Page desk() {
        Page page =
                browser.newContext(
                                new Browser.NewContextOptions()
                                        .setViewportSize(1440, 900)
                                        .setLocale("en-GB"))
                        .newPage();
        page.setDefaultTimeout((double) PATIENCE.toMillis());
        page.onPageError(error -> console.add("page error: " + error));
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security")) {
                console.add(message.text());
            }
        });
        return page;
    }

    /** The page as it is on a phone, by night: the same visitor, another size. */
    private void shots(Page page, String name) {
        shot(page, name + "-1440x900");
        page.setViewportSize(390, 844);
        assertThat(page.evaluate(FITS)).as(name + " fits a phone").isEqualTo(true);
        shot(page, name + "-390x844");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        shot(page, name + "-390x844-dark");
        page.setViewportSize(1440, 900);
        shot(page, name + "-1440x900-dark");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }

    private static void shot(Page page, String name) {
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

    private static void awaitShown(Page page, String element) {
        page.locator(element + "[data-state=shown]").waitFor();
    }

    private static void go(Page page, String link) {
        page.getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("Site"))
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(link))
                .click();
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

    /** Signs up, asked to by a page that is for those who have an account. */
    private void signUp(Page page) {
        page.navigate(server.http("/creator"));
        page.waitForURL("**/signin?to=%2Fcreator");
        page.navigate(server.http("/register"));
        fill(page, "Name", "Ada Lovelace");
        fill(page, "Email", "ada@example.org");
        fill(page, "Password", PASSWORD);
        button(page, "Create account").click();
        page.locator("nexus-entrance[data-step=verify]").waitFor();
        fill(page, "Code", Await.value("a letter", PATIENCE, this::unread));
        button(page, "Confirm").click();
        page.locator("nexus-account[data-state=shown]").waitFor();
    }

    private Page administrator() {
        Matcher shown =
                Await.value(
                        "the administrator's password",
                        PATIENCE,
                        () ->
                                server.process().lines().stream()
                                        .map(ADMINISTRATOR::matcher)
                                        .filter(Matcher::find)
                                        .findFirst());
        Page page = desk();
        page.navigate(server.http("/dashboard"));
        page.waitForURL("**/signin?to=%2Fdashboard");
        fill(page, "Email", shown.group(1));
        fill(page, "Password", shown.group(2));
        button(page, "Sign in").click();
        awaitText(page, "Choose your own to go on.");
        fill(page, "Current password", shown.group(2));
        fill(page, "New password", PASSWORD);
        button(page, "Change password").click();
        awaitText(page, "Your password is changed.");
        page.reload();
        return page;
    }

    /** The field, not the button beside it that copies. */
    private static Locator shownKey(Page creator) {
        return creator.getByRole(
                AriaRole.TEXTBOX,
                new Page.GetByRoleOptions().setName("Your stream key, shown this once"));
    }

    /** Opens a channel and shows its key. */
    private String openChannel(Page creator) {
        go(creator, "Creator");
        awaitText(creator, "Open your first channel");
        shots(creator, "creator-empty");
        fill(creator, "Title", "Morning Show");
        fill(creator, "Address", "morning");
        button(creator, "Open channel").click();
        button(creator, "Make a stream key").click();
        shownKey(creator).waitFor();
        assertThat(
                        creator.getByLabel("Server", new Page.GetByLabelOptions().setExact(true))
                                .inputValue())
                .startsWith("rtmp://127.0.0.1");
        return shownKey(creator).inputValue();
    }

    @Test
    void fromSignUpToALiveChannelAndTheDashboard() throws IOException {
        Page creator = desk();
        signUp(creator);
        String first = openChannel(creator);
        button(creator, "Replace the key").click();
        button(creator, "Replace it").click();
        String second =
                Await.value(
                        "another key",
                        PATIENCE,
                        () ->
                                Optional.of(shownKey(creator).inputValue())
                                        .filter(key -> !key.equals(first)));
        try (TestingProcess publisher =
                Ffmpeg.bundled().publish(Clip.PLAIN.file(), server.rtmp(second))) {
            awaitText(creator, "All is well");
            shots(creator, "creator");
            Page admin = administrator();
            go(admin, "Dashboard");
            awaitShown(admin, "nexus-dashboard");
            awaitText(admin, "Morning Show");
            awaitText(admin, "PostgreSQL");
            admin.getByText("PUABO BLAC").click();
            awaitText(admin, "double-entry ledger");
            shots(admin, "dashboard");
            assertThat(admin.locator("nexus-module-board details").count()).isEqualTo(16);
            administer(admin, creator);
            assertThat(publisher.isRunning()).isTrue();
        }
        awaitText(creator, "The connection is lost");
        forbidden(creator);
        assertThat(console).isEmpty();
        assertThat(server.errors()).isEmpty();
    }

    /** Settings, accounts and the audit log; what the creator's page shows of it. */
    private void administer(Page admin, Page creator) {
        go(admin, "Admin");
        awaitShown(admin, "nexus-admin");
        fill(admin, "site.announcement", "Maintenance tonight at nine");
        button(admin, "Save").click();
        awaitText(admin, "site.announcement is saved.");
        admin.getByRole(AriaRole.SWITCH, new Page.GetByRoleOptions().setName("header.sign-up"))
                .click();
        awaitText(admin, "header.sign-up is saved.");
        awaitText(admin, "ada@example.org");
        awaitText(admin, "Changed a setting: site.announcement");
        awaitText(admin, "Opened a channel: morning");
        shots(admin, "admin");
        admin.getByLabel("Show").selectOption("session");
        awaitText(admin, "Signed in");
        admin.getByText("Opened a channel: morning")
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
        Await.value(
                "the announcement",
                PATIENCE,
                () -> {
                    creator.reload();
                    awaitShown(creator, "nexus-creator");
                    return Optional.of(creator.locator(".announcement"))
                            .filter(note -> note.count() == 1)
                            .map(Locator::textContent)
                            .filter(text -> text.contains("tonight"));
                });
    }

    private void forbidden(Page creator) {
        creator.navigate(server.http("/dashboard"));
        awaitText(creator, "This page is not for your account");
        shots(creator, "forbidden");
        assertThat(server.status("/api/os/board")).isEqualTo(401);
        assertThat(server.status("/api/os/settings")).isEqualTo(401);
        assertThat(server.status("/api/os/audit")).isEqualTo(401);
        assertThat(server.status("/api/streams/channels")).isEqualTo(401);
    }
}
