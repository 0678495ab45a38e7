package online.nexuscos.transcode.worker;

import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;

/**
 * Lets a blocked FFmpeg call end when it takes too long, or nobody wants it any more. JavaCPP has
 * ten of these at once, which is more than a worker has jobs.
 */
final class Interrupt extends AVIOInterruptCB.Callback_Pointer {
    private static final long OPEN = Long.MAX_VALUE;

    private volatile long deadlineNanos = OPEN;
    private volatile boolean cancelled;

    /** The calls from now on have so long. */
    void allow(long seconds) {
        deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }

    void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    boolean isLate() {
        return deadlineNanos != OPEN && System.nanoTime() - deadlineNanos > 0;
    }

    @Override
    public int call(Pointer opaque) {
        return cancelled || isLate() ? 1 : 0;
    }
}
