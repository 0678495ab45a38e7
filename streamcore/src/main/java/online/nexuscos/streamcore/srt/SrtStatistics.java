package online.nexuscos.streamcore.srt;

/**
 * Counts of an SRT server since its start.
 *
 * @param connections now
 * @param accepted callers who were let in
 * @param refused callers who were told why not
 * @param strangers datagrams that belong to nobody, or are none of SRT
 * @param packets of media
 * @param retransmitted packets that came again because they were lost
 * @param lost packets that did not come in time
 */
public record SrtStatistics(
        int connections,
        long accepted,
        long refused,
        long strangers,
        long packets,
        long retransmitted,
        long lost) {}
