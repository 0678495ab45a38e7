package online.nexuscos.streamcore.packaging;

import online.nexuscos.streamcore.media.Cue;

/**
 * A cue at its place in a rendition.
 *
 * @param number of the cue in its programme, from 0; never used again
 * @param wallClockMs its moment, in milliseconds since 1970
 */
public record TimedCue(long number, long wallClockMs, Cue cue) {}
