package online.nexuscos.services.security;

import java.util.UUID;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.service.Call;
import online.nexuscos.platform.sql.Actor;

/** What our handlers read off a call. */
final class Calls {
    private static final int UUID_LENGTH = 36;

    private Calls() {}

    static Actor actor(Call<?> call) {
        return new Actor(
                call.principal().account(),
                call.principal().organisation(),
                call.requestId(),
                call.trace().traceparent());
    }

    /** Who calls; the route asks for somebody who is signed in. */
    static UUID account(Call<?> call) {
        return UUID.fromString(call.principal().account());
    }

    /** The session or token that the call came with. */
    static UUID session(Call<?> call) {
        return UUID.fromString(call.principal().session());
    }

    /**
     * An id in the path.
     *
     * @throws ProblemException 404 if it is none of ours by its form
     */
    static UUID id(Call<?> call, String name) {
        String text = call.path(name);
        try {
            if (text.length() == UUID_LENGTH) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException e) {
            throw missing();
        }
        throw missing();
    }

    /** What there is not, or not for this caller. */
    static ProblemException missing() {
        return ProblemException.of(404, "There is nothing at this address.");
    }
}
