package online.nexuscos.services.finance.ledger;

import java.util.UUID;
import online.nexuscos.platform.sql.Event;

/** An amount is reserved. */
record HoldPlaced(UUID organisation, Hold hold) implements Event {
    @Override
    public String key() {
        return hold.id().toString();
    }
}
