package online.nexuscos.platform.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * This node among others.
 *
 * @param enabled whether there are others
 * @param node its name, which no other node has
 * @param host address at which the other nodes reach it, and no one else should
 * @param port for the nodes to find one another
 * @param busPort for what services tell one another, 0 for any
 * @param streamPort for what is no message, 0 for any
 * @param members where others are found, {@code host:port}; one that is up is enough
 * @param secret that the nodes share; there if enabled
 */
public record ClusterConfig(
        boolean enabled,
        String node,
        String host,
        int port,
        int busPort,
        int streamPort,
        List<String> members,
        Optional<String> secret) {
    private static final int MAX_LIST = 4096;
    private static final Pattern NODE = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    private static final Pattern MEMBER = Pattern.compile("[A-Za-z0-9.:\\[\\]-]{1,253}:\\d{1,5}");
    private static final Pattern SECRET = Pattern.compile("[\\x21-\\x7e]{32,128}");

    public ClusterConfig {
        members = List.copyOf(members);
    }

    static ClusterConfig read(ConfigSection section) throws ConfigException {
        ClusterConfig config =
                new ClusterConfig(
                        section.bool("enabled", false),
                        section.text("node", "", 0, 32),
                        section.text("host", "127.0.0.1", 1, NexusConfig.MAX_HOST),
                        section.integer("port", 5701, 0, NexusConfig.MAX_PORT),
                        section.integer("busPort", 0, 0, NexusConfig.MAX_PORT),
                        section.integer("streamPort", 0, 0, NexusConfig.MAX_PORT),
                        members(section.text("members", "", 0, MAX_LIST)),
                        section.secret("secret", SECRET));
        if (!config.enabled) {
            return config;
        }
        if (!NODE.matcher(config.node).matches()) {
            throw new ConfigException(
                    "cluster.node: "
                            + config.node
                            + " (expected: a name of its own, of small letters, digits and -)");
        }
        if (config.secret.isEmpty()) {
            throw new ConfigException(
                    "cluster.secret: empty (expected: 32 to 128 characters that all nodes share)");
        }
        return config;
    }

    private static List<String> members(String text) throws ConfigException {
        List<String> members = new ArrayList<>();
        for (String word : text.split("\\s+", -1)) {
            if (word.isEmpty()) {
                continue;
            }
            if (!MEMBER.matcher(word).matches()) {
                throw new ConfigException("cluster.members: " + word + " (expected: host:port)");
            }
            members.add(word);
        }
        return members;
    }
}
