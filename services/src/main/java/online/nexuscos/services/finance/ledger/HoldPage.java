package online.nexuscos.services.finance.ledger;

import java.util.List;
import java.util.Optional;

/**
 * Holds, the newest first.
 *
 * @param next the cursor of the next page; absent on the last one
 */
record HoldPage(List<Hold> items, Optional<String> next) {
    HoldPage {
        items = List.copyOf(items);
    }
}
