package online.nexuscos.services.core;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything that runs, or is to run, and how it does. */
record Board(List<ServiceRow> services, List<StoreRow> stores) {
    Board {
        services = List.copyOf(services);
        stores = List.copyOf(stores);
    }

    /** How a service or module is. */
    enum State {
        @JsonProperty("up")
        UP,
        /** It crashed or does not start, and is tried again. */
        @JsonProperty("down")
        DOWN,
        /** Nobody has built it yet. */
        @JsonProperty("planned")
        PLANNED
    }

    /**
     * A service.
     *
     * @param doors where it can be reached on this node: paths, and ports of its own
     * @param instances how many run
     * @param nodes each instance, where it runs or should
     * @param restarts how often one crashed and came back
     * @param inFlight calls that are being answered
     * @param detail why it is down, for those who run the platform
     */
    record ServiceRow(
            String name,
            List<String> modules,
            String group,
            String description,
            State state,
            Doors doors,
            int instances,
            List<InstanceRow> nodes,
            int restarts,
            int inFlight,
            int routes,
            Optional<String> detail) {
        ServiceRow {
            nodes = List.copyOf(nodes);
        }

        ServiceRow withoutDetail() {
            return new ServiceRow(
                    name,
                    modules,
                    group,
                    description,
                    state,
                    doors,
                    instances,
                    nodes,
                    restarts,
                    inFlight,
                    routes,
                    Optional.empty());
        }
    }

    /**
     * An instance of a service.
     *
     * @param node where it runs
     */
    record InstanceRow(String node, State state, int restarts, int inFlight) {}

    /**
     * Where a service can be reached.
     *
     * @param port its own port as the catalogue has it
     * @param open whether that port is open
     */
    record Doors(String path, Optional<Integer> port, boolean open) {}

    /**
     * A module of the platform, as its worst service that is built.
     *
     * @param services names of its services
     */
    record ModuleRow(String name, State state, int up, int planned, List<String> services) {}

    /** How a store is. */
    enum StoreState {
        /** Nobody has asked for it yet. */
        @JsonProperty("idle")
        IDLE,
        @JsonProperty("starting")
        STARTING,
        @JsonProperty("up")
        UP,
        @JsonProperty("down")
        DOWN,
        @JsonProperty("closed")
        CLOSED
    }

    /**
     * A server that holds data.
     *
     * @param embedded whether the program started it itself
     */
    record StoreRow(String name, boolean embedded, StoreState state, int restarts, String detail) {}

    /** One row that is now so; the one or the other. */
    record Change(Optional<ServiceRow> service, Optional<StoreRow> store) {}

    /** What is different in a later board. */
    List<Change> changesTo(Board later) {
        List<Change> changes = new ArrayList<>();
        for (ServiceRow service : later.services) {
            if (!services.contains(service)) {
                changes.add(new Change(Optional.of(service), Optional.empty()));
            }
        }
        for (StoreRow store : later.stores) {
            if (!stores.contains(store)) {
                changes.add(new Change(Optional.empty(), Optional.of(store)));
            }
        }
        return changes;
    }
}
