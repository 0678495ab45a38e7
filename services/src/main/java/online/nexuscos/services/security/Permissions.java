package online.nexuscos.services.security;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import online.nexuscos.platform.service.Permission;

/** What is asked for here, and what each role may do anywhere. */
final class Permissions {
    /** One's own name, organisations and roles. */
    static final Permission ACCOUNT_READ = Permission.of("account:read");

    static final Permission ACCOUNT_WRITE = Permission.of("account:write");

    /** What would let a thief stay: sessions and tokens. No token is ever allowed it. */
    static final Permission ACCOUNT_SECURE = Permission.of("account:secure");

    /** The one thing that a password made by somebody else allows. */
    static final Permission ACCOUNT_PASSWORD = Permission.of("account:password");

    /** Everybody's accounts. */
    static final Permission ACCOUNTS_READ = Permission.of("accounts:read");

    static final Permission ACCOUNTS_WRITE = Permission.of("accounts:write");

    /** Ask what any token is worth. */
    static final Permission TOKENS_INTROSPECT = Permission.of("tokens:introspect");

    /** Replace the keys that sign tokens. */
    static final Permission TOKENS_KEYS = Permission.of("tokens:keys");

    /** One's own channels and their stream keys. */
    private static final String STREAMS_OWN = "streams:own";

    /** Whom to tell of them. */
    private static final String WEBHOOKS_OWN = "webhooks:own";

    private static final Map<Role, Set<String>> OF_ROLE =
            new EnumMap<>(
                    Map.of(
                            Role.ADMIN, Set.of(Permission.ALL.name()),
                            Role.OPERATOR,
                                    Set.of(
                                            ACCOUNTS_READ.name(),
                                            "audit:read",
                                            "os:read",
                                            "os:write"),
                            Role.CREATOR, Set.of(STREAMS_OWN, WEBHOOKS_OWN),
                            Role.VIEWER, Set.of()));

    private static final Set<String> OF_SESSIONS =
            Set.of(
                    ACCOUNT_READ.name(),
                    ACCOUNT_WRITE.name(),
                    ACCOUNT_SECURE.name(),
                    ACCOUNT_PASSWORD.name());

    private static final Set<String> NEVER_OF_TOKENS =
            Set.of(
                    ACCOUNT_SECURE.name(),
                    ACCOUNT_PASSWORD.name(),
                    Permission.ALL.name(),
                    Permission.PUBLIC.name(),
                    Permission.SIGNED_IN.name());

    /** Whoever has a role has the permission that is called so: channels may ask for it. */
    private static final String OF_A_ROLE = "role:";

    private final Supplier<Set<String>> known;

    /**
     * @param known names of all permissions that services ask for
     */
    Permissions(Supplier<Set<String>> known) {
        this.known = known;
    }

    static Set<String> of(Role role) {
        Set<String> names = new TreeSet<>(OF_ROLE.getOrDefault(role, Set.of()));
        names.add(OF_A_ROLE + Profiles.label(role));
        return names;
    }

    /** What somebody may who signed in with a password. */
    static Set<String> ofSession(Account account) {
        if (account.passwordChange()) {
            return Set.of(ACCOUNT_PASSWORD.name());
        }
        Set<String> names = new TreeSet<>(OF_SESSIONS);
        account.roles().forEach(role -> names.addAll(of(role)));
        return names;
    }

    /** What an account may let its tokens do. */
    Set<String> grantable(Account account) {
        if (account.passwordChange()) {
            return Set.of();
        }
        Set<String> names = new TreeSet<>(ofSession(account));
        if (names.contains(Permission.ALL.name())) {
            names.addAll(known.get());
        }
        names.removeAll(NEVER_OF_TOKENS);
        names.removeIf(name -> name.startsWith(OF_A_ROLE));
        return names;
    }

    /** What a token may now: what it was allowed, as far as its account still may. */
    Set<String> ofToken(Account account, Set<String> scopes) {
        Set<String> names = new TreeSet<>(scopes);
        names.retainAll(grantable(account));
        return names;
    }
}
