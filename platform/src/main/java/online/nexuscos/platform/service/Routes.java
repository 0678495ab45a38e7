package online.nexuscos.platform.service;

import online.nexuscos.platform.realtime.Topic;
import online.nexuscos.platform.sql.Event;

/**
 * What a service answers, declared once. Paths stand behind the service's prefix and are written
 * {@code /accounts/{id}}; the empty path is the prefix itself. Inputs and outputs are records; the
 * schema that their components and {@code jakarta.validation} annotations give is the one that
 * input is validated against and that {@code /api/openapi.json} shows.
 *
 * <p>The input of GET and DELETE is filled from path and query; that of POST, PUT and PATCH from
 * the JSON body, and values of the path are {@link Call#path}.
 */
public interface Routes {
    <O> Route get(String path, Permission permission, Class<O> output, Handler<Nothing, O> handler);

    <I, O> Route get(
            String path,
            Permission permission,
            Class<I> input,
            Class<O> output,
            Handler<I, O> handler);

    <I, O> Route post(
            String path,
            Permission permission,
            Class<I> input,
            Class<O> output,
            Handler<I, O> handler);

    /** As above, in a transaction; takes an Idempotency-Key. */
    <I, O> Route post(
            String path,
            Permission permission,
            Class<I> input,
            Class<O> output,
            WritingHandler<I, O> handler);

    <I, O> Route put(
            String path,
            Permission permission,
            Class<I> input,
            Class<O> output,
            Handler<I, O> handler);

    /** As above, in a transaction; takes an Idempotency-Key. */
    <I, O> Route put(
            String path,
            Permission permission,
            Class<I> input,
            Class<O> output,
            WritingHandler<I, O> handler);

    <I, O> Route patch(
            String path,
            Permission permission,
            Class<I> input,
            Class<O> output,
            Handler<I, O> handler);

    /** As above, in a transaction; takes an Idempotency-Key. */
    <I, O> Route patch(
            String path,
            Permission permission,
            Class<I> input,
            Class<O> output,
            WritingHandler<I, O> handler);

    <I, O> Route delete(
            String path,
            Permission permission,
            Class<I> input,
            Class<O> output,
            Handler<I, O> handler);

    /** As above, in a transaction; takes an Idempotency-Key. */
    <I, O> Route delete(
            String path,
            Permission permission,
            Class<I> input,
            Class<O> output,
            WritingHandler<I, O> handler);

    /**
     * A topic that this service feeds, joined over {@code /ws}.
     *
     * @param permission asked for on joining, and again whenever permissions may have changed
     */
    void topic(Permission permission, Topic<?, ?> topic);

    /** Events that this service tells. No two services tell one of the same name. */
    void publishes(Class<? extends Event> event);

    /**
     * Hears of events while it runs; one that is missed is lost.
     *
     * @param event this service's own record of it; its name is the event's name
     */
    <E extends Event> void subscribes(Class<E> event, EventHandler<E> handler);

    /** Hears of events from an outbox, each once: the transaction remembers which it had. */
    <E extends Event> void subscribes(Class<E> event, WritingEventHandler<E> handler);
}
