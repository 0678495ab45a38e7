package online.nexuscos.platform.sql;

import java.io.Serial;

/** A statement or transaction failed; nothing of the transaction is kept, unless in doubt. */
public final class SqlException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    /** What kind of failure it was. */
    public enum Kind {
        /** A unique constraint: the row is there already. */
        DUPLICATE,
        /** A foreign key: a row is missing, or still in use. */
        REFERENCE,
        /** A check, a null, a value out of range or of another form. */
        INVALID,
        /** Another transaction was in the way, again and again; a later try may succeed. */
        CONFLICT,
        /** The server is not there, or did not answer in time; nothing was kept. */
        UNAVAILABLE,
        /** It took longer than a statement may. */
        TIMEOUT,
        /** The connection was lost while committing: it may have been kept or not. */
        IN_DOUBT,
        /** A mistake of ours: the SQL is wrong. */
        FAULT
    }

    private final Kind kind;
    private final String constraint;

    SqlException(Kind kind, String constraint, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.constraint = constraint;
    }

    public Kind kind() {
        return kind;
    }

    /** Name of the constraint that was violated; empty where it was none. */
    public String constraint() {
        return constraint;
    }

    /** True if this is a duplicate by the unique constraint or index of that name. */
    public boolean isDuplicate(String constraintName) {
        return kind == Kind.DUPLICATE && constraint.equals(constraintName);
    }
}
