package online.nexuscos.gateway.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How this machine is called.
 *
 * @param hosts names in lower case
 * @param addresses as text, loopback included
 */
public record MachineNames(NavigableSet<String> hosts, NavigableSet<String> addresses) {
    /** A certificate must stay small; a machine with more has a certificate of its own. */
    private static final int MAX_EACH = 64;

    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9-]{1,63}(\\.[a-z0-9-]{1,63}){0,30}");

    public MachineNames {
        hosts = Collections.unmodifiableNavigableSet(new TreeSet<>(hosts));
        addresses = Collections.unmodifiableNavigableSet(new TreeSet<>(addresses));
    }

    /**
     * Reads them.
     *
     * @param further names that it has elsewhere
     */
    public static MachineNames read(Collection<String> further) {
        NavigableSet<String> hosts = new TreeSet<>();
        hosts.add("localhost");
        String own = hostName();
        if (!own.isEmpty()) {
            hosts.add(own);
            if (own.indexOf('.') < 0) {
                // As multicast DNS has it.
                hosts.add(own + ".local");
            }
        }
        further.stream().limit(MAX_EACH).forEach(hosts::add);
        NavigableSet<String> addresses =
                new TreeSet<>(List.of("127.0.0.1", text(InetAddress.ofLiteral("::1"))));
        outwardAddresses().limit(MAX_EACH).map(MachineNames::text).forEach(addresses::add);
        return new MachineNames(hosts, addresses);
    }

    /** Addresses at which other machines reach this one. */
    public static Stream<InetAddress> outwardAddresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(MachineNames::isOutward)
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLinkLocalAddress());
        } catch (SocketException e) {
            return Stream.empty();
        }
    }

    /** Not loopback, and no bridge of containers. */
    private static boolean isOutward(NetworkInterface candidate) {
        String name = candidate.getName();
        try {
            return candidate.isUp()
                    && !candidate.isLoopback()
                    && !name.startsWith("docker")
                    && !name.startsWith("br-")
                    && !name.startsWith("veth");
        } catch (SocketException e) {
            return false;
        }
    }

    /** The first name of the machine itself; {@code localhost} where it has none. */
    public String first() {
        return hosts.stream()
                .filter(host -> host.equals(hostName()))
                .findFirst()
                .orElse("localhost");
    }

    private static String hostName() {
        try {
            String name = Files.readString(HOST_NAME).strip().toLowerCase(Locale.ROOT);
            return NAME.matcher(name).matches() ? name : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** Without the name of an interface. */
    public static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
