package online.nexuscos.streamcore.play;

import java.util.concurrent.atomic.LongAdder;

/** What is counted of the viewers of one form, by all loops. */
final class PlayCounters {
    final LongAdder viewers = new LongAdder();
    final LongAdder bytes = new LongAdder();
    final LongAdder dropped = new LongAdder();
    final LongAdder tooSlow = new LongAdder();

    PlayStatistics snapshot() {
        return new PlayStatistics(viewers.sum(), bytes.sum(), dropped.sum(), tooSlow.sum());
    }
}
