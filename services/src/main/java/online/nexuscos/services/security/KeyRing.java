package online.nexuscos.services.security;

import com.nimbusds.jose.jwk.ECKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The signing keys at one moment, and what is to be done with them. */
record KeyRing(List<SigningKey> keys) {
    /** How long a key is shown before it signs: longer than anybody keeps the list of keys. */
    static final Duration SHOWN_BEFORE = Duration.ofMinutes(10);

    KeyRing {
        keys = List.copyOf(keys);
    }

    /** The key that signs now: the youngest that may. */
    Optional<SigningKey> signer(Instant now) {
        return keys.stream()
                .filter(key -> !key.signsFrom().isAfter(now) && key.verifiesAt(now))
                .max(Comparator.comparing(SigningKey::signsFrom));
    }

    /** The key of this id, if what it signed is still believed. */
    Optional<SigningKey> verifier(String id, Instant now) {
        return keys.stream().filter(key -> key.id().equals(id) && key.verifiesAt(now)).findFirst();
    }

    /** What everybody may see: keys that sign, will sign or have signed what still counts. */
    List<ECKey> shown(Instant now) {
        return keys.stream()
                .filter(key -> key.verifiesAt(now))
                .sorted(Comparator.comparing(SigningKey::signsFrom).reversed())
                .map(key -> key.pair().toPublicJWK())
                .toList();
    }

    /** Whether no key signs much longer, so that the next one must be made. */
    boolean needsNext(Instant now, Duration life) {
        return keys.stream()
                .map(SigningKey::signsFrom)
                .max(Comparator.naturalOrder())
                .map(youngest -> !now.isBefore(youngest.plus(life).minus(SHOWN_BEFORE)))
                .orElse(true);
    }
}
