package online.nexuscos.gateway.http;

/**
 * A service's own port: a second way to what the main port has under the service's prefix, and to
 * nothing else.
 *
 * @param service its name
 * @param prefix where its routes begin, without a slash at the end
 * @param host address to listen at
 * @param port 0 for any free one
 */
public record ServiceDoor(String service, String prefix, String host, int port) {
    boolean leadsTo(String path) {
        return path.startsWith(prefix)
                && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
    }
}
