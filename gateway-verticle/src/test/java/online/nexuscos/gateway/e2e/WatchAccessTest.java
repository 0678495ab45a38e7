package online.nexuscos.gateway.e2e;

import static online.nexuscos.gateway.e2e.TestingBrowser.await;
import static online.nexuscos.gateway.e2e.TestingBrowser.awaitShown;
import static online.nexuscos.gateway.e2e.TestingBrowser.awaitState;
import static online.nexuscos.gateway.e2e.TestingBrowser.awaitText;
import static online.nexuscos.gateway.e2e.TestingBrowser.button;
import static online.nexuscos.gateway.e2e.TestingBrowser.fill;
import static online.nexuscos.gateway.e2e.TestingBrowser.shots;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import online.nexuscos.gateway.http.TestingHttp.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Channels that not everybody may watch, on the pages of those who may and of those who may not.
 */
class WatchAccessTest {
    private static final Pattern PASS = Pattern.compile("/live/~([^/]+)/");
    private static final String PLAYER = "nexus-watch";

    private final Path folder = TestingServer.folder("access");
    private final TestingServer server =
            TestingServer.start(folder, Map.of("NEXUS_ACCOUNTS_ENABLED", "true"));
    private final TestingBrowser browser = new TestingBrowser();
    private final People people = new People(server, folder);
    private final Page owner = browser.desk();

    @AfterEach
    void close() {
        browser.close();
        server.close();
    }

    /** Opens a channel, and begins to publish there. */
    private TestingProcess publish() {
        people.signUp(owner, "Ada Lovelace", "ada@example.org");
        owner.navigate(server.http("/creator"));
        fill(owner, "Title", "Club Night");
        fill(owner, "Address", "club");
        button(owner, "Open channel").click();
        button(owner, "Make a stream key").click();
        Locator key =
                owner.getByRole(
                        AriaRole.TEXTBOX,
                        new Page.GetByRoleOptions().setName("Your stream key, shown this once"));
        key.waitFor();
        return Ffmpeg.bundled().publish(Clip.PLAIN.file(), server.rtmp(key.inputValue()));
    }

    private void admit(String audience) {
        owner.getByLabel("Who may watch Club Night")
                .selectOption(new SelectOption().setLabel(audience));
    }

    /** Sets the roles of whoever is signed in there. */
    private static void setRoles(SignedIn administrator, Page of, String... roles) {
        String account =
                (String)
                        of.evaluate("async () => (await (await fetch('/api/users/me')).json()).id");
        Answer set =
                administrator.send(
                        "PUT",
                        "/api/users/accounts/" + account + "/roles",
                        new JsonObject().put("roles", new JsonArray(List.of(roles))));
        assertThat(set.status()).as(set.text()).isEqualTo(200);
    }

    /** The passes that a page plays by, as it goes on. */
    private static Set<String> passes(Page page) {
        Set<String> passes = ConcurrentHashMap.newKeySet();
        page.onRequest(request -> {
            Matcher pass = PASS.matcher(request.url());
            if (pass.find()) {
                passes.add(pass.group(1));
            }
        });
        return passes;
    }

    private static void awaitMotion(Page page) {
        double before = time(page);
        await(page, "pictures move", () -> Optional.of(time(page)).filter(now -> now > before + 1));
    }

    private static double time(Page page) {
        Object time = page.locator("video").first().evaluate("video => video.currentTime");
        return ((Number) time).doubleValue();
    }

    @Test
    void byRoleASignInOpensThePlayerAndALostPermissionEndsIt() {
        try (TestingProcess publisher = publish()) {
            awaitText(owner, "All is well");
            admit("Whoever is signed in");
            Page viewer = browser.desk();
            people.signUp(viewer, "Bob", "bob@example.org");
            viewer.context().clearCookies();
            viewer.navigate(server.http("/watch/club"));
            awaitState(viewer, PLAYER, "sign-in");
            shots(viewer, "watch-sign-in");
            assertThat(server.status("/live/club/index.m3u8")).isEqualTo(403);
            viewer.getByRole(
                            AriaRole.LINK,
                            new Page.GetByRoleOptions().setName("Sign in").setExact(true))
                    .last()
                    .click();
            viewer.waitForURL("**/signin?to=%2Fwatch%2Fclub");
            Set<String> passes = passes(viewer);
            People.signIn(viewer, "bob@example.org", People.PASSWORD);
            viewer.waitForURL("**/watch/club");
            awaitState(viewer, PLAYER, "playing");
            awaitText(viewer, "Club Night");
            await(viewer, "another pass", () -> Optional.of(passes).filter(all -> all.size() > 2));
            awaitMotion(viewer);
            admit("Viewers: whoever has that role");
            awaitState(viewer, PLAYER, "forbidden");
            shots(viewer, "watch-forbidden");
            SignedIn administrator = SignedIn.administrator(server, people);
            setRoles(administrator, viewer, "VIEWER");
            awaitState(viewer, PLAYER, "playing");
            setRoles(administrator, viewer, "CREATOR");
            awaitState(viewer, PLAYER, "forbidden");
            admit("Whoever is signed in");
            awaitState(viewer, PLAYER, "playing");
            viewer.context().clearCookies();
            awaitState(viewer, PLAYER, "sign-in");
            assertThat(publisher.isRunning()).isTrue();
        }
        assertThat(browser.faults()).isEmpty();
        assertThat(server.errors()).isEmpty();
    }

    @Test
    void bySignedLinkThePageAndThePlayerForOthersPlayUntilTheLinkEnds() {
        try (TestingProcess publisher = publish()) {
            awaitText(owner, "All is well");
            admit("Whoever has a link from you");
            button(owner, "Make a link").click();
            Locator field =
                    owner.getByLabel("Link to watch", new Page.GetByLabelOptions().setExact(true));
            field.waitFor();
            String link = field.inputValue();
            assertThat(link).startsWith(server.http("/watch/club#pass="));
            shots(owner, "creator-link");
            Page stranger = browser.desk();
            stranger.navigate(server.http("/watch/club"));
            awaitState(stranger, PLAYER, "unknown");
            stranger.navigate(link);
            awaitState(stranger, PLAYER, "playing");
            awaitMotion(stranger);
            assertThat(stranger.title()).startsWith("Club Night");
            Page embedded = browser.page(640, 360);
            embedded.navigate(link.replace("/watch/", "/embed/"));
            awaitState(embedded, PLAYER, "playing");
            awaitMotion(embedded);
            button(owner, "End all links").click();
            awaitState(stranger, PLAYER, "expired");
            awaitState(embedded, PLAYER, "expired");
            shots(stranger, "watch-expired");
            // Of a stream that not everybody may see its owner hears all the same.
            awaitText(owner, "All is well");
            assertThat(publisher.isRunning()).isTrue();
        }
        awaitText(owner, "The connection is lost");
        awaitShown(owner, "nexus-creator");
        assertThat(browser.faults()).isEmpty();
        assertThat(server.errors()).isEmpty();
    }
}
