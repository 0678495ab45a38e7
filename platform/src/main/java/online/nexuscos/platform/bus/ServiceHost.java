package online.nexuscos.platform.bus;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import online.nexuscos.platform.bus.ServiceStatus.State;
import online.nexuscos.platform.bus.ServiceVerticle.StoppedException;
import online.nexuscos.platform.service.Service;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one service running on this node: what crashes, or cannot start, is started again after a
 * pause that grows.
 */
final class ServiceHost {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceHost.class);
    private static final int MAX_DOUBLINGS = 16;

    private final Vertx vertx;
    private final Service service;
    private final ServiceDeclaration declaration;
    private final Dispatcher dispatcher;
    private final Instances instances;
    private final BusOptions options;
    private final BusMetrics metrics;
    private final String name;

    private final Promise<Void> tried = Promise.promise();

    private State state = State.STOPPED;
    private int restarts;
    private int failures;
    private String failure = "";
    private Instant upSince = Instant.MIN;
    private ServiceVerticle verticle;

    ServiceHost(
            Vertx vertx,
            Service service,
            ServiceDeclaration declaration,
            Dispatcher dispatcher,
            Instances instances,
            BusOptions options,
            BusMetrics metrics) {
        this.vertx = vertx;
        this.service = service;
        this.declaration = declaration;
        this.dispatcher = dispatcher;
        this.instances = instances;
        this.options = options;
        this.metrics = metrics;
        name = declaration.info().name();
        verticle = verticle();
    }

    ServiceDeclaration declaration() {
        return declaration;
    }

    synchronized ServiceStatus status() {
        return new ServiceStatus(
                name,
                options.node(),
                state,
                restarts,
                verticle.inFlight(),
                state == State.UP ? "" : failure);
    }

    /** Runs a download or an upload here; false where the service is not up. */
    boolean stream(Request request, StreamLine line) {
        ServiceVerticle running;
        synchronized (this) {
            if (state != State.UP) {
                return false;
            }
            running = verticle;
        }
        running.stream(request, line);
        return true;
    }

    /** Ends when the first try to start has, well or not. */
    Future<Void> tried() {
        return tried.future();
    }

    /** As {@link #tried}: a service that fails stops no other. */
    Future<Void> start() {
        synchronized (this) {
            if (state != State.STOPPED) {
                throw new IllegalStateException(name + ": started twice");
            }
            enter(State.STARTING);
        }
        deploy(tried);
        return tried.future();
    }

    Future<Void> close() {
        String id;
        synchronized (this) {
            enter(State.STOPPED);
            id = verticle.deployment();
        }
        instances.remove(name, options.node());
        return id == null || !vertx.deploymentIDs().contains(id)
                ? Future.succeededFuture()
                : vertx.undeploy(id).otherwiseEmpty();
    }

    private ServiceVerticle verticle() {
        return new ServiceVerticle(service, declaration, dispatcher, options, metrics, this::ended);
    }

    private void deploy(Promise<Void> ended) {
        ServiceVerticle next = verticle();
        synchronized (this) {
            if (state == State.STOPPED) {
                ended.complete();
                return;
            }
            verticle = next;
        }
        vertx.deployVerticle(next)
                .onComplete(
                        id -> {
                            up();
                            ended.complete();
                        },
                        problem -> {
                            ended(next, problem);
                            ended.complete();
                        });
    }

    private void up() {
        synchronized (this) {
            if (state != State.STARTING) {
                return;
            }
            upSince = options.clock().instant();
            enter(State.UP);
            instances.add(name, options.node());
        }
        LOG.debug("{} is up", name);
    }

    /** The verticle crashed, was stopped by somebody, or did not start. */
    private void ended(ServiceVerticle which, Throwable problem) {
        Duration pause;
        String id;
        boolean known;
        synchronized (this) {
            if (state == State.STOPPED || state == State.DOWN || which != verticle) {
                return;
            }
            Instant now = options.clock().instant();
            if (state == State.UP && now.isAfter(upSince.plus(options.maxPause()))) {
                failures = 0;
                failure = "";
            }
            pause = pause(failures++);
            known = failure.equals(problem.toString());
            failure = problem.toString();
            enter(State.DOWN);
            id = which.deployment();
        }
        instances.remove(name, options.node());
        tell(problem, known, pause);
        if (id != null && vertx.deploymentIDs().contains(id)) {
            var _ = vertx.undeploy(id).otherwiseEmpty();
        }
        vertx.setTimer(pause.toMillis(), timer -> again());
    }

    /** Once with its trace; while it fails again and again for the same reason, in one line. */
    private void tell(Throwable problem, boolean known, Duration pause) {
        if (problem instanceof StoppedException) {
            LOG.warn("{} was undeployed, starts again in {} ms", name, pause.toMillis());
        } else if (known) {
            LOG.warn("{} crashed again, starts in {} ms: {}", name, pause.toMillis(), failure);
        } else {
            LOG.error("{} crashed, starts again in {} ms", name, pause.toMillis(), problem);
        }
    }

    private void again() {
        synchronized (this) {
            if (state != State.DOWN) {
                return;
            }
            restarts++;
            enter(State.STARTING);
        }
        metrics.restarted(name);
        deploy(Promise.promise());
    }

    private Duration pause(int before) {
        Duration doubled = options.firstPause().multipliedBy(1L << Math.min(before, MAX_DOUBLINGS));
        return doubled.compareTo(options.maxPause()) < 0 ? doubled : options.maxPause();
    }

    private void enter(State next) {
        state = next;
        metrics.up(name, next == State.UP);
    }
}
