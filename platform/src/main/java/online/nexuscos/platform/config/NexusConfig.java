package online.nexuscos.platform.config;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The whole configuration.
 *
 * @param channels by name, in the order of the file
 */
public record NexusConfig(
        HttpConfig http,
        HttpsConfig https,
        EdgeConfig edge,
        ServicesConfig services,
        ClusterConfig cluster,
        RtmpConfig rtmp,
        SrtConfig srt,
        DataConfig data,
        PostgresConfig postgres,
        RedisConfig redis,
        IngestConfig ingest,
        PullConfig pull,
        LiveConfig live,
        CallbacksConfig callbacks,
        OutboundConfig outbound,
        AccountsConfig accounts,
        MailConfig mail,
        Map<String, ChannelConfig> channels) {
    static final int MAX_HOST = 253;
    static final int MAX_PORT = 65_535;
    private static final int MAX_CHANNELS = 10_000;

    public NexusConfig {
        channels = Collections.unmodifiableMap(new LinkedHashMap<>(channels));
    }

    static NexusConfig read(ConfigSection root) throws ConfigException {
        NexusConfig config =
                new NexusConfig(
                        root.section("http", HttpConfig::read),
                        root.section("https", HttpsConfig::read),
                        root.section("edge", EdgeConfig::read),
                        root.section("services", ServicesConfig::read),
                        root.section("cluster", ClusterConfig::read),
                        root.section("rtmp", RtmpConfig::read),
                        root.section("srt", SrtConfig::read),
                        root.section("data", DataConfig::read),
                        root.section("postgres", PostgresConfig::read),
                        root.section("redis", RedisConfig::read),
                        root.section("ingest", IngestConfig::read),
                        root.section("pull", PullConfig::read),
                        root.section("live", LiveConfig::read),
                        root.section("callbacks", CallbacksConfig::read),
                        root.section("outbound", OutboundConfig::read),
                        root.section("accounts", AccountsConfig::read),
                        root.section("mail", MailConfig::read),
                        root.sections(
                                "channels", ChannelConfig.NAME, MAX_CHANNELS, ChannelConfig::read));
        requireFreeNames(config.channels);
        requireDistinctKeys(config.channels);
        requireOneDatabase(config);
        return config;
    }

    /** Nodes with a database each would each have other accounts. */
    private static void requireOneDatabase(NexusConfig config) throws ConfigException {
        if (config.cluster.enabled()
                && config.accounts.enabled()
                && config.postgres.url().isEmpty()) {
            throw new ConfigException(
                    "postgres.url: empty (expected: the database of all nodes, since"
                            + " cluster.enabled and accounts.enabled are true)");
        }
    }

    private static void requireFreeNames(Map<String, ChannelConfig> channels)
            throws ConfigException {
        for (String name : ChannelConfig.RESERVED) {
            if (channels.containsKey(name)) {
                throw new ConfigException(
                        "channels."
                                + name
                                + ": the server uses this name itself (expected: another)");
            }
        }
    }

    /** A key that two channels share, or that is a name which viewers know, protects nothing. */
    private static void requireDistinctKeys(Map<String, ChannelConfig> channels)
            throws ConfigException {
        Map<String, String> owners = new HashMap<>();
        for (Map.Entry<String, ChannelConfig> entry : channels.entrySet()) {
            String path = "channels." + entry.getKey() + ".key";
            String key = entry.getValue().key().orElse("");
            if (channels.containsKey(key)) {
                throw new ConfigException(path + ": is the name of a channel (expected: a secret)");
            }
            String other = key.isEmpty() ? null : owners.put(key, path);
            if (other != null) {
                throw new ConfigException(path + ": is " + other + " too (expected: its own)");
            }
        }
    }
}
