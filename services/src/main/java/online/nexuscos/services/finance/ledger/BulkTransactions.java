package online.nexuscos.services.finance.ledger;

import jakarta.validation.constraints.Size;
import java.util.List;

/** Asks for several transactions, in this order: all of them are booked, or none. */
record BulkTransactions(
        @Size(min = 1, max = BulkTransactions.MAX) List<PostTransaction> transactions) {
    static final int MAX = 200;

    /** Altogether: the answer must fit a message. */
    static final int MAX_LEGS = 1000;

    BulkTransactions {
        transactions = List.copyOf(transactions);
    }
}
