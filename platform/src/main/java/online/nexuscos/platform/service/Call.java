package online.nexuscos.platform.service;

import java.util.Optional;

/**
 * A call under way: what was asked, by whom, and what the answer carries beside its record.
 *
 * @param <I> the route's input
 */
public interface Call<I> {
    /** Validated: it keeps to its constraints. */
    I input();

    /**
     * A value of the path, decoded: {@code path("id")} of {@code /accounts/{id}}.
     *
     * @throws IllegalArgumentException if the route's path has no such name
     */
    String path(String name);

    /** Who calls; it has the route's permission. */
    Principal principal();

    /** Names this request in logs, problems and the audit log. */
    String requestId();

    Trace trace();

    /** As the caller chose it; at most 255 characters. */
    Optional<String> idempotencyKey();

    /** Where the call came in. */
    Origin origin();

    /** Headers, cookies and status of the answer. */
    Reply reply();
}
