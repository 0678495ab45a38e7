package online.nexuscos.services.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class AccessTokensTest {
    private static final String ISSUER = "https://nexus.example";
    private static final UUID GRANT = UUID.randomUUID();
    private static final UUID ACCOUNT = UUID.randomUUID();
    private static final UUID ORGANISATION = UUID.randomUUID();

    private final TestingClock clock = new TestingClock();
    private final SigningKey key = SigningKey.generate("key-1", clock.instant(), clock.instant());
    private KeyRing ring = new KeyRing(List.of(key));
    private final AccessTokens tokens = new AccessTokens(ISSUER, () -> ring, clock);

    private String token() {
        return tokens.sign(
                tokens.signer(),
                GRANT,
                ACCOUNT,
                ORGANISATION,
                Set.of("streams:own", "account:read"));
    }

    @Test
    void signsByTheProfileOfRfc9068() throws ParseException {
        SignedJWT token = SignedJWT.parse(token());
        assertThat(token.getHeader().getType().getType()).isEqualTo("at+jwt");
        assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
        assertThat(token.getHeader().getKeyID()).isEqualTo("key-1");
        JWTClaimsSet claims = token.getJWTClaimsSet();
        assertThat(claims.getClaims().keySet())
                .contains("iss", "exp", "aud", "sub", "client_id", "iat", "jti", "scope");
        assertThat(claims.getAudience()).containsExactly("nexus-cos");
        assertThat(claims.getStringClaim("scope")).isEqualTo("account:read streams:own");
    }

    @Test
    void readsItsOwn() {
        AccessTokens.Claims claims = tokens.verify(token()).orElseThrow();
        assertThat(claims.grant()).isEqualTo(GRANT);
        assertThat(claims.account()).isEqualTo(ACCOUNT);
        assertThat(claims.organisation()).isEqualTo(ORGANISATION);
        assertThat(claims.scopes()).containsExactlyInAnyOrder("streams:own", "account:read");
        assertThat(claims.expiresAt()).isEqualTo(clock.instant().plus(AccessTokens.LIFE));
    }

    @Test
    void refusesOneThatIsOverOrNotYetBegun() throws Exception {
        String token = token();
        clock.pass(AccessTokens.LIFE.plus(AccessTokens.SKEW).plusSeconds(1));
        assertThat(tokens.verify(token)).isEmpty();
        Instant later = clock.instant().plus(Duration.ofMinutes(1));
        assertThat(tokens.verify(forged(claims -> claims.notBeforeTime(Date.from(later)))))
                .isEmpty();
    }

    @Test
    void refusesAnotherAudienceOrIssuer() throws Exception {
        assertThat(tokens.verify(forged(claims -> claims))).isPresent();
        assertThat(tokens.verify(forged(claims -> claims.audience("another")))).isEmpty();
        assertThat(tokens.verify(forged(claims -> claims.issuer("https://evil.example"))))
                .isEmpty();
        assertThat(tokens.verify(forged(claims -> claims.subject(null)))).isEmpty();
        assertThat(tokens.verify(forged(claims -> claims.claim("grant", "no id")))).isEmpty();
        assertThat(tokens.verify(forged(claims -> claims.expirationTime(null)))).isEmpty();
    }

    @Test
    void refusesAnotherKeyAlgorithmOrType() throws Exception {
        SigningKey alien = SigningKey.generate("key-1", clock.instant(), clock.instant());
        assertThat(tokens.verify(signed(es256("key-1"), new ECDSASigner(alien.pair())))).isEmpty();
        assertThat(tokens.verify(signed(es256("key-2"), new ECDSASigner(key.pair())))).isEmpty();
        assertThat(tokens.verify(new PlainJWT(claims().build()).serialize())).isEmpty();
        JWSHeader plainType = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("key-1").build();
        assertThat(tokens.verify(signed(plainType, new ECDSASigner(key.pair())))).isEmpty();
        // The public key, which everybody has, as the secret of an HMAC.
        byte[] secret = key.pair().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        JWSHeader hmac =
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(new JOSEObjectType("at+jwt"))
                        .keyID("key-1")
                        .build();
        assertThat(tokens.verify(signed(hmac, new MACSigner(secret)))).isEmpty();
    }

    @Test
    void refusesWhatIsNoTokenAtAll() {
        String token = token();
        for (String text :
                List.of(
                        "",
                        ".",
                        "..",
                        "a.b.c",
                        token.substring(0, token.length() - 3),
                        token + "A",
                        "\u0000".repeat(50),
                        "x".repeat(AccessTokens.MAX_LENGTH + 1))) {
            assertThat(tokens.verify(text)).as(text).isEmpty();
        }
    }

    @Test
    void aNextKeyIsShownBeforeItSignsAndTheLastIsBelievedAfter() {
        SigningKey next =
                SigningKey.generate(
                        "key-2", clock.instant(), clock.instant().plus(KeyRing.SHOWN_BEFORE));
        SigningKey last =
                new SigningKey(
                        key.pair(),
                        key.createdAt(),
                        key.signsFrom(),
                        next.signsFrom().plus(AccessTokens.LIFE));
        ring = new KeyRing(List.of(last, next));
        assertThat(ring.shown(clock.instant()))
                .extracting(shown -> shown.getKeyID())
                .containsExactly("key-2", "key-1");
        assertThat(ring.shown(clock.instant())).noneMatch(shown -> shown.isPrivate());
        String old = token();
        clock.pass(KeyRing.SHOWN_BEFORE);
        assertThat(ring.signer(clock.instant()).orElseThrow().id()).isEqualTo("key-2");
        assertThat(tokens.verify(token())).isPresent();
        String late = token();
        clock.pass(AccessTokens.LIFE);
        assertThat(ring.verifier("key-1", clock.instant())).isEmpty();
        assertThat(tokens.verify(old)).isEmpty();
        assertThat(tokens.verify(late)).isPresent();
    }

    private JWTClaimsSet.Builder claims() {
        Instant now = clock.instant();
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AccessTokens.AUDIENCE)
                .subject(ACCOUNT.toString())
                .claim("client_id", AccessTokens.CLIENT)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(60)))
                .claim("grant", GRANT.toString())
                .claim("org", ORGANISATION.toString())
                .claim("scope", "account:read");
    }

    private String forged(UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
        SignedJWT token = new SignedJWT(es256("key-1"), change.apply(claims()).build());
        token.sign(new ECDSASigner(key.pair()));
        return token.serialize();
    }

    private String signed(JWSHeader header, JWSSigner signer) throws JOSEException {
        SignedJWT token = new SignedJWT(header, claims().build());
        token.sign(signer);
        return token.serialize();
    }

    private static JWSHeader es256(String keyId) {
        return new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(keyId)
                .build();
    }
}
