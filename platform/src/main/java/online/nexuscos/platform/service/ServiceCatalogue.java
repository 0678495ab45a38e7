package online.nexuscos.platform.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All services that the platform is to have, built or planned, in the order of {@code
 * services.tsv}.
 */
public final class ServiceCatalogue {
    private static final String RESOURCE = "services.tsv";
    private static final int COLUMNS = 6;

    private static final class Shipped {
        static final ServiceCatalogue CATALOGUE = load();
    }

    private final Map<String, ServiceInfo> byName;

    private ServiceCatalogue(Map<String, ServiceInfo> byName) {
        this.byName = byName;
    }

    /** The catalogue that ships with the program. */
    public static ServiceCatalogue read() {
        return Shipped.CATALOGUE;
    }

    public List<ServiceInfo> services() {
        return List.copyOf(byName.values());
    }

    public Optional<ServiceInfo> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The services of each module, by the module's name. */
    public Map<String, List<ServiceInfo>> modules() {
        Map<String, List<ServiceInfo>> modules = new LinkedHashMap<>();
        for (ServiceInfo service : byName.values()) {
            for (String module : service.modules()) {
                modules.computeIfAbsent(module, name -> new ArrayList<>()).add(service);
            }
        }
        return modules;
    }

    private static ServiceCatalogue load() {
        try (InputStream in = ServiceCatalogue.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the class path");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServiceCatalogue parse(String table) {
        Map<String, ServiceInfo> byName = new LinkedHashMap<>();
        table.lines()
                .skip(1)
                .filter(line -> !line.isBlank())
                .map(ServiceCatalogue::row)
                .forEach(service -> byName.put(service.name(), service));
        return new ServiceCatalogue(byName);
    }

    private static ServiceInfo row(String line) {
        String[] cells = line.split("\t", -1);
        if (cells.length != COLUMNS) {
            throw new IllegalStateException(line + ": " + cells.length + " columns");
        }
        return new ServiceInfo(
                cells[0],
                List.of(cells[1].split(", ")),
                cells[2],
                cells[3].equals("-")
                        ? OptionalInt.empty()
                        : OptionalInt.of(Integer.parseInt(cells[3])),
                cells[4],
                cells[5]);
    }
}
