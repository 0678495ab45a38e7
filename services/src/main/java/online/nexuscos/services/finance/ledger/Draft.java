package online.nexuscos.services.finance.ledger;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A transaction that is yet to be booked.
 *
 * @param field where its legs stand in the request: {@code "legs"}, {@code "transactions[2].legs"}
 */
record Draft(
        UUID id,
        String description,
        Optional<String> reference,
        Optional<UUID> reverses,
        Optional<UUID> hold,
        List<Leg> legs,
        String field) {
    Draft {
        legs = List.copyOf(legs);
    }

    static Draft of(UUID id, PostTransaction asked, String field) {
        return new Draft(
                id,
                asked.description(),
                asked.reference(),
                Optional.empty(),
                Optional.empty(),
                asked.legs(),
                field);
    }
}
