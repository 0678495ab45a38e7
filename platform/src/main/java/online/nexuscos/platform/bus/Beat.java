package online.nexuscos.platform.bus;

import java.util.List;
import online.nexuscos.platform.bus.ServiceStatus.State;

/**
 * What a node tells the others every second.
 *
 * @param node its name
 * @param run another one after each start
 * @param member the cluster's own name for it
 * @param host where the others reach its streams
 * @param port there
 * @param leaving it was stopped; this is its last word
 */
record Beat(
        String node,
        String run,
        String member,
        String host,
        int port,
        boolean leaving,
        List<Instance> services) {
    /** On the bus. */
    static final String ADDRESS = "nodes";

    Beat {
        services = List.copyOf(services);
    }

    /** How a service of the node is. */
    record Instance(String service, State state, int restarts, int inFlight, String failure) {
        ServiceStatus on(String node) {
            return new ServiceStatus(service, node, state, restarts, inFlight, failure);
        }
    }
}
