package online.nexuscos.services.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.security.Key;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Signs and checks access tokens: JWTs by the profile of <a
 * href="https://www.rfc-editor.org/rfc/rfc9068.html">RFC 9068</a>, signed with ES256 and nothing
 * else. What a token says is that its grant was good when it was signed; whether the grant still
 * is, the caller asks the database.
 */
final class AccessTokens {
    /** How long a token is good. */
    static final Duration LIFE = Duration.ofMinutes(10);

    /** Whom our tokens are for. */
    static final String AUDIENCE = "nexus-cos";

    /** The program itself is the one client until strangers' programs can be registered. */
    static final String CLIENT = "nexus-web";

    /** A clock that is this far off is forgiven, by RFC 7519, 4.1.4. */
    static final Duration SKEW = Duration.ofSeconds(5);

    /** Longer is none of ours. */
    static final int MAX_LENGTH = 4096;

    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
    private static final Set<String> REQUIRED =
            Set.of("iss", "sub", "aud", "exp", "iat", "jti", "client_id", "grant", "org", "scope");

    private final String issuer;
    private final Supplier<KeyRing> keys;
    private final InstantSource clock;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    /**
     * @param issuer the address of the program that signs
     * @param keys asked for at each call
     */
    AccessTokens(String issuer, Supplier<KeyRing> keys, InstantSource clock) {
        this.issuer = issuer;
        this.keys = keys;
        this.clock = clock;
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(TYPE));
        processor.setJWSKeySelector((header, context) -> select(header));
        processor.setJWTClaimsSetVerifier(claims(issuer, clock));
    }

    /**
     * What a token says.
     *
     * @param id its own
     * @param grant the line of refresh tokens that it comes from
     */
    record Claims(
            UUID id,
            UUID grant,
            UUID account,
            UUID organisation,
            Set<String> scopes,
            Instant issuedAt,
            Instant expiresAt) {}

    /** The key that signs now; may ask the database, so it is fetched before a transaction. */
    SigningKey signer() {
        return keys.get()
                .signer(clock.instant())
                .orElseThrow(() -> new IllegalStateException("no signing key"));
    }

    /** Signs a token for a grant. */
    String sign(SigningKey key, UUID grant, UUID account, UUID organisation, Set<String> scopes) {
        Instant now = clock.instant();
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.ES256)
                                .type(TYPE)
                                .keyID(key.id())
                                .build(),
                        new JWTClaimsSet.Builder()
                                .issuer(issuer)
                                .audience(AUDIENCE)
                                .subject(account.toString())
                                .claim("client_id", CLIENT)
                                .jwtID(UUID.randomUUID().toString())
                                .issueTime(Date.from(now))
                                .notBeforeTime(Date.from(now))
                                .expirationTime(Date.from(now.plus(LIFE)))
                                .claim("grant", grant.toString())
                                .claim("org", organisation.toString())
                                .claim("scope", String.join(" ", new TreeSet<>(scopes)))
                                .build());
        try {
            token.sign(new ECDSASigner(key.pair()));
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java has ES256", e);
        }
        return token.serialize();
    }

    /**
     * What a token says, if one of our keys signed it and its time is now.
     *
     * @return empty for anything else, whatever is the matter with it
     */
    Optional<Claims> verify(String token) {
        if (token.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            JWTClaimsSet claims = processor.process(SignedJWT.parse(token), null);
            return Optional.of(
                    new Claims(
                            UUID.fromString(claims.getJWTID()),
                            UUID.fromString(claims.getStringClaim("grant")),
                            UUID.fromString(claims.getSubject()),
                            UUID.fromString(claims.getStringClaim("org")),
                            Scopes.parse(claims.getStringClaim("scope")),
                            claims.getIssueTime().toInstant(),
                            claims.getExpirationTime().toInstant()));
        } catch (ParseException
                | BadJOSEException
                | JOSEException
                | IllegalArgumentException ours) {
            return Optional.empty();
        }
    }

    private List<? extends Key> select(JWSHeader header) throws KeySourceException {
        String id = header.getKeyID();
        if (id == null || !JWSAlgorithm.ES256.equals(header.getAlgorithm())) {
            return List.of();
        }
        Optional<SigningKey> key = keys.get().verifier(id, clock.instant());
        if (key.isEmpty()) {
            return List.of();
        }
        try {
            return List.of(key.get().pair().toECPublicKey());
        } catch (JOSEException e) {
            throw new KeySourceException("signing key " + id, e);
        }
    }

    private static DefaultJWTClaimsVerifier<SecurityContext> claims(
            String issuer, InstantSource clock) {
        DefaultJWTClaimsVerifier<SecurityContext> verifier =
                new DefaultJWTClaimsVerifier<>(
                        AUDIENCE, new JWTClaimsSet.Builder().issuer(issuer).build(), REQUIRED) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(clock.instant());
                    }
                };
        verifier.setMaxClockSkew(Math.toIntExact(SKEW.toSeconds()));
        return verifier;
    }
}
