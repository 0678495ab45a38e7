package online.nexuscos.platform.bus;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Sends calls to instances: the least loaded first, another one when it fails. */
final class Caller {
    private static final int MAX_ATTEMPTS = 3;

    private final Vertx vertx;
    private final String node;
    private final Instances instances;
    private final InstantSource clock;
    private final BusMetrics metrics;

    Caller(Vertx vertx, BusOptions options, Instances instances, BusMetrics metrics) {
        this.vertx = vertx;
        this.instances = instances;
        node = options.node();
        clock = options.clock();
        this.metrics = metrics;
    }

    /**
     * Sends a call.
     *
     * @param repeatable twice does the same as once
     * @param patience for one attempt
     * @return an answer in every case
     */
    Future<Answer> send(String service, Request request, boolean repeatable, Duration patience) {
        return new Attempts(service, request, repeatable, patience).next();
    }

    /** As above, for what can be repeated, and on that node where that is possible. */
    Future<Answer> prefer(String service, String node, Request request, Duration patience) {
        Attempts attempts = new Attempts(service, request, true, patience);
        return instances
                .beginAt(service, node, clock.instant())
                .map(attempts::first)
                .orElseGet(attempts::next);
    }

    private final class Attempts {
        private final String service;
        private final Request request;
        private final boolean repeatable;
        private final DeliveryOptions options;
        private final Promise<Answer> result = Promise.promise();
        private final Set<Circuit> tried = new HashSet<>();

        Attempts(String service, Request request, boolean repeatable, Duration patience) {
            this.service = service;
            this.request = request;
            this.repeatable = repeatable;
            options = new DeliveryOptions().setSendTimeout(patience.toMillis());
        }

        Future<Answer> next() {
            Optional<Circuit> circuit = instances.begin(service, tried, clock.instant());
            if (circuit.isEmpty()) {
                result.complete(
                        Answer.refused(
                                tried.isEmpty()
                                        ? service + " is not running."
                                        : service + " did not answer."));
            } else {
                attempt(circuit.get());
            }
            return result.future();
        }

        Future<Answer> first(Circuit circuit) {
            attempt(circuit);
            return result.future();
        }

        private void attempt(Circuit circuit) {
            tried.add(circuit);
            Future<Message<Answer>> answer =
                    vertx.eventBus().request(circuit.address(), request, options);
            if (!circuit.node().equals(node)) {
                // Its node may go away, or hang.
                Promise<Message<Answer>> watched = circuit.watch(promise());
                answer.onComplete(watched::tryComplete, watched::tryFail);
                answer = watched.future();
            }
            answer.onComplete(
                    message -> answered(circuit, message), failure -> failed(circuit, failure));
        }

        /**
         * Completes where the call was made: who learns that a node has gone runs on a thread of
         * its own, and the caller's connection may belong to another.
         */
        private <T> Promise<T> promise() {
            ContextInternal context = (ContextInternal) Vertx.currentContext();
            return context == null ? Promise.promise() : context.promise();
        }

        private void answered(Circuit circuit, Message<Answer> message) {
            circuit.succeeded();
            Answer answer = message.body();
            // It is busy, not broken: another may have room.
            if (answer.head().refused() && again()) {
                return;
            }
            result.complete(answer);
        }

        private void failed(Circuit circuit, Throwable failure) {
            circuit.failed(clock.instant());
            boolean unsent =
                    failure instanceof ReplyException reply
                            && reply.failureType() == ReplyFailure.NO_HANDLERS;
            if ((unsent || repeatable) && again()) {
                return;
            }
            result.complete(
                    unsent
                            ? Answer.refused(service + " is not running.")
                            : Answer.unavailable(service + " did not answer in time."));
        }

        /** Tries another instance, if there is one. */
        private boolean again() {
            if (tried.size() >= MAX_ATTEMPTS) {
                return false;
            }
            Optional<Circuit> other = instances.begin(service, tried, clock.instant());
            other.ifPresent(circuit -> {
                metrics.retried(service);
                attempt(circuit);
            });
            return other.isPresent();
        }
    }
}
