package online.nexuscos.platform.service;

import java.util.List;
import java.util.OptionalInt;

/**
 * A row of the catalogue: one of the 43 names that make up the platform.
 *
 * @param group the team of modules it stands with, {@code finance}
 * @param modules the modules that it belongs to, at least one, {@code PUABO BLAC}
 * @param name {@code ledger-manager}
 * @param port its own door, where it has one
 * @param prefix where its routes begin, {@code /api/ledger}
 * @param description what it does, in a few words
 */
public record ServiceInfo(
        String group,
        List<String> modules,
        String name,
        OptionalInt port,
        String prefix,
        String description) {
    public ServiceInfo {
        modules = List.copyOf(modules);
    }

    /**
     * The row of that name.
     *
     * @throws IllegalArgumentException if the catalogue has none
     */
    public static ServiceInfo named(String name) {
        return ServiceCatalogue.read()
                .find(name)
                .orElseThrow(() ->
                        new IllegalArgumentException(name + ": not in the catalogue of services"));
    }
}
