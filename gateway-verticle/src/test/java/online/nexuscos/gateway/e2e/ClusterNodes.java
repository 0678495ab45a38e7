package online.nexuscos.gateway.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Places for servers that act as one. */
final class ClusterNodes {
    static final String SECRET = "a secret of thirty-two characters".replace(' ', '-');

    private final List<Integer> ports;

    ClusterNodes(int count) {
        ports = Stream.generate(ClusterNodes::freePort).limit(count).toList();
    }

    static Path folder() {
        return TestingServer.folder("cluster");
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What makes a server one of them.
     *
     * @param place from 0 on
     * @param only what runs there
     */
    Map<String, String> environment(String name, int place, String only) {
        Map<String, String> environment = new HashMap<>();
        environment.put("NEXUS_CLUSTER_ENABLED", "true");
        environment.put("NEXUS_CLUSTER_NODE", name);
        environment.put("NEXUS_CLUSTER_PORT", Integer.toString(ports.get(place)));
        environment.put(
                "NEXUS_CLUSTER_MEMBERS",
                ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(" ")));
        environment.put("NEXUS_CLUSTER_SECRET", SECRET);
        environment.put("NEXUS_SERVICES_ONLY", only);
        environment.put("NEXUS_INGEST_OPEN", "true");
        return environment;
    }
}
