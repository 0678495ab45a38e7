package online.nexuscos.platform.bus;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import online.nexuscos.platform.bus.ServiceDeclaration.Subscription;
import online.nexuscos.platform.json.Json;
import online.nexuscos.platform.problem.Problem;
import online.nexuscos.platform.realtime.Topic;
import online.nexuscos.platform.service.Service;
import online.nexuscos.platform.sql.Event;

/**
 * One run of a service: takes its messages off the bus, and answers each on a virtual thread, a
 * bounded number at once. (A verticle on virtual threads would take them one after the other.)
 */
final class ServiceVerticle extends VerticleBase {
    private static final long SWEEP_MS = 500;

    private final Service service;
    private final ServiceDeclaration declaration;
    private final Dispatcher dispatcher;
    private final BusOptions options;
    private final BusMetrics metrics;
    private final BiConsumer<ServiceVerticle, Throwable> ended;
    private final String name;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();
    private final Set<Running> running = ConcurrentHashMap.newKeySet();
    private final List<MessageConsumer<?>> consumers = new ArrayList<>();

    /** A call, and the moment after which nobody waits for it any more. */
    private record Running(Thread thread, long deadlineNanos) {}

    /**
     * @param ended told once it crashed or was stopped
     */
    ServiceVerticle(
            Service service,
            ServiceDeclaration declaration,
            Dispatcher dispatcher,
            BusOptions options,
            BusMetrics metrics,
            BiConsumer<ServiceVerticle, Throwable> ended) {
        this.service = service;
        this.declaration = declaration;
        this.dispatcher = dispatcher;
        this.options = options;
        this.metrics = metrics;
        this.ended = ended;
        name = declaration.info().name();
    }

    int inFlight() {
        return inFlight.get();
    }

    /** Null until it is deployed. */
    @org.jspecify.annotations.Nullable
    String deployment() {
        return context == null ? null : context.deploymentID();
    }

    @Override
    public Future<?> start() {
        return onVirtualThread(service::start).compose(started -> listen());
    }

    @Override
    public Future<?> stop() {
        // Where it was asked for, this is heard of no more; and all of Vert.x may be closing.
        if (!((VertxInternal) vertx).closeFuture().isClosed()) {
            ended.accept(this, new StoppedException());
        }
        return onVirtualThread(service::stop);
    }

    /** Somebody else undeployed the verticle. */
    static final class StoppedException extends Exception {
        @java.io.Serial private static final long serialVersionUID = 1;

        StoppedException() {
            super("stopped", null, false, false);
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    private Future<Void> onVirtualThread(Step step) {
        Promise<Void> done = Promise.promise();
        Thread.ofVirtual()
                .name("service/" + name)
                .start(() -> {
                    try {
                        step.run();
                        context.runOnContext(ready -> done.complete());
                    } catch (Throwable e) {
                        context.runOnContext(failed -> done.fail(e));
                    }
                });
        return done.future();
    }

    /** Ends when all nodes know where it listens. */
    private Future<Void> listen() {
        consumers.add(
                vertx.eventBus()
                        .<Object>consumer(
                                Circuit.address(name, options.node()),
                                message -> {
                                    // A greeting wants nothing.
                                    if (message.body() instanceof Request request) {
                                        receive(request, message);
                                    }
                                }));
        for (Subscription<?> subscription : declaration.subscriptions()) {
            if (subscription instanceof Subscription.Live<?> live) {
                hear(live);
            }
        }
        declaration.topics().forEach(topic -> carry(topic.topic()));
        vertx.setPeriodic(SWEEP_MS, timer -> interruptLate());
        return Future.all(consumers.stream().map(MessageConsumer::completion).toList()).mapEmpty();
    }

    private <E extends Event> void hear(Subscription.Live<E> subscription) {
        EventQueue<E> queue = new EventQueue<>(name, subscription);
        consumers.add(
                vertx.eventBus()
                        .<byte[]>consumer(
                                BusEvents.address(subscription.event()),
                                message -> queue.add(message.body())));
    }

    private <C> void carry(Topic<?, C> topic) {
        topic.listen((address, position, change) ->
                vertx.eventBus()
                        .publish(
                                TopicChange.address(address),
                                Json.text(
                                        new TopicChange(
                                                options.node(),
                                                position.epoch(),
                                                position.number(),
                                                change))));
    }

    private void receive(Request request, Message<?> message) {
        int before = inFlight.getAndIncrement();
        if (before >= options.maxConcurrent()) {
            inFlight.decrementAndGet();
            metrics.refused(name);
            message.reply(Answer.refused(name + " has too much to do."));
            return;
        }
        Thread.ofVirtual().name("service/" + name).start(() -> run(request, message));
    }

    private void run(Request request, Message<?> message) {
        Running call = begin(request);
        Answer answer;
        try {
            answer = dispatcher.answer(request);
        } catch (Throwable e) {
            // The state of the service is not to be trusted any more.
            answer = Answer.of(Problem.internal());
            ended.accept(this, e);
        } finally {
            running.remove(call);
            metrics.inFlight(name, inFlight.decrementAndGet());
        }
        // Its place is free before the caller can ask again.
        message.reply(answer);
    }

    private Running begin(Request request) {
        Duration patience = dispatcher.patience(request);
        Running call = new Running(Thread.currentThread(), System.nanoTime() + patience.toNanos());
        running.add(call);
        return call;
    }

    /** Runs a download or an upload beside the calls. Any thread; does not wait. */
    void stream(Request request, StreamLine line) {
        if (streams.incrementAndGet() > options.maxStreams()) {
            streams.decrementAndGet();
            metrics.refused(name);
            line.answer(Answer.refused(name + " has too much to do."));
            return;
        }
        Thread.ofVirtual().name("stream/" + name).start(() -> transfer(request, line));
    }

    private void transfer(Request request, StreamLine line) {
        metrics.transfers().underWay(name, streams.get());
        Running call = begin(request);
        try {
            dispatcher.stream(request, line);
        } catch (Throwable e) {
            line.abort();
            ended.accept(this, e);
        } finally {
            running.remove(call);
            metrics.transfers().underWay(name, streams.decrementAndGet());
        }
    }

    /** Nobody waits for them: what they hold is freed. */
    private void interruptLate() {
        long now = System.nanoTime();
        for (Running call : running) {
            if (now - call.deadlineNanos > 0) {
                call.thread.interrupt();
            }
        }
    }
}
