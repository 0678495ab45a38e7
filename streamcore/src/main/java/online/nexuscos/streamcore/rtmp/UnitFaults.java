package online.nexuscos.streamcore.rtmp;

import online.nexuscos.streamcore.media.MediaException;

/**
 * Counts the units of one track that had to be dropped. A bad one now and then is the publisher's
 * loss alone; when nothing else comes the publisher is told.
 */
final class UnitFaults {
    static final int MAX_IN_A_ROW = 250;

    private int inARow;
    private long total;

    void add(String reason) throws MediaException {
        total++;
        if (++inARow >= MAX_IN_A_ROW) {
            throw new MediaException(
                    "nothing usable in " + MAX_IN_A_ROW + " messages; the last one: " + reason);
        }
    }

    void add(MediaException fault) throws MediaException {
        add(String.valueOf(fault.getMessage()));
    }

    void clear() {
        inARow = 0;
    }

    long total() {
        return total;
    }
}
