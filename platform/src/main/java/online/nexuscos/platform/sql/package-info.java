/**
 * The record of truth: PostgreSQL behind plain blocking calls for virtual threads, and what every
 * writing service shares: outbox and inbox, idempotency keys, audit log, cursors, migrations.
 */
@org.jspecify.annotations.NullMarked
package online.nexuscos.platform.sql;
