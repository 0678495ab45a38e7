package online.nexuscos.platform.service;

import java.util.Set;

/**
 * On whose behalf a call is made.
 *
 * @param account the account's id; empty for a stranger
 * @param organisation the organisation that it acts for; empty where there is none
 * @param session the session or the API token it came with; empty where there is none
 * @param permissions names of what it may do beyond what everybody may
 */
public record Principal(
        String account, String organisation, String session, Set<String> permissions) {
    /** A stranger. */
    public static final Principal ANONYMOUS = new Principal("", "", "", Set.of());

    /** The program itself: a service that calls another on nobody's behalf. */
    public static final Principal SYSTEM =
            new Principal("system", "", "", Set.of(Permission.ALL.name()));

    public Principal {
        permissions = Set.copyOf(permissions);
    }

    public boolean isAnonymous() {
        return account.isEmpty();
    }

    public boolean may(Permission permission) {
        if (permission.equals(Permission.PUBLIC)) {
            return true;
        }
        if (isAnonymous()) {
            return false;
        }
        return permission.equals(Permission.SIGNED_IN)
                || permissions.contains(permission.name())
                || permissions.contains(Permission.ALL.name());
    }
}
