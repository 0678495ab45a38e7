package online.nexuscos.platform.service;

/**
 * Reaches other services. A caller declares what it needs of another, as its own records, when it
 * is made; a test holds all that was declared to what the others declare. So no service imports
 * another.
 */
public interface Clients {
    /**
     * A route of another service, as the caller wants it.
     *
     * @param service {@code ledger-manager}
     * @param method {@code GET}
     * @param path below the service's prefix, {@code /accounts/{id}}
     * @param input with the components that the caller sends, {@link Nothing} for none
     * @param output with the components that the caller reads; others are passed over
     */
    <I, O> Remote<I, O> to(
            String service, String method, String path, Class<I> input, Class<O> output);
}
