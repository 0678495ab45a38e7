package online.nexuscos.streamcore.control;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import online.nexuscos.platform.sql.Row;
import online.nexuscos.platform.sql.Statements;

/** Channels and their keys. A key is long and random, so that a plain hash of it is enough. */
record ChannelTable(Statements sql) {
    /** Channels that an organisation may have. */
    static final int MAX_CHANNELS = 200;

    /** Good keys that a channel may have. */
    static final int MAX_KEYS = 10;

    /** Channels of all organisations that may be always on; as many as there may be streams. */
    static final int MAX_ALWAYS_ON = 10_000;

    private static final int SHOWN = 8;
    private static final String SELECT =
            "SELECT " + Channel.COLUMNS + " FROM streaming.channel AS channel ";

    record Key(UUID id, String label, String prefix, Instant createdAt, Optional<Instant> usedAt) {
        static final String COLUMNS = "id, label, prefix, created_at, used_at";

        static Key of(Row row) {
            return new Key(
                    row.uuid("id"),
                    row.text("label"),
                    row.text("prefix"),
                    row.instant("created_at"),
                    row.optional("used_at", Instant.class));
        }
    }

    /** What a key that is in use is worth now: its hash, in hexadecimal, and its channel. */
    record Opened(String hash, Channel channel) {
        static Opened of(Row row) {
            return new Opened(row.text("hash"), Channel.of(row));
        }
    }

    List<Channel> of(UUID organisation) {
        return sql.query(
                SELECT + "WHERE organisation_id = $1 ORDER BY name LIMIT " + MAX_CHANNELS,
                Channel::of,
                organisation);
    }

    /** The organisation's channel of that name. */
    Optional<Channel> find(UUID organisation, String name) {
        return sql.find(
                SELECT + "WHERE name = $2 AND organisation_id = $1",
                Channel::of,
                organisation,
                name);
    }

    /** Anybody's channel of that name: for viewers. */
    Optional<Channel> watched(String name) {
        return sql.find(SELECT + "WHERE name = $1", Channel::of, name);
    }

    /** Those that are always on. */
    List<Channel> alwaysOn() {
        return sql.query(
                SELECT + "WHERE always_on ORDER BY name LIMIT " + MAX_ALWAYS_ON, Channel::of);
    }

    /** Makes or changes it; false where the name is another organisation's. */
    boolean put(Channel channel, UUID account, Instant now) {
        return sql.execute(
                        "INSERT INTO streaming.channel AS c (name, organisation_id, account_id,"
                                + " title, description, playback, permission, secret, created_at,"
                                + " always_on)"
                                + " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
                                + " ON CONFLICT (name) DO UPDATE SET title = excluded.title,"
                                + " description = excluded.description,"
                                + " playback = excluded.playback,"
                                + " permission = excluded.permission, secret = excluded.secret,"
                                + " always_on = excluded.always_on"
                                + " WHERE c.organisation_id = excluded.organisation_id",
                        channel.name(),
                        channel.organisation(),
                        account,
                        channel.title(),
                        channel.description(),
                        channel.playback(),
                        channel.permission(),
                        channel.secret().bytes(),
                        now,
                        channel.alwaysOn())
                > 0;
    }

    boolean delete(UUID organisation, String name) {
        return sql.execute(
                        "DELETE FROM streaming.channel WHERE name = $2 AND organisation_id = $1",
                        organisation,
                        name)
                > 0;
    }

    Key addKey(UUID organisation, String channel, String key, String label, Instant now) {
        return sql.one(
                "INSERT INTO streaming.stream_key (hash, id, channel, organisation_id, label,"
                        + " prefix, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING "
                        + Key.COLUMNS,
                Key::of,
                hash(key),
                UUID.randomUUID(),
                channel,
                organisation,
                label,
                key.substring(0, SHOWN),
                now);
    }

    List<Key> keys(UUID organisation, String channel) {
        return sql.query(
                "SELECT "
                        + Key.COLUMNS
                        + " FROM streaming.stream_key WHERE channel = $2 AND organisation_id = $1"
                        + " AND revoked_at IS NULL ORDER BY created_at DESC, id LIMIT "
                        + MAX_KEYS,
                Key::of,
                organisation,
                channel);
    }

    boolean revoke(UUID organisation, String channel, UUID id, Instant now) {
        return sql.execute(
                        "UPDATE streaming.stream_key SET revoked_at = $4 WHERE id = $3"
                                + " AND channel = $2 AND organisation_id = $1"
                                + " AND revoked_at IS NULL",
                        organisation,
                        channel,
                        id,
                        now)
                > 0;
    }

    /** Those of these keys that still open a channel. */
    List<Opened> opened(Collection<String> keys) {
        return sql.query(
                "SELECT encode(k.hash, 'hex') AS hash, "
                        + Channel.COLUMNS
                        + " FROM streaming.stream_key k"
                        + " JOIN streaming.channel AS channel ON channel.name = k.channel"
                        + " WHERE k.hash IN (SELECT decode(h, 'hex') FROM unnest($1::text[]) AS h)"
                        + " AND k.revoked_at IS NULL",
                Opened::of,
                (Object) keys.stream().map(ChannelTable::hex).toArray(String[]::new));
    }

    void used(String key, Instant now) {
        sql.execute("UPDATE streaming.stream_key SET used_at = $2 WHERE hash = $1", hash(key), now);
    }

    static String hex(String key) {
        return HexFormat.of().formatHex(hash(key));
    }

    private static byte[] hash(String key) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
