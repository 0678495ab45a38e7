package online.nexuscos.gateway;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import online.nexuscos.gateway.tls.MachineNames;
import online.nexuscos.platform.config.NexusConfig;
import online.nexuscos.platform.config.StreamKeys;

/** What a person wants to know when the server has started. */
final class Announcement {
    /** Channels whose key is shown; whoever has more looks them up. */
    private static final int MAX_CHANNELS = 8;

    private static final int MAX_ADDRESSES = 2;
    private static final List<String> NOWHERE = List.of();

    private Announcement() {}

    static List<String> of(NexusConfig config, StreamKeys keys, Server server) {
        List<String> lines = new ArrayList<>();
        lines.add("Nexus COS is up.");
        if (config.cluster().enabled()) {
            lines.add("  node     " + config.cluster().node() + " of a cluster");
        }
        if (!config.services().only().isEmpty()) {
            lines.add("  runs     " + String.join(", ", new TreeSet<>(config.services().only())));
        }
        for (String host : server.rtmpPort() == 0 ? NOWHERE : hosts(config.rtmp().host())) {
            lines.add("  publish  rtmp://" + host + ":" + server.rtmpPort() + "/live");
        }
        for (String host : server.srtPort() == 0 ? NOWHERE : hosts(config.srt().host())) {
            lines.add("  publish  srt://" + host + ":" + server.srtPort() + "?streamid=");
        }
        for (String host : server.httpPort() == 0 ? NOWHERE : hosts(config.http().host())) {
            lines.add("  watch    http://" + host + ":" + server.httpPort() + "/");
        }
        if (server.rtmpPort() == 0) {
            return lines;
        }
        keys.keys().entrySet().stream()
                .limit(MAX_CHANNELS)
                .forEach(entry -> lines.add(ofChannel(entry.getKey(), entry.getValue())));
        if (keys.keys().size() > MAX_CHANNELS) {
            lines.add("  further channels: keys in the configuration and in " + keys.file());
        }
        if (config.ingest().open()) {
            lines.add("  WARNING  ingest.open is on: whoever is on this machine may publish.");
        }
        return lines;
    }

    /** Where a channel is, and how it is published. */
    static String ofChannel(String name, String key) {
        return "  channel  " + name + ": stream key " + key + ", page /watch/" + name;
    }

    /** What there is to say once HTTPS is open. */
    static List<String> ofHttps(NexusConfig config, Server server, int port) {
        List<String> lines = new ArrayList<>();
        for (String host : hosts(config.http().host())) {
            lines.add("  secure   https://" + host + ":" + port + "/");
        }
        server.trust()
                .ifPresent(trust ->
                        lines.add(
                                "  trust    devices learn it at /trust; the authority's"
                                        + " SHA-256 is "
                                        + trust.fingerprint()));
        return lines;
    }

    /** What there is to say once RTMPS is open. */
    static List<String> ofRtmps(NexusConfig config, int port) {
        List<String> lines = new ArrayList<>();
        for (String host : hosts(config.rtmp().host())) {
            lines.add("  publish  rtmps://" + host + ":" + port + "/live");
        }
        return lines;
    }

    /** How others can call a host that stands for all addresses. */
    private static List<String> hosts(String host) {
        if (!host.equals("0.0.0.0") && !host.equals("::")) {
            return List.of(host.contains(":") ? "[" + host + "]" : host);
        }
        List<String> hosts = new ArrayList<>(List.of("localhost"));
        MachineNames.outwardAddresses()
                .filter(Inet4Address.class::isInstance)
                .limit(MAX_ADDRESSES)
                .map(InetAddress::getHostAddress)
                .forEach(hosts::add);
        return hosts;
    }
}
