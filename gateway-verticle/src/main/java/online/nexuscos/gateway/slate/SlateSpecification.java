package online.nexuscos.gateway.slate;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a channel that is always on wants shown.
 *
 * @param title of the channel, for our own picture
 * @param file a picture or clip to be shown instead
 */
public record SlateSpecification(String title, Optional<Path> file) {}
