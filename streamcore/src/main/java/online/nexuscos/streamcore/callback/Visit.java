package online.nexuscos.streamcore.callback;

import online.nexuscos.streamcore.hub.Introduction;

/**
 * A client that wants to publish or play.
 *
 * @param number its own as long as the program runs
 * @param address its IP address
 * @param name the stream that it named; never a stream key
 */
record Visit(long number, String address, Introduction introduction, String name) {
    /** The IP address of {@code 127.0.0.1:1935} or {@code [::1]:1935}. */
    static String host(String socketAddress) {
        int colon = socketAddress.lastIndexOf(':');
        String host = colon < 0 ? socketAddress : socketAddress.substring(0, colon);
        return host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
    }
}
