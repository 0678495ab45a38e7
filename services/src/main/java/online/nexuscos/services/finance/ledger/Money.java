package online.nexuscos.services.finance.ledger;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import online.nexuscos.platform.problem.ProblemException;

/** Amounts in minor units of an ISO 4217 currency: cents, where the currency has them. */
final class Money {
    /** What a JSON number holds exactly, in every language: 2^53 - 1. */
    static final long MAX = 9_007_199_254_740_991L;

    /** Gold, test codes and the like have no minor unit: nothing can be booked in them. */
    private static final Map<String, Currency> CURRENCIES =
            Currency.getAvailableCurrencies().stream()
                    .filter(currency -> currency.getDefaultFractionDigits() >= 0)
                    .collect(Collectors.toMap(Currency::getCurrencyCode, Function.identity()));

    private Money() {}

    /**
     * @throws ProblemException 422 if it is none of ISO 4217's that money is counted in
     */
    static String currency(String code, String field) {
        if (!CURRENCIES.containsKey(code)) {
            throw ProblemException.of(422, field, code + ": no currency of ISO 4217");
        }
        return code;
    }

    /**
     * @throws ProblemException 422 if it is more than an account may hold
     */
    static long within(long amount, String field) {
        if (amount > MAX || amount < -MAX) {
            throw ProblemException.of(
                    422, field, amount + " (expected: between -" + MAX + " and " + MAX + ")");
        }
        return amount;
    }

    /** In major units, as people write it: {@code -12.50}. */
    static String decimal(long amount, String currency) {
        return BigDecimal.valueOf(amount, digits(currency)).toPlainString();
    }

    /** Digits behind the point: two for euros, none for yen. */
    static int digits(String currency) {
        Currency known = CURRENCIES.get(currency);
        if (known == null) {
            throw new IllegalArgumentException(currency + ": no currency of ISO 4217");
        }
        return known.getDefaultFractionDigits();
    }
}
