package online.nexuscos.streamcore.control;

import java.util.Optional;
import java.util.UUID;
import online.nexuscos.platform.sql.Row;

/**
 * A stream that somebody may publish, as a record.
 *
 * @param permission what a viewer needs where playback is by permission
 * @param secret signs the paths of its viewers
 * @param alwaysOn it goes on with a slate while nobody publishes
 */
record Channel(
        String name,
        UUID organisation,
        String title,
        String description,
        Playback playback,
        String permission,
        Secret secret,
        boolean alwaysOn) {
    /** Who may watch. */
    enum Playback {
        PUBLIC,
        /** Whoever has a signed path. */
        SIGNED,
        /** Whoever is signed in and has a permission; that gets a signed path, too. */
        PERMISSION
    }

    /** Who knows it may follow the stream, and nobody else; empty where everybody may. */
    Optional<String> hiddenLine() {
        return playback == Playback.PUBLIC ? Optional.empty() : Optional.of(secret.line(name));
    }

    static final String COLUMNS =
            "channel.name, channel.organisation_id, channel.title, channel.description,"
                    + " channel.playback, channel.permission, channel.secret,"
                    + " channel.always_on";

    static Channel of(Row row) {
        return new Channel(
                row.text("name"),
                row.uuid("organisation_id"),
                row.text("title"),
                row.text("description"),
                row.constant("playback", Playback.class),
                row.text("permission"),
                new Secret(row.bytes("secret")),
                row.bool("always_on"));
    }
}
