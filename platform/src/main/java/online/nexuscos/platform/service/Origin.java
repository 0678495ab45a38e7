package online.nexuscos.platform.service;

/**
 * Where a call came in.
 *
 * @param address of the caller, without a port; empty for a call of another service
 * @param agent as the caller calls itself; empty where it does not, at most 256 characters
 * @param local whether the caller is on this machine, and did not come through a proxy
 * @param secure whether the line was encrypted
 */
public record Origin(String address, String agent, boolean local, boolean secure) {
    /** The program itself. */
    public static final Origin INTERNAL = new Origin("", "", false, true);
}
