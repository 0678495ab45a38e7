package online.nexuscos.services.core;

import java.time.Instant;
import java.util.Optional;

/**
 * A setting as it is.
 *
 * @param value {@code on} or {@code off} for a flag
 * @param initial the value that it has when nobody sets it
 * @param changedBy the account that set it; absent while it has its default
 */
record SettingView(
        String name,
        DeclaredSetting.Kind kind,
        String value,
        String initial,
        String description,
        Optional<String> changedBy,
        Optional<Instant> changedAt) {
    static SettingView untouched(DeclaredSetting declared) {
        return new SettingView(
                declared.name(),
                declared.kind(),
                declared.initial(),
                declared.initial(),
                declared.description(),
                Optional.empty(),
                Optional.empty());
    }
}
