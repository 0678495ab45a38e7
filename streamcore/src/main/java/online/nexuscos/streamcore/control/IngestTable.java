package online.nexuscos.streamcore.control;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import online.nexuscos.platform.secret.KeyFile;
import online.nexuscos.platform.sql.Statements;

/**
 * How the media of channels comes in. Each source is fetched by one node, which says so again and
 * again; when it is silent for some seconds, another one takes the source over.
 */
record IngestTable(Statements sql, KeyFile keys) {
    /** Sources that an organisation may name. */
    static final int MAX_SOURCES = 20;

    /** Sources that one node fetches; more wait for another node. */
    static final int MAX_OF_NODE = 500;

    /** For so many seconds a source is a node's that does not say so again. */
    private static final int LEASE_SECONDS = 10;

    private static final String FROM = " FROM streaming.ingest i ";

    /** A source that this node fetches, and whose it is. */
    record Fetched(Channel channel, StoredIngest ingest) {}

    Optional<StoredIngest> find(UUID organisation, String channel) {
        return sql.find(
                "SELECT "
                        + StoredIngest.COLUMNS
                        + FROM
                        + "WHERE i.channel = $2 AND i.organisation_id = $1",
                row -> StoredIngest.of(row, keys),
                organisation,
                channel);
    }

    /** By which those encrypt who publish anybody's channel of that name. */
    Optional<String> passphrase(String channel) {
        return sql.find(
                        "SELECT " + StoredIngest.COLUMNS + FROM + "WHERE i.channel = $1",
                        row -> StoredIngest.of(row, keys),
                        channel)
                .flatMap(StoredIngest::passphrase);
    }

    int sources(UUID organisation) {
        return sql.one(
                "SELECT count(*)::int AS count"
                        + FROM
                        + "WHERE i.organisation_id = $1 AND i.source IS NOT NULL",
                row -> row.integer("count"),
                organisation);
    }

    void put(UUID organisation, StoredIngest ingest) {
        sql.execute(
                "INSERT INTO streaming.ingest AS i (channel, organisation_id, source, source_when,"
                        + " passphrase) VALUES ($1, $2, $3, $4, $5)"
                        + " ON CONFLICT (channel) DO UPDATE SET source = excluded.source,"
                        + " source_when = excluded.source_when,"
                        + " passphrase = excluded.passphrase"
                        + " WHERE i.organisation_id = excluded.organisation_id",
                ingest.channel(),
                organisation,
                ingest.sealedSource(keys).orElse(null),
                ingest.when(),
                ingest.sealedPassphrase(keys).orElse(null));
    }

    /** The sources that this node is to fetch from now on. */
    List<Fetched> claim(String node) {
        sql.execute(
                "UPDATE streaming.ingest SET node = $1, fetched_until = now() + interval '"
                        + LEASE_SECONDS
                        + " seconds' WHERE channel IN (SELECT i.channel"
                        + FROM
                        + "WHERE i.source IS NOT NULL AND (i.fetched_until < now() OR (i.node = $1"
                        + " AND i.fetched_until < now() + interval '"
                        + LEASE_SECONDS / 2
                        + " seconds')) ORDER BY i.node <> $1, i.channel LIMIT "
                        + MAX_OF_NODE
                        + " FOR UPDATE SKIP LOCKED)",
                node);
        return sql.query(
                "SELECT "
                        + StoredIngest.COLUMNS
                        + ", "
                        + Channel.COLUMNS
                        + FROM
                        + "JOIN streaming.channel AS channel ON channel.name = i.channel"
                        + " WHERE i.source IS NOT NULL AND i.node = $1"
                        + " AND i.fetched_until >= now() ORDER BY i.channel LIMIT "
                        + MAX_OF_NODE,
                row -> new Fetched(Channel.of(row), StoredIngest.of(row, keys)),
                node);
    }

    /** Leaves this node's sources to others, at once. */
    void leave(String node) {
        sql.execute(
                "UPDATE streaming.ingest SET fetched_until = to_timestamp(0) WHERE node = $1",
                node);
    }
}
