package online.nexuscos.services.core;

import java.util.Optional;

/**
 * Where broadcasters publish, for pages to show.
 *
 * @param protocol the scheme of its address, {@code rtmp}
 * @param host absent where it is open at all of this machine's addresses: then it is at the host
 *     that a page came from
 * @param port 1 to 65535
 * @param path what encoders take for the application, {@code /live}
 */
public record PublishDoor(String protocol, Optional<String> host, int port, String path) {}
