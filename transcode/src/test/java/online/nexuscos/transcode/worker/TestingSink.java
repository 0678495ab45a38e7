package online.nexuscos.transcode.worker;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import online.nexuscos.streamcore.elementary.ElementaryFormat;
import online.nexuscos.streamcore.pull.SourceSink;

/** Counts what a source brings. */
final class TestingSink implements SourceSink {
    private static final int PATIENCE_SECONDS = 40;

    record Over(End end, String reason) {}

    final CompletableFuture<List<ElementaryFormat>> tracks = new CompletableFuture<>();
    final CompletableFuture<Over> over = new CompletableFuture<>();
    private int units;
    private long bytes;
    private long firstNanos;
    private long lastDts;
    private long firstDts = Long.MIN_VALUE;

    @Override
    public void tracks(List<ElementaryFormat> formats) {
        tracks.complete(formats);
    }

    @Override
    public synchronized void unit(
            int track, long dts, long pts, boolean keyframe, ByteBuf payload) {
        if (firstDts == Long.MIN_VALUE) {
            firstDts = dts;
            firstNanos = System.nanoTime();
        }
        units++;
        bytes += payload.readableBytes();
        lastDts = dts;
        payload.release();
        notifyAll();
    }

    @Override
    public void readComplete() {}

    @Override
    public void ended(End end, String reason) {
        if (!over.complete(new Over(end, reason))) {
            throw new AssertionError("ended twice");
        }
    }

    synchronized int units() {
        return units;
    }

    synchronized long bytes() {
        return bytes;
    }

    /** Seconds of media so far, and how long they took to come. */
    synchronized double mediaSeconds() {
        return (lastDts - firstDts) / 90_000.0;
    }

    synchronized double wallSeconds() {
        return (System.nanoTime() - firstNanos) / 1e9;
    }

    synchronized void awaitUnits(int count) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (units < count) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0 || over.isDone()) {
                throw new AssertionError(
                        units + " of " + count + " units; " + over.getNow(new Over(End.OVER, "?")));
            }
            wait(Math.min(left, 500));
        }
    }

    Over awaitOver() throws Exception {
        return over.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
