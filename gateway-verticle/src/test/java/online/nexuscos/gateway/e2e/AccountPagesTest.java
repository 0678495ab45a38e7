package online.nexuscos.gateway.e2e;

import static online.nexuscos.gateway.e2e.People.PASSWORD;
import static online.nexuscos.gateway.e2e.TestingBrowser.awaitShown;
import static online.nexuscos.gateway.e2e.TestingBrowser.awaitText;
import static online.nexuscos.gateway.e2e.TestingBrowser.button;
import static online.nexuscos.gateway.e2e.TestingBrowser.fill;
import static online.nexuscos.gateway.e2e.TestingBrowser.shot;
import static online.nexuscos.gateway.e2e.TestingBrowser.shots;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From sign-up to the account, in Debian's Chromium, against the program and its own database. */
class AccountPagesTest {
    private final Path folder = TestingServer.folder("accounts");
    private final TestingServer server =
            TestingServer.start(folder, Map.of("NEXUS_ACCOUNTS_ENABLED", "true"));
    private final TestingBrowser browser = new TestingBrowser();
    private final People people = new People(server, folder);

    /** What the start printed, which is there as soon as the database is. */
    private final People.FirstPassword first = people.firstPassword();

    @AfterEach
    void close() {
        browser.close();
        server.close();
    }

    private static void awaitAccount(Page page) {
        awaitShown(page, "nexus-account");
    }

    @Test
    void fromSignUpToTheAccountAndBack() {
        Page page = browser.page(1280, 800);
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
        fill(page, "Code", people.code());
        button(page, "Confirm").click();
        awaitAccount(page);
        awaitText(page, "This one");
        comesBackByItself(page);
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
        assertThat(browser.faults()).isEmpty();
        assertThat(server.errors()).isEmpty();
    }

    /** The page while the server is away, and when it is there again. */
    private static void comesBackByItself(Page page) {
        page.route("**/api/sessions/current", Route::abort);
        page.reload();
        awaitText(page, "The server cannot be reached");
        shots(page, "account-unreachable");
        page.unroute("**/api/sessions/current");
        awaitAccount(page);
    }

    @Test
    void onAPhoneWithAResetAndAnotherSessionToEnd() {
        Page desk = browser.page(1280, 800);
        people.signUp(desk, "Ada Lovelace", "ada@example.org");
        Page phone = browser.page(390, 844);
        phone.navigate(server.http("/signin"));
        phone.locator("nexus-entrance-form").waitFor();
        shot(phone, "phone-signin");
        phone.navigate(server.http("/reset"));
        fill(phone, "Email", "ada@example.org");
        button(phone, "Send code").click();
        phone.locator("nexus-entrance[data-step=new-password]").waitFor();
        fill(phone, "Code", people.code());
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
        assertThat(browser.faults()).isEmpty();
    }

    @Test
    void theFirstAdministratorChoosesAPassword() {
        Page page = browser.page(1280, 800);
        page.navigate(server.http("/signin"));
        fill(page, "Email", first.email());
        fill(page, "Password", first.password());
        button(page, "Sign in").click();
        awaitText(page, "Choose your own to go on.");
        shot(page, "first-administrator");
        fill(page, "Current password", first.password());
        fill(page, "New password", PASSWORD);
        button(page, "Change password").click();
        awaitText(page, "Your password is changed.");
        awaitText(page, "admin");
        assertThat(browser.faults()).isEmpty();
    }
}
