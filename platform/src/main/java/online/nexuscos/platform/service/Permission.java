package online.nexuscos.platform.service;

import java.util.regex.Pattern;

/**
 * What a route asks of its caller. Every route names one; the names of a service's own begin with
 * what they protect: {@code ledger:write}.
 */
public record Permission(String name) {
    private static final Pattern NAME =
            Pattern.compile("[a-z][a-z0-9-]{0,31}(:[a-z][a-z0-9-]{0,31})?");

    /** Anybody, signed in or not. */
    public static final Permission PUBLIC = new Permission("public");

    /** Anybody who is signed in. */
    public static final Permission SIGNED_IN = new Permission("signed-in");

    /** Held by administrators: it stands for every permission there is. */
    public static final Permission ALL = new Permission("all");

    public Permission {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(name + " (expected: " + NAME + ")");
        }
    }

    /** The permission of that name, {@code ledger:write}. */
    public static Permission of(String name) {
        return new Permission(name);
    }
}
