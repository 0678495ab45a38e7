package online.nexuscos.platform.sql;

/**
 * On whose behalf a transaction runs, as the audit log and events tell it.
 *
 * @param account the account's id; empty for a stranger, {@code "system"} for the program itself
 * @param organisation the organisation's id; empty where there is none
 * @param requestId which request it was; empty where there was none
 * @param trace the W3C traceparent; empty where there is none
 */
public record Actor(String account, String organisation, String requestId, String trace) {
    /** The program itself: timers, migrations, the first start. */
    public static final Actor SYSTEM = new Actor("system", "", "", "");
}
