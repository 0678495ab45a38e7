package online.nexuscos.gateway.streams;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import online.nexuscos.streamcore.media.Cue;

/**
 * Something to be said at this moment of a stream.
 *
 * @param name what it is about
 * @param value often JSON
 */
record PostCue(
        @Size(min = 1, max = Cue.MAX_NAME_LENGTH) @Pattern(regexp = "[A-Za-z0-9._-]+") String name,
        @Size(max = Cue.MAX_VALUE_LENGTH) String value) {}
