package online.nexuscos.gateway.e2e;

import static online.nexuscos.gateway.e2e.TestingBrowser.PATIENCE;
import static online.nexuscos.gateway.e2e.TestingBrowser.awaitShown;
import static online.nexuscos.gateway.e2e.TestingBrowser.awaitText;
import static online.nexuscos.gateway.e2e.TestingBrowser.button;
import static online.nexuscos.gateway.e2e.TestingBrowser.fill;
import static online.nexuscos.gateway.e2e.TestingBrowser.go;
import static online.nexuscos.gateway.e2e.TestingBrowser.shots;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From sign-up to a live channel and the dashboard, in Debian's Chromium, desk and phone. */
class DashboardTest {
    private final Path folder = TestingServer.folder("dashboard");
    private final TestingServer server =
            TestingServer.start(folder, Map.of("NEXUS_ACCOUNTS_ENABLED", "true"));
    private final TestingBrowser browser = new TestingBrowser();
    private final People people = new People(server, folder);

    @AfterEach
    void close() {
        browser.close();
        server.close();
    }

    /** Signs up, asked to by a page that is for those who have an account. */
    private void signUp(Page page) {
        page.navigate(server.http("/creator"));
        page.waitForURL("**/signin?to=%2Fcreator");
        people.signUp(page, "Ada Lovelace", "ada@example.org");
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
        fill(creator, "Address", "events");
        button(creator, "Open channel").click();
        awaitText(creator, "The server uses the name “events” itself. Choose another.");
        fill(creator, "Address", "morning");
        button(creator, "Open channel").click();
        button(creator, "Make a stream key").click();
        shownKey(creator).waitFor();
        assertThat(
                        creator.getByLabel("Server", new Page.GetByLabelOptions().setExact(true))
                                .inputValue())
                .isEqualTo("rtmp://127.0.0.1:" + server.rtmpPort() + "/live");
        return shownKey(creator).inputValue();
    }

    @Test
    void fromSignUpToALiveChannelAndTheDashboard() throws IOException {
        Page creator = browser.desk();
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
            Page admin = browser.desk();
            people.administer(admin, "/dashboard");
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
        describeAndDelete(creator);
        forbidden(creator);
        assertThat(browser.faults()).isEmpty();
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

    private void describeAndDelete(Page creator) {
        creator.getByText("Title and description").click();
        creator.getByLabel("Title", new Page.GetByLabelOptions().setExact(true))
                .first()
                .fill("Evening Show");
        fill(creator, "Description", "Music until midnight.");
        button(creator, "Save").click();
        awaitText(creator, "The title and the description are saved.");
        creator.navigate(server.http("/watch/morning"));
        awaitText(creator, "Music until midnight.");
        creator.navigate(server.http("/creator"));
        awaitText(creator, "Evening Show");
        creator.getByText("Title and description").click();
        button(creator, "Delete this channel").click();
        shots(creator, "creator-delete");
        button(creator, "Delete it").click();
        awaitText(creator, "Evening Show is deleted.");
        awaitText(creator, "Open your first channel");
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
