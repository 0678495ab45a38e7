package online.nexuscos.gateway.e2e;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits, for a bounded time, until something outside this process has come about. */
final class Await {
    private static final long PAUSE_NS = 20_000_000;

    private Await() {}

    /** Returns as soon as the condition holds. */
    static void until(String what, Duration patience, Callable<Boolean> condition) {
        until(what, patience, condition, () -> "");
    }

    /**
     * As above.
     *
     * @param detail is asked for when the condition has not come about, for the message
     */
    static void until(
            String what, Duration patience, Callable<Boolean> condition, Supplier<String> detail) {
        value(
                what,
                patience,
                () -> condition.call() ? Optional.of(true) : Optional.empty(),
                detail);
    }

    /** Returns the first value there is. */
    static <T> T value(String what, Duration patience, Callable<Optional<T>> source) {
        return value(what, patience, source, () -> "");
    }

    private static <T> T value(
            String what, Duration patience, Callable<Optional<T>> source, Supplier<String> detail) {
        long deadline = System.nanoTime() + patience.toNanos();
        @Nullable Exception last = null;
        while (true) {
            try {
                Optional<T> found = source.call();
                if (found.isPresent()) {
                    return found.get();
                }
                last = null;
            } catch (Exception e) {
                // What is awaited may not be reachable yet.
                last = e;
            }
            if (System.nanoTime() - deadline > 0) {
                String text =
                        "not in " + patience.toSeconds() + " s: " + what + "\n" + detail.get();
                throw new AssertionError(text, last);
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }
}
