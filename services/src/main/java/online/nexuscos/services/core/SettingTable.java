package online.nexuscos.services.core;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import online.nexuscos.platform.sql.Row;
import online.nexuscos.platform.sql.Statements;

/** What was set. */
record SettingTable(Statements sql) {
    private record Kept(String name, String value, String changedBy, Instant changedAt) {
        static Kept of(Row row) {
            return new Kept(
                    row.text("name"),
                    row.text("value"),
                    row.text("changed_by"),
                    row.instant("changed_at"));
        }
    }

    /** Every declared setting, set or not, in the order of the declarations. */
    List<SettingView> all() {
        Map<String, Kept> kept = new HashMap<>();
        sql.query("SELECT name, value, changed_by, changed_at FROM core.setting", Kept::of)
                .forEach(each -> kept.put(each.name(), each));
        return DeclaredSetting.ALL.stream()
                .map(declared -> view(declared, Optional.ofNullable(kept.get(declared.name()))))
                .toList();
    }

    SettingView one(DeclaredSetting declared) {
        return view(
                declared,
                sql.find(
                        """
                        SELECT name, value, changed_by, changed_at FROM core.setting
                        WHERE name = $1
                        """,
                        Kept::of,
                        declared.name()));
    }

    void set(DeclaredSetting declared, String value, String account, Instant now) {
        sql.execute(
                """
                INSERT INTO core.setting (name, value, changed_by, changed_at)
                VALUES ($1, $2, $3, $4)
                ON CONFLICT (name) DO UPDATE SET
                    value = excluded.value,
                    changed_by = excluded.changed_by,
                    changed_at = excluded.changed_at
                """,
                declared.name(),
                value,
                account,
                now);
    }

    void reset(DeclaredSetting declared) {
        sql.execute("DELETE FROM core.setting WHERE name = $1", declared.name());
    }

    private static SettingView view(DeclaredSetting declared, Optional<Kept> kept) {
        return kept.map(found ->
                        new SettingView(
                                declared.name(),
                                declared.kind(),
                                found.value(),
                                declared.initial(),
                                declared.description(),
                                Optional.of(found.changedBy()),
                                Optional.of(found.changedAt())))
                .orElseGet(() -> SettingView.untouched(declared));
    }
}
