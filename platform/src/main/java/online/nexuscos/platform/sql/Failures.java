package online.nexuscos.platform.sql;

import io.vertx.pgclient.PgException;
import java.util.concurrent.TimeoutException;
import online.nexuscos.platform.sql.SqlException.Kind;
import org.jspecify.annotations.Nullable;

/** Turns the driver's failures into ours, by SQLSTATE. */
final class Failures {
    private Failures() {}

    /** What a statement's failure means. Programmer errors go on as they are. */
    static SqlException of(Throwable failure) {
        if (failure instanceof SqlException already) {
            return already;
        }
        if (failure instanceof PgException refused) {
            return new SqlException(
                    kind(orEmpty(refused.getSqlState())),
                    orEmpty(refused.getConstraint()),
                    refused.getSqlState() + ": " + refused.getErrorMessage(),
                    refused);
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof IllegalStateException
                || failure instanceof IllegalArgumentException
                || failure instanceof ClassCastException) {
            throw (RuntimeException) failure;
        }
        String reason = failure instanceof TimeoutException ? "in time" : "but " + failure;
        return new SqlException(Kind.UNAVAILABLE, "", "no answer " + reason, failure);
    }

    /** As {@link #of}, for a commit: a lost connection leaves its end open. */
    static SqlException ofCommit(Throwable failure) {
        SqlException known = of(failure);
        return known.kind() == Kind.UNAVAILABLE
                ? new SqlException(Kind.IN_DOUBT, "", "lost while committing", failure)
                : known;
    }

    /** See https://www.postgresql.org/docs/18/errcodes-appendix.html */
    private static Kind kind(String state) {
        return switch (state) {
            case "23505", "23P01" -> Kind.DUPLICATE;
            case "23503", "23001" -> Kind.REFERENCE;
            case "23502", "23514" -> Kind.INVALID;
            case "40001", "40P01", "55P03" -> Kind.CONFLICT;
            case "57014" -> Kind.TIMEOUT;
            default -> kindOfClass(state.length() < 2 ? "" : state.substring(0, 2));
        };
    }

    private static Kind kindOfClass(String stateClass) {
        return switch (stateClass) {
            case "22" -> Kind.INVALID;
            // Connections, resources, an operator who stops the server, and time in a transaction.
            case "08", "53", "57", "58" -> Kind.UNAVAILABLE;
            default -> Kind.FAULT;
        };
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
