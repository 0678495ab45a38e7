package online.nexuscos.services.finance.ledger;

import java.util.List;

/** What became of a bulk, in its order. */
record PostedTransactions(List<PostedTransaction> transactions) {
    PostedTransactions {
        transactions = List.copyOf(transactions);
    }
}
