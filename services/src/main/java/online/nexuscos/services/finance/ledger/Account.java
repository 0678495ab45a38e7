package online.nexuscos.services.finance.ledger;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An account and where it stands; amounts are minor units of its currency.
 *
 * @param minimum what must always be available; absent: no limit
 * @param maximum what it may hold, what comes included; absent: no limit
 * @param balance what is posted
 * @param available the balance without what is reserved for others
 * @param incoming reserved for it by pending holds
 * @param outgoing reserved from it by pending holds
 * @param closedAt absent: it is open
 */
record Account(
        UUID id,
        String name,
        String currency,
        Optional<Long> minimum,
        Optional<Long> maximum,
        long balance,
        long available,
        long incoming,
        long outgoing,
        Instant openedAt,
        Optional<Instant> closedAt) {}
