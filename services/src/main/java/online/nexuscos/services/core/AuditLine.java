package online.nexuscos.services.core;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import online.nexuscos.platform.sql.Row;

/**
 * Something that somebody did.
 *
 * @param id grows with time
 * @param account who; {@code system} for the program itself, empty for a stranger
 * @param action what, past tense, {@code session.started}
 * @param object to what, {@code account/42}
 */
record AuditLine(
        long id,
        Instant at,
        String account,
        String action,
        String object,
        String requestId,
        Map<String, String> details) {
    static final String COLUMNS = "id, at, actor, action, object, request_id, details";

    static AuditLine of(Row row) {
        Map<String, String> details = new TreeMap<>();
        row.json("details")
                .forEach(each -> details.put(each.getKey(), String.valueOf(each.getValue())));
        return new AuditLine(
                row.bigint("id"),
                row.instant("at"),
                row.text("actor"),
                row.text("action"),
                row.text("object"),
                row.text("request_id"),
                details);
    }
}
