package online.nexuscos.platform.sql;

import java.util.UUID;

/** What a subscriber has had: an event may be delivered twice, and has its effect once. */
public final class Inbox {
    private Inbox() {}

    /**
     * Notes the event in the transaction that does what the event asks for.
     *
     * @return false if it was noted before: then there is nothing to do
     */
    public static boolean accept(Transaction transaction, String subscriber, UUID eventId) {
        return transaction.execute(
                        """
                        INSERT INTO platform.inbox (subscriber, event_id, received_at)
                        VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
                        """,
                        subscriber,
                        eventId,
                        transaction.now())
                == 1;
    }
}
