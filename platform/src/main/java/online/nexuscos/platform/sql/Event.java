package online.nexuscos.platform.sql;

import java.util.Locale;

/**
 * Something that happened, as a record named in the past tense: {@code record TransferPosted(String
 * id, ...)} travels as {@code transfer-posted}, with the record's JSON.
 */
public interface Event {
    /**
     * What it happened to. Events of one key reach each subscriber in the order in which they were
     * written; those of different keys in any.
     */
    String key();

    /** The name that it travels under: the simple name of the class, in words. */
    static String name(Class<? extends Event> type) {
        return type.getSimpleName()
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }
}
