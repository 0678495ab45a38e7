package online.nexuscos.platform.sql;

import java.time.InstantSource;

/**
 * What transactions need beside a connection.
 *
 * @param afterPublishing called after a commit with events, so that the relay need not be awaited
 */
record TransactionParts(InstantSource clock, EventFormat format, Runnable afterPublishing) {}
