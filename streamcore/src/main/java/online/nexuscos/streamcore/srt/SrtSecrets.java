package online.nexuscos.streamcore.srt;

import io.vertx.core.Future;
import java.util.Optional;

/** Knows by which passphrase somebody must encrypt who wants to publish. */
@FunctionalInterface
public interface SrtSecrets {
    /**
     * Asks for a passphrase; never waits.
     *
     * @param key as the caller gave it in its stream id
     * @return of 10 to 79 characters; empty where that of all callers holds, if there is one. May
     *     complete on any thread
     */
    Future<Optional<String>> passphrase(String key);
}
