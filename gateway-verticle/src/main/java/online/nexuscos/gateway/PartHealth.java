package online.nexuscos.gateway;

import java.util.List;
import java.util.function.Supplier;
import online.nexuscos.platform.bus.ServiceBus;
import online.nexuscos.platform.bus.ServiceStatus;
import online.nexuscos.platform.health.Health;
import online.nexuscos.platform.health.HealthSource;
import online.nexuscos.platform.store.StoreHealth;

/** How a service or a store is, as {@code /api/health} asks for it. */
record PartHealth(Kind kind, String name, Supplier<Health> look) implements HealthSource {
    static PartHealth ofService(ServiceBus bus, String name) {
        return new PartHealth(Kind.SERVICE, name, () -> service(bus, name));
    }

    static PartHealth ofStore(Records records, String name) {
        return new PartHealth(Kind.STORE, name, () -> store(records, name));
    }

    @Override
    public Health check() {
        return look.get();
    }

    /** One instance that answers is enough; one that does not is worth a word. */
    private static Health service(ServiceBus bus, String name) {
        List<ServiceStatus> instances =
                bus.statuses().stream().filter(each -> each.service().equals(name)).toList();
        if (instances.isEmpty()) {
            return Health.down("no node runs it");
        }
        long up = instances.stream().filter(each -> each.state() == ServiceStatus.State.UP).count();
        if (up == instances.size()) {
            return Health.UP;
        }
        String detail = "%d of %d instances answer".formatted(up, instances.size());
        return up > 0 ? Health.degraded(detail) : Health.down(detail);
    }

    private static Health store(Records records, String name) {
        StoreHealth health =
                records.health().stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        return switch (health.state()) {
            case IDLE -> Health.idle(health.detail());
            case UP -> Health.UP;
            case STARTING, DOWN, CLOSED -> Health.down(health.detail());
        };
    }
}
