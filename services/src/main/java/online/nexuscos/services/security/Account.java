package online.nexuscos.services.security;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import online.nexuscos.platform.sql.Row;

/**
 * Somebody who signs in.
 *
 * @param email as its owner wrote it
 * @param password what is kept of it
 * @param passwordChange the password was made by somebody else, and opens nothing but its change
 * @param organisation where its own records belong
 */
record Account(
        UUID id,
        String email,
        String name,
        String password,
        State state,
        boolean passwordChange,
        Set<Role> roles,
        UUID organisation,
        Instant createdAt) {
    enum State {
        /** Nobody has shown yet that the address is theirs. */
        UNVERIFIED,
        ACTIVE,
        DISABLED
    }

    /** The columns of {@link #of}, of a table called account. */
    static final String COLUMNS =
            "account.id, account.email, account.name, account.password, account.state,"
                    + " account.password_change, account.roles, account.organisation_id,"
                    + " account.created_at";

    Account {
        roles = Set.copyOf(roles);
    }

    static Account of(Row row) {
        return new Account(
                row.uuid("id"),
                row.text("email"),
                row.text("name"),
                row.text("password"),
                row.constant("state", State.class),
                row.bool("password_change"),
                roles(row.get("roles", String[].class)),
                row.uuid("organisation_id"),
                row.instant("created_at"));
    }

    /** Roles that a later version took away are no roles. */
    private static Set<Role> roles(String[] names) {
        Set<String> known =
                Arrays.stream(Role.values()).map(Role::name).collect(Collectors.toSet());
        EnumSet<Role> roles = EnumSet.noneOf(Role.class);
        for (String name : names) {
            if (known.contains(name)) {
                roles.add(Role.valueOf(name));
            }
        }
        return roles;
    }

    /** Without what is kept of the password. */
    @Override
    public String toString() {
        return "Account[" + id + ", " + state + "]";
    }
}
