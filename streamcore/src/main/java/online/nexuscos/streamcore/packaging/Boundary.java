package online.nexuscos.streamcore.packaging;

/**
 * Where a part ends, in all renditions alike.
 *
 * @param seconds on the stream's time line
 * @param sequence of the segment that holds the part which ends here
 * @param part its number in that segment
 * @param endsSegment the segment ends with it
 */
record Boundary(double seconds, long sequence, int part, boolean endsSegment) {}
