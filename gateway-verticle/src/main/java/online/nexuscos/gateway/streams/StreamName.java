package online.nexuscos.gateway.streams;

import jakarta.validation.constraints.Size;
import java.util.Optional;

/**
 * Which stream.
 *
 * @param pass of a signed path that the viewer has
 */
record StreamName(@Size(min = 1, max = 64) String name, Optional<@Size(max = 64) String> pass) {}
