package online.nexuscos.platform.service;

import java.time.Duration;

/** A route just declared; what is special about it is said here. */
public interface Route {
    /** What it does, in one line, for the interface's documentation; every route has one. */
    Route summary(String summary);

    /** It answers 201: there is something new. */
    Route creates();

    /**
     * Its answer shows a secret: it is never stored, so an Idempotency-Key cannot bring it back.
     */
    Route secret();

    /**
     * It may take that long before the caller gets 503, instead of 10 s; a download, an upload or a
     * follower's line is cut off then.
     */
    Route within(Duration patience);

    /**
     * At most so many bytes: of a body, instead of 1 MiB, or of a download. A body of JSON cannot
     * have more than 1 MiB.
     */
    Route upTo(long bytes);
}
