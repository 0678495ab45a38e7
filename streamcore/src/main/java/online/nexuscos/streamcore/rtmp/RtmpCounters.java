package online.nexuscos.streamcore.rtmp;

import java.util.concurrent.atomic.LongAdder;

/** The counts of a server, written by all its loops. */
final class RtmpCounters {
    final LongAdder accepted = new LongAdder();
    final LongAdder turnedAway = new LongAdder();
    final LongAdder oneTooMany = new LongAdder();
    final LongAdder strangers = new LongAdder();
    final LongAdder published = new LongAdder();
    final LongAdder played = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder faults = new LongAdder();
    final LongAdder bytesReceived = new LongAdder();

    RtmpStatistics snapshot(int connections) {
        return new RtmpStatistics(
                connections,
                accepted.sum(),
                turnedAway.sum(),
                oneTooMany.sum(),
                strangers.sum(),
                published.sum(),
                played.sum(),
                refused.sum(),
                faults.sum(),
                bytesReceived.sum());
    }
}
