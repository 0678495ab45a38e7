package online.nexuscos.services.core;

import io.vertx.core.json.JsonObject;
import jakarta.validation.constraints.Size;
import java.util.List;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.service.Call;
import online.nexuscos.platform.service.Nothing;
import online.nexuscos.platform.sql.Database;
import online.nexuscos.platform.sql.Event;
import online.nexuscos.platform.sql.Transaction;

/** Settings and feature flags: read, set, and put back. */
final class Settings {
    private final Database database;

    Settings(Database database) {
        this.database = database;
    }

    record SettingList(List<SettingView> settings) {}

    record SetValue(@Size(max = DeclaredSetting.MAX_TEXT) String value) {}

    /** Somebody set a setting, or put it back to its default. */
    record SettingChanged(String name, String value) implements Event {
        @Override
        public String key() {
            return name;
        }
    }

    SettingList list() {
        return new SettingList(new SettingTable(database).all());
    }

    SettingView set(Call<SetValue> call, Transaction transaction) {
        DeclaredSetting declared = find(call);
        String value = call.input().value().strip();
        if (!declared.takes(value)) {
            throw ProblemException.of(
                    422,
                    "value",
                    switch (declared.kind()) {
                        case FLAG -> "A flag is \"on\" or \"off\".";
                        case TEXT -> "A text has no line breaks or control characters.";
                    });
        }
        new SettingTable(transaction)
                .set(declared, value, call.principal().account(), transaction.now());
        return told(declared, transaction);
    }

    SettingView reset(Call<Nothing> call, Transaction transaction) {
        DeclaredSetting declared = find(call);
        new SettingTable(transaction).reset(declared);
        return told(declared, transaction);
    }

    private static SettingView told(DeclaredSetting declared, Transaction transaction) {
        SettingView now = new SettingTable(transaction).one(declared);
        transaction.audit(
                "setting.changed",
                "setting/" + now.name(),
                new JsonObject().put("value", now.value()));
        transaction.publish(new SettingChanged(now.name(), now.value()));
        return now;
    }

    private static DeclaredSetting find(Call<?> call) {
        return DeclaredSetting.find(call.path("name"))
                .orElseThrow(() -> ProblemException.of(404, "There is no setting of this name."));
    }
}
