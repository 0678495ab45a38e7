package online.nexuscos.transcode.worker;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import online.nexuscos.platform.net.AddressPolicy;
import online.nexuscos.streamcore.pull.SourceRequest.Reach;

/** Where a source lies: whoever names one must not reach through the server into its network. */
final class SourceHosts {
    private SourceHosts() {}

    /** The addresses of a host that may be connected to; there is at least one. */
    static List<InetAddress> resolve(String host, Reach reach) throws UnreachableException {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        InetAddress[] all;
        try {
            all = InetAddress.getAllByName(bare);
        } catch (UnknownHostException e) {
            throw new UnreachableException("there is no host " + bare);
        }
        AddressPolicy policy =
                switch (reach) {
                    case PUBLIC -> AddressPolicy.PUBLIC;
                    case PRIVATE -> AddressPolicy.PRIVATE;
                };
        List<InetAddress> allowed = Stream.of(all).filter(policy::allows).toList();
        if (allowed.isEmpty()) {
            throw new UnreachableException(
                    switch (reach) {
                        case PUBLIC ->
                                "the host "
                                        + bare
                                        + " has a private address, and pull.private does not allow"
                                        + " that";
                        case PRIVATE -> "the host " + bare + " has no address of one machine";
                    });
        }
        return allowed;
    }
}
