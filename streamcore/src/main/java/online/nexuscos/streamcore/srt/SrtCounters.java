package online.nexuscos.streamcore.srt;

import java.util.concurrent.atomic.LongAdder;

/** The counts of a server. */
final class SrtCounters {
    final LongAdder accepted = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder strangers = new LongAdder();
    final LongAdder packets = new LongAdder();
    final LongAdder retransmitted = new LongAdder();
    final LongAdder lost = new LongAdder();

    SrtStatistics snapshot(int connections) {
        return new SrtStatistics(
                connections,
                accepted.sum(),
                refused.sum(),
                strangers.sum(),
                packets.sum(),
                retransmitted.sum(),
                lost.sum());
    }
}
