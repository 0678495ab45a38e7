package online.nexuscos.platform.store;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits for futures, on any thread that may wait. */
public final class Await {
    private Await() {}

    /**
     * What a future ends with.
     *
     * @throws Throwable what the future failed with, or a {@code TimeoutException}
     */
    public static <T extends @Nullable Object> T result(Future<T> future, Duration patience)
            throws Throwable {
        Context context = Vertx.currentContext();
        if (context != null
                && context.threadingModel() == ThreadingModel.VIRTUAL_THREAD
                && Context.isOnVertxThread()) {
            // Such a context runs one thing at a time: parked this way it lets the answer in.
            return future.timeout(patience.toMillis(), TimeUnit.MILLISECONDS).await();
        }
        return result(future.toCompletionStage(), patience);
    }

    /** As {@link #result(Future, Duration)}, for a stage, which no context completes. */
    public static <T extends @Nullable Object> T result(CompletionStage<T> stage, Duration patience)
            throws Throwable {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("waits on an event loop (expected: a virtual thread)");
        }
        try {
            return stage.toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() == null ? e : e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TimeoutException("interrupted");
        }
    }
}
