package online.nexuscos.services.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import online.nexuscos.platform.bus.ServiceBus;
import online.nexuscos.platform.bus.ServiceStatus;
import online.nexuscos.platform.service.ServiceCatalogue;
import online.nexuscos.platform.service.ServiceInfo;
import online.nexuscos.platform.store.StoreHealth;
import online.nexuscos.services.core.Board.Doors;
import online.nexuscos.services.core.Board.InstanceRow;
import online.nexuscos.services.core.Board.ModuleRow;
import online.nexuscos.services.core.Board.ServiceRow;
import online.nexuscos.services.core.Board.State;
import online.nexuscos.services.core.Board.StoreRow;
import online.nexuscos.services.core.Board.StoreState;

/** Holds what runs against the catalogue. */
final class Registry {
    /** They are the gateway itself, so they are up when it answers. */
    private static final Set<String> GATEWAYS = Set.of("backend-api", "puabo-api");

    private final ServiceBus bus;
    private final Supplier<Set<String>> doors;
    private final Supplier<List<StoreHealth>> stores;

    Registry(ServiceBus bus, Supplier<Set<String>> doors, Supplier<List<StoreHealth>> stores) {
        this.bus = bus;
        this.doors = doors;
        this.stores = stores;
    }

    /** Looks; may take a second, for a store that is not ours. */
    Board board() {
        return new Board(services(), stores());
    }

    List<StoreRow> stores() {
        return stores.get().stream().map(Registry::store).toList();
    }

    List<ServiceRow> services() {
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
                (int) instances.stream().filter(Registry::isUp).count(),
                instances.stream().map(Registry::instance).toList(),
                instances.stream().mapToInt(ServiceStatus::restarts).sum(),
                instances.stream().mapToInt(ServiceStatus::inFlight).sum(),
                bus.declaration(service.name()).map(each -> each.routes().size()).orElse(0),
                instances.stream()
                        .map(ServiceStatus::failure)
                        .filter(failure -> !failure.isEmpty())
                        .findFirst());
    }

    private static InstanceRow instance(ServiceStatus status) {
        return new InstanceRow(
                status.node(),
                isUp(status) ? State.UP : State.DOWN,
                status.restarts(),
                status.inFlight());
    }

    private static boolean isUp(ServiceStatus status) {
        return status.state() == ServiceStatus.State.UP;
    }

    private static State state(ServiceInfo service, List<ServiceStatus> instances) {
        if (GATEWAYS.contains(service.name())) {
            return State.UP;
        }
        if (instances.isEmpty()) {
            return State.PLANNED;
        }
        return instances.stream().anyMatch(Registry::isUp) ? State.UP : State.DOWN;
    }

    List<ModuleRow> modules() {
        Map<String, State> states =
                services().stream().collect(Collectors.toMap(ServiceRow::name, ServiceRow::state));
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
        return modules;
    }

    private static int count(List<String> names, Map<String, State> states, State state) {
        return (int) names.stream().filter(name -> states.get(name) == state).count();
    }

    private static State state(List<String> names, Map<String, State> states) {
        if (count(names, states, State.DOWN) > 0) {
            return State.DOWN;
        }
        return count(names, states, State.UP) > 0 ? State.UP : State.PLANNED;
    }

    private static StoreRow store(StoreHealth health) {
        return new StoreRow(
                health.name(),
                health.embedded(),
                switch (health.state()) {
                    case IDLE -> StoreState.IDLE;
                    case STARTING -> StoreState.STARTING;
                    case UP -> StoreState.UP;
                    case DOWN -> StoreState.DOWN;
                    case CLOSED -> StoreState.CLOSED;
                },
                health.restarts(),
                health.detail());
    }
}
