package online.nexuscos.streamcore.control;

import java.util.UUID;
import online.nexuscos.platform.secret.KeyFile;
import online.nexuscos.platform.sql.Row;
import online.nexuscos.streamcore.restream.Target;
import online.nexuscos.streamcore.restream.Target.Author;
import online.nexuscos.streamcore.restream.Target.Mode;
import online.nexuscos.streamcore.restream.TargetAddress;

/**
 * A server that a channel goes to, too, as a record.
 *
 * @param place how it is addressed: with its secrets, so for nobody to see
 */
record StoredTarget(UUID id, String channel, String label, Place place, Mode mode) {
    static final String COLUMNS = "id, channel, label, sealed, mode";

    private static final String LABEL = "streaming.target/";

    /** Address and key as their owner wrote them. */
    record Place(String url, String key) {
        /**
         * @throws IllegalArgumentException saying what is wrong, and showing none of it
         */
        TargetAddress address() {
            return TargetAddress.parse(url, key);
        }

        /** Without its secrets, so that no log shows them. */
        @Override
        public String toString() {
            return "Place";
        }
    }

    static StoredTarget of(Row row, KeyFile keys) {
        UUID id = row.uuid("id");
        String[] place = keys.open(row.bytes("sealed"), LABEL + id).split("\n", 2);
        return new StoredTarget(
                id,
                row.text("channel"),
                row.text("label"),
                new Place(place[0], place[1]),
                row.constant("mode", Mode.class));
    }

    /** Address and key for the database to keep; they open for this target alone. */
    byte[] sealed(KeyFile keys) {
        return keys.seal(place.url() + '\n' + place.key(), LABEL + id);
    }

    /** As the live path has it. */
    Target target() {
        return new Target(id.toString(), label, place.address(), Author.OWNER, mode);
    }
}
