package online.nexuscos.services.finance.ledger;

import java.util.UUID;
import online.nexuscos.platform.sql.Event;

/** Nothing is reserved any more: it was posted, voided, or it expired. */
record HoldEnded(UUID organisation, Hold hold) implements Event {
    @Override
    public String key() {
        return hold.id().toString();
    }
}
