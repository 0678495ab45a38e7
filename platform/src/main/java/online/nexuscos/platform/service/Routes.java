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
     * A GET that is answered with bytes of any number, for which an answer of a call has no room.
     * It runs on the service's node and takes up to 15 min and 16 GiB, unless said otherwise.
     *
     * @param input filled from path and query
     * @param mediaType {@code text/csv; charset=utf-8}
     */
    <I> Route download(
            String path,
            Permission permission,
            Class<I> input,
            String mediaType,
            DownloadHandler<I> handler);

    /**
     * A POST whose body is bytes. It runs on the service's node and takes up to 15 min and 64 MiB,
     * unless said otherwise.
     *
     * @param input filled from path and query
     * @param mediaType that the body has to have; {@code *}{@code /*} for any
     */
    <I, O> Route upload(
            String path,
            Permission permission,
            Class<I> input,
            String mediaType,
            Class<O> output,
            UploadHandler<I, O> handler);

    /**
     * A GET that tells a topic as server-sent events, for programs without WebSocket: a snapshot,
     * then changes, for up to an hour. It goes on after the {@code Last-Event-ID}. The path has the
     * value {@code {id}} where the topic's name has it.
     *
     * @param topic of this service, which is joined with the same permission
     */
    Route follow(String path, Permission permission, Topic<?, ?> topic);

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
