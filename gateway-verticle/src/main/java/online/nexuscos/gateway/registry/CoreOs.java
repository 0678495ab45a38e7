package online.nexuscos.gateway.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import online.nexuscos.platform.bus.ServiceBus;
import online.nexuscos.platform.bus.ServiceStatus;
import online.nexuscos.platform.service.Call;
import online.nexuscos.platform.service.Nothing;
import online.nexuscos.platform.service.Permission;
import online.nexuscos.platform.service.Routes;
import online.nexuscos.platform.service.Service;
import online.nexuscos.platform.service.ServiceCatalogue;
import online.nexuscos.platform.service.ServiceInfo;

/** Tells of every service in the catalogue, built or planned, and of every module. */
public final class CoreOs implements Service {
    /** They are the gateway itself, so they are up when it answers. */
    private static final Set<String> GATEWAYS = Set.of("backend-api", "puabo-api");

    private final ServiceBus bus;
    private final Supplier<Set<String>> doors;

    /**
     * A registry of that bus.
     *
     * @param doors names of the services whose own ports are open
     */
    public CoreOs(ServiceBus bus, Supplier<Set<String>> doors) {
        this.bus = bus;
        this.doors = doors;
    }

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
     * @param restarts how often one crashed and came back
     * @param inFlight calls that are being answered
     */
    record ServiceRow(
            String name,
            List<String> modules,
            String group,
            String description,
            State state,
            Doors doors,
            int instances,
            int restarts,
            int inFlight,
            int routes) {}

    /**
     * Where a service can be reached.
     *
     * @param port its own port as the catalogue has it
     * @param open whether that port is open
     */
    record Doors(String path, Optional<Integer> port, boolean open) {}

    record ServiceRows(List<ServiceRow> services) {}

    /**
     * A module of the platform.
     *
     * @param services names of its services
     */
    record ModuleRow(String name, State state, int up, int planned, List<String> services) {}

    record ModuleRows(List<ModuleRow> modules) {}

    @Override
    public ServiceInfo info() {
        return ServiceInfo.named("core-os");
    }

    @Override
    public void routes(Routes routes) {
        routes.get("/services", Permission.PUBLIC, ServiceRows.class, this::services)
                .summary("All services of the platform: up, down or planned, and their doors");
        routes.get("/modules", Permission.PUBLIC, ModuleRows.class, this::modules)
                .summary("All modules of the platform, with their services");
    }

    private ServiceRows services(Call<Nothing> call) {
        return new ServiceRows(rows());
    }

    private List<ServiceRow> rows() {
        Map<String, List<ServiceStatus>> running =
                bus.statuses().stream().collect(Collectors.groupingBy(ServiceStatus::service));
        Set<String> open = doors.get();
        return ServiceCatalogue.read().services().stream()
                .map(service -> row(service, running.getOrDefault(service.name(), List.of()), open))
                .toList();
    }

    private ServiceRow row(ServiceInfo service, List<ServiceStatus> instances, Set<String> open) {
        Optional<Integer> port =
                service.port().isPresent()
                        ? Optional.of(service.port().getAsInt())
                        : Optional.empty();
        return new ServiceRow(
                service.name(),
                service.modules(),
                service.group(),
                service.description(),
                state(service, instances),
                new Doors(service.prefix(), port, open.contains(service.name())),
                (int)
                        instances.stream()
                                .filter(each -> each.state() == ServiceStatus.State.UP)
                                .count(),
                instances.stream().mapToInt(ServiceStatus::restarts).sum(),
                instances.stream().mapToInt(ServiceStatus::inFlight).sum(),
                bus.declaration(service.name()).map(each -> each.routes().size()).orElse(0));
    }

    private static State state(ServiceInfo service, List<ServiceStatus> instances) {
        if (GATEWAYS.contains(service.name())) {
            return State.UP;
        }
        if (instances.isEmpty()) {
            return State.PLANNED;
        }
        return instances.stream().anyMatch(each -> each.state() == ServiceStatus.State.UP)
                ? State.UP
                : State.DOWN;
    }

    private ModuleRows modules(Call<Nothing> call) {
        Map<String, State> states =
                rows().stream().collect(Collectors.toMap(ServiceRow::name, ServiceRow::state));
        List<ModuleRow> modules = new ArrayList<>();
        ServiceCatalogue.read()
                .modules()
                .forEach((name, services) -> {
                    List<String> names = services.stream().map(ServiceInfo::name).toList();
                    modules.add(
                            new ModuleRow(
                                    name,
                                    state(names, states),
                                    count(names, states, State.UP),
                                    count(names, states, State.PLANNED),
                                    names));
                });
        return new ModuleRows(modules);
    }

    private static int count(List<String> names, Map<String, State> states, State state) {
        return (int) names.stream().filter(name -> states.get(name) == state).count();
    }

    /** As its worst service that is built. */
    private static State state(List<String> names, Map<String, State> states) {
        if (count(names, states, State.DOWN) > 0) {
            return State.DOWN;
        }
        return count(names, states, State.UP) > 0 ? State.UP : State.PLANNED;
    }
}
