package online.nexuscos.services.finance.ledger;

import java.util.List;
import java.util.Optional;

/**
 * Transactions, the newest first.
 *
 * @param next the cursor of the next page; absent on the last one
 */
record TransactionPage(List<PostedTransaction> items, Optional<String> next) {
    TransactionPage {
        items = List.copyOf(items);
    }
}
