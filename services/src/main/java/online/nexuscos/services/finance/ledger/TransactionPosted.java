package online.nexuscos.services.finance.ledger;

import java.util.UUID;
import online.nexuscos.platform.sql.Event;

/** A transaction stands in the journal. */
record TransactionPosted(UUID organisation, PostedTransaction transaction) implements Event {
    @Override
    public String key() {
        return transaction.id().toString();
    }
}
