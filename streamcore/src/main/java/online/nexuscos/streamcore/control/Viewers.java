package online.nexuscos.streamcore.control;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import online.nexuscos.platform.service.Permission;
import online.nexuscos.platform.service.Principal;
import online.nexuscos.streamcore.control.Admittance.Granted;
import online.nexuscos.streamcore.control.Admittance.Open;
import online.nexuscos.streamcore.control.Admittance.Refused;
import online.nexuscos.streamcore.control.Admittance.Shown;

/**
 * Decides who may watch a channel, and signs the way for those who may. What is signed for a
 * permission is good for {@link #PASS} alone: pages ask again before that, so that whoever loses
 * the permission sees no more than this much.
 */
final class Viewers {
    static final Duration PASS = Duration.ofMinutes(2);

    static final Refused MISSING = new Refused(404, "There is no stream of this name.");

    private final InstantSource clock;

    Viewers(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Decides.
     *
     * @param pass what a signed path carries; empty where there is none
     */
    Admittance admittance(Channel channel, Principal principal, String pass) {
        if (channel.playback() == Channel.Playback.PUBLIC) {
            return new Open(Optional.of(Shown.of(channel)));
        }
        Instant now = clock.instant();
        Optional<Instant> passUntil = channel.secret().until(channel.name(), pass, now);
        if (passUntil.isPresent()) {
            return new Granted(Shown.of(channel), channel.name(), pass, passUntil.get());
        }
        boolean permitted =
                owns(principal, channel)
                        || (channel.playback() == Channel.Playback.PERMISSION
                                && principal.may(Permission.of(channel.permission())));
        return permitted ? signed(channel, now.plus(PASS)) : refused(channel, principal);
    }

    /** A way in for whoever has it. */
    static Granted signed(Channel channel, Instant until) {
        String pass = channel.secret().pass(channel.name(), until);
        return new Granted(Shown.of(channel), channel.name(), pass, until);
    }

    private static boolean owns(Principal principal, Channel channel) {
        return !principal.isAnonymous()
                && principal.organisation().equals(channel.organisation().toString());
    }

    private static Refused refused(Channel channel, Principal principal) {
        if (channel.playback() != Channel.Playback.PERMISSION) {
            return MISSING;
        }
        return principal.isAnonymous()
                ? new Refused(401, "Sign in to watch this channel.")
                : new Refused(403, "Your account may not watch this channel.");
    }
}
