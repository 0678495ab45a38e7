package online.nexuscos.gateway;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import online.nexuscos.gateway.http.HttpEdge;
import online.nexuscos.gateway.http.ServiceDoor;
import online.nexuscos.platform.config.ServicesConfig;
import online.nexuscos.platform.health.Health;
import online.nexuscos.platform.health.HealthSource;
import online.nexuscos.platform.service.ServiceCatalogue;
import online.nexuscos.platform.service.ServiceInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The services' own ports, where the configuration wants them open. */
final class ServiceDoors implements HealthSource {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceDoors.class);

    /** These two names stand for the gateway itself: their doors lead to others' services. */
    private static final Set<String> GATEWAYS = Set.of("backend-api", "puabo-api");

    private final ServicesConfig config;
    private final Set<String> failed = new ConcurrentSkipListSet<>();
    private final Set<String> opened = new ConcurrentSkipListSet<>();

    ServiceDoors(ServicesConfig config) {
        this.config = config;
    }

    /** Opens them aside; a port that is in use costs that door alone. */
    void open(Vertx vertx, HttpEdge edge) {
        if (!config.ports()) {
            return;
        }
        for (ServiceInfo service : ServiceCatalogue.read().services()) {
            service.port()
                    .ifPresent(
                            port ->
                                    open(
                                            vertx,
                                            edge,
                                            new ServiceDoor(
                                                    service.name(),
                                                    service.prefix(),
                                                    config.host(),
                                                    port)));
        }
    }

    private void open(Vertx vertx, HttpEdge edge, ServiceDoor door) {
        edge.listen(vertx, door)
                .onSuccess(open -> opened.add(door.service()))
                .onFailure(
                        failure -> {
                            failed.add(door.service());
                            LOG.warn(
                                    "{} has no port of its own: {}: {}",
                                    door.service(),
                                    door.port(),
                                    failure.getMessage());
                        });
    }

    /** The names whose doors are the gateway's own, which is up when it answers. */
    List<HealthSource> gateways() {
        List<HealthSource> sources = new ArrayList<>();
        new TreeSet<>(GATEWAYS).forEach(name -> sources.add(new Answering(name)));
        return sources;
    }

    private record Answering(String name) implements HealthSource {
        @Override
        public Kind kind() {
            return Kind.GATEWAY;
        }

        @Override
        public Health check() {
            return Health.UP;
        }
    }

    @Override
    public String name() {
        return "service-ports";
    }

    @Override
    public Kind kind() {
        return Kind.GATEWAY;
    }

    @Override
    public Health check() {
        if (!config.ports()) {
            return Health.idle("services.ports is false");
        }
        return failed.isEmpty()
                ? new Health(Health.State.UP, opened.size() + " open")
                : Health.degraded("in use: " + String.join(", ", failed));
    }
}
