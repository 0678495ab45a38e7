package online.nexuscos.services.security;

import static online.nexuscos.platform.service.Permission.PUBLIC;
import static online.nexuscos.platform.service.Permission.SIGNED_IN;

import java.util.Arrays;
import java.util.List;
import online.nexuscos.platform.service.Call;
import online.nexuscos.platform.service.Nothing;
import online.nexuscos.platform.service.Routes;
import online.nexuscos.platform.service.Service;
import online.nexuscos.platform.service.ServiceInfo;

/** Accounts: register, verify, sign in, reset, profile, roles, organisations. */
final class UserAuth implements Service {
    private final Registration registration;
    private final SignIn signIn;
    private final PasswordChange passwords;
    private final Profiles profiles;
    private final Organisations organisations;
    private final AccountDirectory directory;

    UserAuth(Parts parts) {
        SessionStart sessions = new SessionStart(parts);
        registration = new Registration(parts, sessions);
        signIn = new SignIn(parts, sessions, registration);
        passwords = new PasswordChange(parts, sessions, signIn);
        profiles = new Profiles(parts);
        organisations = new Organisations(parts);
        directory = new AccountDirectory(parts);
    }

    /** What a role may do. */
    record RoleView(String role, List<String> permissions) {}

    record RoleList(List<RoleView> roles) {}

    @Override
    public ServiceInfo info() {
        return ServiceInfo.named("user-auth");
    }

    @Override
    public void routes(Routes routes) {
        routes.post(
                        "/register",
                        PUBLIC,
                        Registration.Register.class,
                        Registration.Registered.class,
                        registration::register)
                .summary("Make an account; a code is mailed to its address");
        routes.post(
                        "/verification",
                        PUBLIC,
                        Registration.Address.class,
                        Registration.Registered.class,
                        (Call<Registration.Address> call) -> registration.sendCode(call))
                .summary("Mail another code to an account that is not verified");
        routes.post(
                        "/verify",
                        PUBLIC,
                        Registration.Verify.class,
                        SignIn.SignedIn.class,
                        (Call<Registration.Verify> call) -> registration.verify(call, signIn))
                .summary("Open an account with the mailed code, and sign in")
                .secret();
        routes.post(
                        "/sign-in",
                        PUBLIC,
                        SignIn.SignInInput.class,
                        SignIn.SignedIn.class,
                        signIn::signIn)
                .summary("Sign in; the answer sets the cookie of a new session")
                .secret();
        routes.post(
                        "/sign-out",
                        SIGNED_IN,
                        Nothing.class,
                        Nothing.class,
                        signIn::signOut)
                .summary("End the session that this call comes with");
        passwordRoutes(routes);
        profileRoutes(routes);
        organisationRoutes(routes);
        directoryRoutes(routes);
    }

    private void passwordRoutes(Routes routes) {
        routes.post(
                        "/password",
                        Permissions.ACCOUNT_PASSWORD,
                        PasswordChange.Change.class,
                        SignIn.SignedIn.class,
                        passwords::change)
                .summary("Change one's password; all other sessions end")
                .secret();
        routes.post(
                        "/reset",
                        PUBLIC,
                        Registration.Address.class,
                        PasswordChange.ResetAsked.class,
                        passwords::ask)
                .summary("Mail a code to choose a new password with");
        routes.post(
                        "/reset/confirm",
                        PUBLIC,
                        PasswordChange.Reset.class,
                        Nothing.class,
                        (Call<PasswordChange.Reset> call) -> passwords.reset(call))
                .summary("Choose a new password with the mailed code");
    }

    private void profileRoutes(Routes routes) {
        routes.get("/me", Permissions.ACCOUNT_READ, Profiles.Profile.class, profiles::own)
                .summary("One's own account");
        routes.patch(
                        "/me",
                        Permissions.ACCOUNT_WRITE,
                        Profiles.Rename.class,
                        Profiles.Profile.class,
                        profiles::rename)
                .summary("Change one's name");
        routes.get("/roles", Permissions.ACCOUNT_READ, RoleList.class, call -> roles())
                .summary("The roles, and what each may do");
    }

    private static RoleList roles() {
        return new RoleList(
                Arrays.stream(Role.values())
                        .map(role ->
                                new RoleView(
                                        Profiles.label(role),
                                        Permissions.of(role).stream().sorted().toList()))
                        .toList());
    }

    private void organisationRoutes(Routes routes) {
        routes.get(
                        "/organisations",
                        Permissions.ACCOUNT_READ,
                        Organisations.OrganisationList.class,
                        organisations::list)
                .summary("The organisations that one belongs to");
        routes.post(
                        "/organisations",
                        Permissions.ACCOUNT_WRITE,
                        Organisations.OpenOrganisation.class,
                        Organisations.OrganisationView.class,
                        organisations::open)
                .summary("Open an organisation")
                .creates();
        routes.get(
                        "/organisations/{id}/members",
                        Permissions.ACCOUNT_READ,
                        Organisations.MemberList.class,
                        (Call<Nothing> call) -> organisations.members(call))
                .summary("Who belongs to an organisation");
        routes.post(
                        "/organisations/{id}/members",
                        Permissions.ACCOUNT_WRITE,
                        Organisations.AddMember.class,
                        Organisations.MemberList.class,
                        organisations::add)
                .summary("Add somebody who has an account")
                .creates();
        routes.put(
                        "/organisations/{id}/members/{account}",
                        Permissions.ACCOUNT_WRITE,
                        Organisations.SetMemberRole.class,
                        Organisations.MemberList.class,
                        organisations::setRole)
                .summary("Set a member's role");
        routes.delete(
                        "/organisations/{id}/members/{account}",
                        Permissions.ACCOUNT_WRITE,
                        Nothing.class,
                        Organisations.MemberList.class,
                        organisations::remove)
                .summary("Remove a member, or leave");
    }

    private void directoryRoutes(Routes routes) {
        routes.get(
                        "/accounts",
                        Permissions.ACCOUNTS_READ,
                        AccountDirectory.ListAccounts.class,
                        AccountDirectory.AccountPage.class,
                        directory::list)
                .summary("All accounts, the oldest first");
        routes.get(
                        "/accounts/{id}",
                        Permissions.ACCOUNTS_READ,
                        AccountDirectory.ListedAccount.class,
                        directory::one)
                .summary("One account");
        routes.put(
                        "/accounts/{id}/roles",
                        Permissions.ACCOUNTS_WRITE,
                        AccountDirectory.SetRoles.class,
                        AccountDirectory.ListedAccount.class,
                        directory::setRoles)
                .summary("Set an account's roles");
        routes.put(
                        "/accounts/{id}/state",
                        Permissions.ACCOUNTS_WRITE,
                        AccountDirectory.SetState.class,
                        AccountDirectory.ListedAccount.class,
                        directory::setState)
                .summary("Disable an account, or make it active");
    }
}
