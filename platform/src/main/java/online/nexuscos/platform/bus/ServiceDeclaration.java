package online.nexuscos.platform.bus;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import online.nexuscos.platform.bus.RouteDeclaration.Traffic;
import online.nexuscos.platform.bus.RouteDeclaration.Work;
import online.nexuscos.platform.realtime.Topic;
import online.nexuscos.platform.service.DownloadHandler;
import online.nexuscos.platform.service.EventHandler;
import online.nexuscos.platform.service.Handler;
import online.nexuscos.platform.service.Nothing;
import online.nexuscos.platform.service.Permission;
import online.nexuscos.platform.service.Route;
import online.nexuscos.platform.service.Routes;
import online.nexuscos.platform.service.Service;
import online.nexuscos.platform.service.ServiceInfo;
import online.nexuscos.platform.service.UploadHandler;
import online.nexuscos.platform.service.WritingEventHandler;
import online.nexuscos.platform.service.WritingHandler;
import online.nexuscos.platform.sql.Event;

/** All that a service declared. */
public final class ServiceDeclaration {
    private final ServiceInfo info;
    private final List<RouteDeclaration<?, ?>> routes;
    private final List<TopicDeclaration> topics;
    private final List<Class<? extends Event>> events;
    private final List<Subscription<?>> subscriptions;

    /** A topic, and who may join it. */
    public record TopicDeclaration(Permission permission, Topic<?, ?> topic) {}

    /** What a service hears of. */
    sealed interface Subscription<E extends Event> {
        Class<E> event();

        record Live<E extends Event>(Class<E> event, EventHandler<E> handler)
                implements Subscription<E> {}

        record Lasting<E extends Event>(Class<E> event, WritingEventHandler<E> handler)
                implements Subscription<E> {}
    }

    private ServiceDeclaration(ServiceInfo info, Recorder recorder) {
        this.info = info;
        routes = List.copyOf(recorder.routes);
        topics = List.copyOf(recorder.topics);
        events = List.copyOf(recorder.events);
        subscriptions = List.copyOf(recorder.subscriptions);
    }

    /**
     * Asks a service for it.
     *
     * @throws IllegalArgumentException if the declaration contradicts itself
     */
    public static ServiceDeclaration of(Service service) {
        ServiceInfo info = service.info();
        Recorder recorder = new Recorder(info.prefix());
        service.routes(recorder);
        Set<String> ids = new HashSet<>();
        for (RouteDeclaration<?, ?> route : recorder.routes) {
            String shape = route.id().replaceAll("\\{[^}]*}", "{}");
            if (!ids.add(shape)) {
                throw new IllegalArgumentException(info.name() + ": " + route.id() + " twice");
            }
            if (route.summary().isBlank()) {
                throw new IllegalArgumentException(
                        info.name() + ": " + route.id() + " has no summary");
            }
            if (route.traffic() instanceof Traffic.Events(var topic)) {
                requireTopic(recorder, route, topic);
            }
        }
        return new ServiceDeclaration(info, recorder);
    }

    /** What is followed over HTTP can be joined over {@code /ws} too, by the same people. */
    private static void requireTopic(
            Recorder recorder, RouteDeclaration<?, ?> route, Topic<?, ?> topic) {
        if (!recorder.topics.contains(new TopicDeclaration(route.permission(), topic))) {
            throw new IllegalArgumentException(
                    route.id() + ": " + topic.name() + " is not declared with this permission");
        }
        if (!route.pathNames().equals(topic.isOfEach() ? List.of("id") : List.of())) {
            throw new IllegalArgumentException(
                    route.id() + ": other values than those of " + topic.name());
        }
    }

    public ServiceInfo info() {
        return info;
    }

    public List<RouteDeclaration<?, ?>> routes() {
        return routes;
    }

    public List<TopicDeclaration> topics() {
        return topics;
    }

    /** What it publishes. */
    public List<Class<? extends Event>> events() {
        return events;
    }

    List<Subscription<?>> subscriptions() {
        return subscriptions;
    }

    private static final class Recorder implements Routes {
        private static final Pattern PATH =
                Pattern.compile("(/([a-z0-9.-]{1,64}|\\{[a-z][A-Za-z0-9]{0,31}}))*");

        private final String prefix;
        private final List<RouteDeclaration<?, ?>> routes = new ArrayList<>();
        private final List<TopicDeclaration> topics = new ArrayList<>();
        private final List<Class<? extends Event>> events = new ArrayList<>();
        private final List<Subscription<?>> subscriptions = new ArrayList<>();

        Recorder(String prefix) {
            this.prefix = prefix;
        }

        private <I, O> Route add(
                String method,
                String path,
                Permission permission,
                Class<I> input,
                Class<O> output,
                Work<I, O> work) {
            if (!PATH.matcher(path).matches()) {
                throw new IllegalArgumentException(path + " (expected: " + PATH + ")");
            }
            RouteDeclaration<I, O> route =
                    new RouteDeclaration<>(method, prefix + path, permission, input, output, work);
            routes.add(route);
            return route;
        }

        @Override
        public <O> Route get(
                String path, Permission permission, Class<O> output, Handler<Nothing, O> handler) {
            return get(path, permission, Nothing.class, output, handler);
        }

        @Override
        public <I, O> Route get(
                String path,
                Permission permission,
                Class<I> input,
                Class<O> output,
                Handler<I, O> handler) {
            return add("GET", path, permission, input, output, new Work.Reading<>(handler));
        }

        @Override
        public <I, O> Route post(
                String path,
                Permission permission,
                Class<I> input,
                Class<O> output,
                Handler<I, O> handler) {
            return add("POST", path, permission, input, output, new Work.Reading<>(handler));
        }

        @Override
        public <I, O> Route post(
                String path,
                Permission permission,
                Class<I> input,
                Class<O> output,
                WritingHandler<I, O> handler) {
            return add("POST", path, permission, input, output, new Work.Writing<>(handler));
        }

        @Override
        public <I, O> Route put(
                String path,
                Permission permission,
                Class<I> input,
                Class<O> output,
                Handler<I, O> handler) {
            return add("PUT", path, permission, input, output, new Work.Reading<>(handler));
        }

        @Override
        public <I, O> Route put(
                String path,
                Permission permission,
                Class<I> input,
                Class<O> output,
                WritingHandler<I, O> handler) {
            return add("PUT", path, permission, input, output, new Work.Writing<>(handler));
        }

        @Override
        public <I, O> Route patch(
                String path,
                Permission permission,
                Class<I> input,
                Class<O> output,
                Handler<I, O> handler) {
            return add("PATCH", path, permission, input, output, new Work.Reading<>(handler));
        }

        @Override
        public <I, O> Route patch(
                String path,
                Permission permission,
                Class<I> input,
                Class<O> output,
                WritingHandler<I, O> handler) {
            return add("PATCH", path, permission, input, output, new Work.Writing<>(handler));
        }

        @Override
        public <I, O> Route delete(
                String path,
                Permission permission,
                Class<I> input,
                Class<O> output,
                Handler<I, O> handler) {
            return add("DELETE", path, permission, input, output, new Work.Reading<>(handler));
        }

        @Override
        public <I, O> Route delete(
                String path,
                Permission permission,
                Class<I> input,
                Class<O> output,
                WritingHandler<I, O> handler) {
            return add("DELETE", path, permission, input, output, new Work.Writing<>(handler));
        }

        @Override
        public <I> Route download(
                String path,
                Permission permission,
                Class<I> input,
                String mediaType,
                DownloadHandler<I> handler) {
            Work<I, Nothing> work = new Work.Sending<>(mediaType, handler);
            return add("GET", path, permission, input, Nothing.class, work);
        }

        @Override
        public <I, O> Route upload(
                String path,
                Permission permission,
                Class<I> input,
                String mediaType,
                Class<O> output,
                UploadHandler<I, O> handler) {
            Work<I, O> work = new Work.Receiving<>(mediaType, handler);
            return add("POST", path, permission, input, output, work);
        }

        @Override
        public Route follow(String path, Permission permission, Topic<?, ?> topic) {
            Work<Nothing, Nothing> work = new Work.Following<>(topic);
            return add("GET", path, permission, Nothing.class, Nothing.class, work);
        }

        @Override
        public void topic(Permission permission, Topic<?, ?> topic) {
            topics.add(new TopicDeclaration(permission, topic));
        }

        @Override
        public void publishes(Class<? extends Event> event) {
            events.add(event);
        }

        @Override
        public <E extends Event> void subscribes(Class<E> event, EventHandler<E> handler) {
            subscriptions.add(new Subscription.Live<>(event, handler));
        }

        @Override
        public <E extends Event> void subscribes(Class<E> event, WritingEventHandler<E> handler) {
            subscriptions.add(new Subscription.Lasting<>(event, handler));
        }
    }
}
