package online.nexuscos.services.core;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import online.nexuscos.platform.json.Json;
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

    /** Lines that are in memory at once while all are written. */
    private static final int BATCH = 1000;

    private static final String ACTION = "[a-z][a-z.-]{0,63}";

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
            Optional<@Pattern(regexp = ACTION) String> action,
            Optional<@Size(min = 1, max = 64) String> account,
            Optional<@Size(min = 1, max = 200) String> object) {}

    /** Which lines, as in {@link Asked}; all where it says nothing. */
    record Filter(
            Optional<@Pattern(regexp = ACTION) String> action,
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
        Filter filter = new Filter(asked.action(), asked.account(), asked.object());
        List<AuditLine> found = lines(filter, before(asked), limit + 1);
        List<AuditLine> shown = found.subList(0, Math.min(limit, found.size()));
        return new AuditPage(
                shown,
                found.size() > limit
                        ? Optional.of(Cursor.of(LISTING, shown.getLast().id()))
                        : Optional.empty());
    }

    /** All of it as JSON Lines, the newest first, down from the moment it was asked for. */
    void export(Call<Filter> call, OutputStream to) throws IOException {
        call.reply().header("content-disposition", "attachment; filename=\"audit.jsonl\"");
        long before = Long.MAX_VALUE;
        List<AuditLine> batch;
        do {
            batch = lines(call.input(), before, BATCH);
            for (AuditLine line : batch) {
                to.write(Json.write(line));
                to.write('\n');
                before = line.id();
            }
        } while (batch.size() == BATCH);
    }

    private List<AuditLine> lines(Filter filter, long before, int limit) {
        return database.query(
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
                before,
                filter.action().orElse(null),
                filter.account().orElse(null),
                filter.object().orElse(null),
                limit);
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
