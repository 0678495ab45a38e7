package online.nexuscos.services.finance.ledger;

import java.util.List;
import java.util.Optional;

/**
 * @param next the cursor of the next page; absent on the last one
 */
record AccountPage(List<Account> items, Optional<String> next) {
    AccountPage {
        items = List.copyOf(items);
    }
}
