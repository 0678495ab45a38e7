package online.nexuscos.streamcore.control;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import online.nexuscos.platform.secret.KeyFile;
import online.nexuscos.platform.sql.Statements;
import online.nexuscos.streamcore.restream.Restreams;

/** The targets of channels. */
record TargetTable(Statements sql, KeyFile keys) {
    private static final String SELECT =
            "SELECT " + StoredTarget.COLUMNS + " FROM streaming.target ";
    private static final String ORDER = " ORDER BY created_at, id LIMIT ";

    List<StoredTarget> of(UUID organisation, String channel) {
        return sql.query(
                SELECT
                        + "WHERE organisation_id = $1 AND channel = $2"
                        + ORDER
                        + Restreams.MAX_TARGETS,
                row -> StoredTarget.of(row, keys),
                organisation,
                channel);
    }

    /** The targets of channels that are live, whosever they are. */
    List<StoredTarget> ofLive(Collection<String> channels) {
        return sql.query(
                SELECT
                        + "WHERE channel = ANY($1)"
                        + ORDER
                        + (long) Restreams.MAX_TARGETS * channels.size(),
                row -> StoredTarget.of(row, keys),
                (Object) channels.toArray(String[]::new));
    }

    Optional<StoredTarget> find(UUID organisation, String channel, UUID id) {
        return sql.find(
                SELECT + "WHERE organisation_id = $1 AND channel = $2 AND id = $3 FOR UPDATE",
                row -> StoredTarget.of(row, keys),
                organisation,
                channel,
                id);
    }

    void add(UUID organisation, StoredTarget target, Instant now) {
        sql.execute(
                "INSERT INTO streaming.target (id, channel, organisation_id, label, sealed, mode,"
                        + " created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                target.id(),
                target.channel(),
                organisation,
                target.label(),
                target.sealed(keys),
                target.mode(),
                now);
    }

    void change(UUID organisation, StoredTarget target) {
        sql.execute(
                "UPDATE streaming.target SET label = $4, sealed = $5, mode = $6"
                        + " WHERE organisation_id = $1 AND channel = $2 AND id = $3",
                organisation,
                target.channel(),
                target.id(),
                target.label(),
                target.sealed(keys),
                target.mode());
    }

    boolean delete(UUID organisation, String channel, UUID id) {
        return sql.execute(
                        "DELETE FROM streaming.target"
                                + " WHERE organisation_id = $1 AND channel = $2 AND id = $3",
                        organisation,
                        channel,
                        id)
                > 0;
    }
}
