package online.nexuscos.platform.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses this program calls because somebody named them who is not its operator. A name is
 * resolved once, judged, and the address that was judged is the one that is called: a name that
 * resolves to another the next time gets nobody in (server-side request forgery, <a
 * href="https://cwe.mitre.org/data/definitions/918.html">CWE-918</a>).
 */
public enum AddressPolicy {
    /** Those of the public internet alone. */
    PUBLIC,
    /** Those of this machine and of private networks, too; never those that reach many. */
    PRIVATE;

    /** Networks that are not of the public internet (IANA special-purpose registries). */
    private static final List<Network> SPECIAL =
            List.of(
                    Network.of("0.0.0.0", 8),
                    Network.of("10.0.0.0", 8),
                    Network.of("100.64.0.0", 10),
                    Network.of("127.0.0.0", 8),
                    Network.of("169.254.0.0", 16),
                    Network.of("172.16.0.0", 12),
                    Network.of("192.0.0.0", 24),
                    Network.of("192.0.2.0", 24),
                    Network.of("192.88.99.0", 24),
                    Network.of("192.168.0.0", 16),
                    Network.of("198.18.0.0", 15),
                    Network.of("198.51.100.0", 24),
                    Network.of("203.0.113.0", 24),
                    Network.of("2001::", 23),
                    Network.of("2001:db8::", 32),
                    Network.of("3fff::", 20));

    /** What of IPv6 is routed at all. */
    private static final Network ROUTED = Network.of("2000::", 3);

    private static final List<Network> NEVER =
            List.of(
                    Network.of("224.0.0.0", 4),
                    Network.of("240.0.0.0", 4),
                    Network.of("ff00::", 8));

    /** Where an IPv6 address stands for the IPv4 address in its last or middle bytes. */
    private static final Network TRANSLATED = Network.of("64:ff9b::", 96);

    private static final Network SIX_TO_FOUR = Network.of("2002::", 16);

    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private static final class Network {
        private final byte[] bytes;
        private final int bits;

        private Network(byte[] bytes, int bits) {
            this.bytes = bytes;
            this.bits = bits;
        }

        static Network of(String address, int bits) {
            return new Network(InetAddress.ofLiteral(address).getAddress(), bits);
        }

        boolean holds(byte[] address) {
            if (address.length != bytes.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % Byte.SIZE);
                int index = bit / Byte.SIZE;
                if ((address[index] & mask) != (bytes[index] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Whether this program may call the address. */
    public boolean allows(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == IPV6_BYTES) {
            if (TRANSLATED.holds(bytes)) {
                return allows(embedded(bytes, IPV6_BYTES - IPV4_BYTES));
            }
            if (SIX_TO_FOUR.holds(bytes)) {
                return allows(embedded(bytes, 2));
            }
        }
        if (NEVER.stream().anyMatch(network -> network.holds(bytes))
                || address.isAnyLocalAddress()) {
            return false;
        }
        return switch (this) {
            case PRIVATE -> true;
            case PUBLIC ->
                    (bytes.length == IPV4_BYTES || ROUTED.holds(bytes))
                            && SPECIAL.stream().noneMatch(network -> network.holds(bytes));
        };
    }

    private static InetAddress embedded(byte[] bytes, int at) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, at, at + IPV4_BYTES));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
