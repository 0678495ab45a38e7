package online.nexuscos.transcode.worker;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import online.nexuscos.streamcore.pull.SourceRequest.Reach;

/**
 * Which addresses a source may lie at: whoever names a source must not reach through the server
 * into its network (IANA's special-purpose address registries).
 */
final class AddressPolicy {
    private AddressPolicy() {}

    /** The addresses of a host that may be connected to; there is at least one. */
    static List<InetAddress> resolve(String host, Reach reach) throws UnreachableException {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        InetAddress[] all;
        try {
            all = InetAddress.getAllByName(bare);
        } catch (UnknownHostException e) {
            throw new UnreachableException("there is no host " + bare);
        }
        List<InetAddress> allowed =
                Stream.of(all)
                        .filter(address -> reach == Reach.PRIVATE || isPublic(address))
                        .toList();
        if (allowed.isEmpty()) {
            throw new UnreachableException(
                    "the host "
                            + bare
                            + " has a private address, and pull.private does not allow that");
        }
        return allowed;
    }

    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        int third = bytes[2] & 0xff;
        return address instanceof Inet4Address
                ? isPublic4(first, second, third)
                : isPublic6(first << 8 | second, third << 8 | (bytes[3] & 0xff));
    }

    private static boolean isPublic4(int first, int second, int third) {
        boolean special =
                first == 0
                        || first >= 240
                        || (first == 100 && (second & 0xc0) == 64)
                        || (first == 192 && second == 0 && (third == 0 || third == 2))
                        || (first == 192 && second == 88 && third == 99)
                        || (first == 198 && (second & 0xfe) == 18)
                        || (first == 198 && second == 51 && third == 100)
                        || (first == 203 && second == 0 && third == 113);
        return !special;
    }

    /** Only what is routed, 2000::/3, without what leads to an IPv4 address or is for documents. */
    private static boolean isPublic6(int first, int second) {
        boolean routed = (first & 0xe000) == 0x2000;
        boolean tunnelled = first == 0x2002 || (first == 0x2001 && second == 0);
        boolean example = (first == 0x2001 && second == 0x0db8) || first == 0x3fff;
        return routed && !tunnelled && !example;
    }
}
