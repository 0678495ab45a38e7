package online.nexuscos.streamcore.restream;

/**
 * A server that a channel goes to.
 *
 * @param id names it among the channel's targets
 * @param label what people call it
 * @param author who named the address
 */
public record Target(String id, String label, TargetAddress address, Author author, Mode mode) {
    /** Who named an address: the operator may name any. */
    public enum Author {
        OPERATOR,
        OWNER
    }

    /** Whether it takes part. */
    public enum Mode {
        ON,
        OFF
    }
}
