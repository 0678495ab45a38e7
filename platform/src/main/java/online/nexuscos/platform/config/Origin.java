package online.nexuscos.platform.config;

/**
 * Where a setting's value came from.
 *
 * @param name the file or the variable; empty for a default
 */
public record Origin(Kind kind, String name) {
    /** Least binding first. */
    public enum Kind {
        DEFAULT,
        FILE,
        VARIABLE
    }

    static final Origin DEFAULT = new Origin(Kind.DEFAULT, "");

    static Origin file(String name) {
        return new Origin(Kind.FILE, name);
    }

    static Origin variable(String name) {
        return new Origin(Kind.VARIABLE, name);
    }

    public boolean isDefault() {
        return kind == Kind.DEFAULT;
    }
}
