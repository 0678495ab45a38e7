package online.nexuscos.platform.sql;

import java.time.Instant;
import java.util.UUID;

/**
 * An event on its way to a subscriber.
 *
 * @param id the same at each delivery: see {@link Inbox}
 * @param name {@link Event#name} of the record
 * @param key {@link Event#key} of the record
 * @param body the record as JSON
 * @param actor on whose behalf it happened
 * @param occurredAt when the transaction began
 */
public record DeliveredEvent(
        UUID id, String name, String key, String body, Actor actor, Instant occurredAt) {}
