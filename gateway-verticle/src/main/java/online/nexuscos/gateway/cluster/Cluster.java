package online.nexuscos.gateway.cluster;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MultiMapConfig.ValueCollectionType;
import com.hazelcast.config.NetworkConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import online.nexuscos.platform.config.ClusterConfig;

/**
 * This node's place among the others. What services are is told over the bus; Hazelcast only knows
 * who is a member, and which addresses of the bus are whose.
 */
public final class Cluster {
    private static final String HMAC = "HmacSHA256";
    private static final int NAME_BYTES = 8;

    private static final Map<String, String> PROPERTIES =
            Map.of(
                    "hazelcast.phone.home.enabled", "false",
                    "hazelcast.shutdownhook.enabled", "false",
                    // At its own address, and no other.
                    "hazelcast.socket.bind.any", "false",
                    "hazelcast.wait.seconds.before.join", "0",
                    "hazelcast.heartbeat.interval.seconds", "1",
                    "hazelcast.max.no.heartbeat.seconds", "15",
                    // Nodes that were apart become one again.
                    "hazelcast.merge.first.run.delay.seconds", "10",
                    "hazelcast.merge.next.run.delay.seconds", "10",
                    // There is little to do.
                    "hazelcast.operation.generic.thread.count", "2");

    private final ClusterConfig config;
    private final HazelcastClusterManager manager;

    /** Does nothing yet. */
    public Cluster(ClusterConfig config) {
        // Its first words come before it reads a configuration.
        System.setProperty("hazelcast.logging.type", "slf4j");
        this.config = config;
        manager = new HazelcastClusterManager(hazelcast(config));
    }

    private static Config hazelcast(ClusterConfig config) {
        Config hazelcast = new Config();
        // Nodes with another secret do not find this one.
        byte[] name = derive(config, "name of the cluster");
        hazelcast.setClusterName("nexus-" + HexFormat.of().formatHex(name, 0, NAME_BYTES));
        PROPERTIES.forEach(hazelcast::setProperty);
        NetworkConfig network = hazelcast.getNetworkConfig();
        network.setPort(config.port()).setPortAutoIncrement(false);
        network.getInterfaces().setEnabled(true).addInterface(config.host());
        JoinConfig join = network.getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).setMembers(config.members());
        // As Vert.x wants them.
        hazelcast
                .getMultiMapConfig("__vertx.subs")
                .setBackupCount(1)
                .setValueCollectionType(ValueCollectionType.SET);
        hazelcast.getMapConfig("__vertx.haInfo").setBackupCount(1);
        hazelcast.getMapConfig("__vertx.nodeInfo").setBackupCount(1);
        return hazelcast;
    }

    private static byte[] derive(ClusterConfig config, String purpose) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            String secret = config.secret().orElseThrow();
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), HMAC));
            return mac.doFinal(purpose.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What principals' tokens are signed with: the same on all nodes. */
    public byte[] tokenKey() {
        return derive(config, "tokens of principals");
    }

    /** Joins the others, or begins alone; takes seconds. */
    public Future<Vertx> join(VertxBuilder builder) {
        return builder.withClusterManager(manager).buildClustered();
    }

    /** The cluster's own name for this node. */
    public String member() {
        return manager.getHazelcastInstance().getCluster().getLocalMember().getUuid().toString();
    }

    /**
     * Tells when a member's connection breaks.
     *
     * @param lost takes its name
     */
    public void watch(Consumer<String> lost) {
        manager.getHazelcastInstance()
                .getCluster()
                .addMembershipListener(
                        new MembershipListener() {
                            @Override
                            public void memberAdded(MembershipEvent event) {
                                // It tells of itself.
                            }

                            @Override
                            public void memberRemoved(MembershipEvent event) {
                                lost.accept(event.getMember().getUuid().toString());
                            }
                        });
    }
}
