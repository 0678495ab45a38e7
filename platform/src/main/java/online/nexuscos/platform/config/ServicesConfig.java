package online.nexuscos.platform.config;

import java.util.LinkedHashSet;
import java.util.Set;
import online.nexuscos.platform.service.ServiceCatalogue;
import online.nexuscos.platform.service.ServiceInfo;

/**
 * Which services run here, and their own ports.
 *
 * @param ports whether they are opened
 * @param host address to listen at
 * @param only names of what runs here: services, groups of services, and {@link #GATEWAY}; all
 *     where it is empty
 */
public record ServicesConfig(boolean ports, String host, Set<String> only) {
    /** What stands for the doors: web pages, the interface, HLS. */
    public static final String GATEWAY = "gateway";

    private static final int MAX_LIST = 2000;

    public ServicesConfig {
        only = Set.copyOf(only);
    }

    static ServicesConfig read(ConfigSection section) throws ConfigException {
        return new ServicesConfig(
                section.bool("ports", false),
                section.text("host", "127.0.0.1", 1, NexusConfig.MAX_HOST),
                only(section.text("only", "", 0, MAX_LIST)));
    }

    private static Set<String> only(String text) throws ConfigException {
        Set<String> names = new LinkedHashSet<>();
        for (String word : text.split("[\\s,]+", -1)) {
            if (word.isEmpty()) {
                continue;
            }
            if (!word.equals(GATEWAY) && !isKnown(word)) {
                throw new ConfigException(
                        "services.only: "
                                + word
                                + " (expected: "
                                + GATEWAY
                                + ", a service like ledger-manager, or a group like finance)");
            }
            names.add(word);
        }
        return names;
    }

    private static boolean isKnown(String word) {
        return ServiceCatalogue.read().services().stream()
                .anyMatch(service -> service.name().equals(word) || service.group().equals(word));
    }

    /** Whether a service runs here. */
    public boolean runs(ServiceInfo service) {
        return only.isEmpty() || only.contains(service.name()) || only.contains(service.group());
    }

    /** Whether the gateway's doors are open here. */
    public boolean runsGateway() {
        return only.isEmpty() || only.contains(GATEWAY);
    }
}
