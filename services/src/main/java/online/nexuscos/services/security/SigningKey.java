package online.nexuscos.services.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.text.ParseException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key pair on P-256 that signs access tokens.
 *
 * @param pair with its private part; its id is the key's
 * @param signsFrom it is shown before, so that everybody knows it when it begins
 * @param endsAt from when nothing that it signed is believed; null while it is the youngest
 */
record SigningKey(ECKey pair, Instant createdAt, Instant signsFrom, @Nullable Instant endsAt) {
    static SigningKey generate(String id, Instant createdAt, Instant signsFrom) {
        try {
            return new SigningKey(
                    new ECKeyGenerator(Curve.P_256).keyID(id).generate(),
                    createdAt,
                    signsFrom,
                    null);
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java has P-256", e);
        }
    }

    /** From the JSON of a JWK (RFC 7517) with its private part. */
    static ECKey parse(String jwk) {
        try {
            return ECKey.parse(jwk);
        } catch (ParseException e) {
            throw new IllegalStateException("signing key: not a JWK", e);
        }
    }

    String id() {
        return pair.getKeyID();
    }

    boolean verifiesAt(Instant now) {
        return endsAt == null || now.isBefore(endsAt);
    }
}
