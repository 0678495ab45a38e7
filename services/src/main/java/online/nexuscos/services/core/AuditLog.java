package online.nexuscos.services.core;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.service.Call;
import online.nexuscos.platform.sql.Cursor;
import online.nexuscos.platform.sql.Database;
import online.nexuscos.platform.sql.MalformedCursorException;

/** Reads the audit log, which all services write in their transactions. */
final class AuditLog {
    private static final String LISTING = "audit";
    private static final int PAGE = 50;
    private static final int MAX_PAGE = 200;

    private final Database database;

    AuditLog(Database database) {
        this.database = database;
    }

    /**
     * @param after where the page before ended
     * @param action what it begins with: {@code session.} or {@code session.started}
     * @param account who did it
     * @param object to what it was done
     */
    record Asked(
            Optional<@Size(max = Cursor.MAX_LENGTH) String> after,
            Optional<@Min(1) @Max(MAX_PAGE) Integer> limit,
            Optional<@Pattern(regexp = "[a-z][a-z.-]{0,63}") String> action,
            Optional<@Size(min = 1, max = 64) String> account,
            Optional<@Size(min = 1, max = 200) String> object) {}

    /**
     * @param lines the newest first
     * @param next where the next page begins, if there is one
     */
    record AuditPage(List<AuditLine> lines, Optional<String> next) {}

    AuditPage page(Call<Asked> call) {
        Asked asked = call.input();
        int limit = asked.limit().orElse(PAGE);
        List<AuditLine> found =
                database.query(
                        "SELECT "
                                + AuditLine.COLUMNS
                                + """
                                 FROM platform.audit
                                WHERE id < $1
                                  AND ($2::text IS NULL OR starts_with(action, $2))
                                  AND ($3::text IS NULL OR actor = $3)
                                  AND ($4::text IS NULL OR object = $4)
                                ORDER BY id DESC LIMIT $5
                                """,
                        AuditLine::of,
                        before(asked),
                        asked.action().orElse(null),
                        asked.account().orElse(null),
                        asked.object().orElse(null),
                        limit + 1);
        List<AuditLine> shown = found.subList(0, Math.min(limit, found.size()));
        return new AuditPage(
                shown,
                found.size() > limit
                        ? Optional.of(Cursor.of(LISTING, shown.getLast().id()))
                        : Optional.empty());
    }

    private static long before(Asked asked) {
        if (asked.after().isEmpty()) {
            return Long.MAX_VALUE;
        }
        try {
            return Cursor.read(LISTING, asked.after().get(), 1).bigint(0);
        } catch (MalformedCursorException e) {
            throw ProblemException.of(422, "after", "This is no cursor of this listing.");
        }
    }

    /** The newest lines, the newest first. */
    List<AuditLine> newest(int count) {
        return database.query(
                "SELECT " + AuditLine.COLUMNS + " FROM platform.audit ORDER BY id DESC LIMIT $1",
                AuditLine::of,
                count);
    }
}
