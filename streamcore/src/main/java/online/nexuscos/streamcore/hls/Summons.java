package online.nexuscos.streamcore.hls;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Fetches streams because somebody wants to watch them. Any thread. */
@FunctionalInterface
public interface Summons {
    /**
     * Asks for a stream that is not live.
     *
     * @return null where nobody can fetch it; completes when it has begun, fails in bounded time
     */
    @Nullable Future<Void> summon(String stream);
}
