package online.nexuscos.services.finance.ledger;

import java.util.UUID;
import online.nexuscos.platform.sql.Event;

/** There is a new account. */
record AccountOpened(UUID organisation, UUID id, String name, String currency) implements Event {
    @Override
    public String key() {
        return id.toString();
    }
}
