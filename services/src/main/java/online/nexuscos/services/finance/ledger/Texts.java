package online.nexuscos.services.finance.ledger;

/** Forms of the texts that callers choose. Control characters would break exported lines. */
final class Texts {
    /** {@code creators:ada:wallet}: hledger's account names, without what needs care there. */
    static final String ACCOUNT_NAME =
            "^[A-Za-z0-9][A-Za-z0-9_.-]*(:[A-Za-z0-9][A-Za-z0-9_.-]*){0,7}$";

    static final String CURRENCY = "^[A-Z]{3}$";
    static final String ONE_LINE = "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]*$";
    static final int MAX_NAME = 120;
    static final int MAX_DESCRIPTION = 250;
    static final int MAX_REFERENCE = 120;

    private Texts() {}
}
