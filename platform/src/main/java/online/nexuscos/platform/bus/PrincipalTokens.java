package online.nexuscos.platform.bus;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import online.nexuscos.platform.json.Json;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.service.Principal;

/**
 * Signs who a call is made for, and believes nobody else: HMAC-SHA256 with a key that the nodes
 * share. A token is good for a minute. Safe on any thread.
 */
public final class PrincipalTokens {
    static final Duration LIFE = Duration.ofMinutes(1);

    /** One with less than this left is signed anew. */
    private static final Duration SPARE = Duration.ofSeconds(30);

    private static final String ALGORITHM = "HmacSHA256";
    private static final int MAX_REMEMBERED = 1024;

    private final SecretKeySpec key;
    private final InstantSource clock;
    private final Recent<Principal, Signed> signed = new Recent<>();
    private final Recent<String, Claims> verified = new Recent<>();

    private record Claims(Principal principal, Instant expires) {}

    private record Signed(String token, Instant expires) {}

    /**
     * With a key of its own.
     *
     * @param key 32 random bytes
     */
    public PrincipalTokens(byte[] key, InstantSource clock) {
        this.key = new SecretKeySpec(key, ALGORITHM);
        this.clock = clock;
    }

    public String sign(Principal principal) {
        Instant now = clock.instant();
        Signed known = signed.get(principal);
        if (known != null && known.expires.isAfter(now.plus(SPARE))) {
            return known.token;
        }
        Claims claims = new Claims(principal, now.plus(LIFE));
        String payload = base64(Json.write(claims));
        String token = payload + '.' + base64(mac(payload));
        signed.put(principal, new Signed(token, claims.expires));
        return token;
    }

    /**
     * Who a token was signed for.
     *
     * @throws ProblemException 401 if it is no token of ours, or too old
     */
    public Principal verify(String token) {
        Claims claims = verified.get(token);
        if (claims == null) {
            claims = read(token);
            verified.put(token, claims);
        }
        if (!claims.expires.isAfter(clock.instant())) {
            throw ProblemException.of(401, "The call's principal token is too old.");
        }
        return claims.principal;
    }

    private Claims read(String token) {
        int dot = token.indexOf('.');
        String payload = token.substring(0, Math.max(0, dot));
        try {
            byte[] given = Base64.getUrlDecoder().decode(token.substring(dot + 1));
            if (MessageDigest.isEqual(given, mac(payload))) {
                return Json.read(Base64.getUrlDecoder().decode(payload), Claims.class);
            }
        } catch (IllegalArgumentException e) {
            throw foreign();
        }
        throw foreign();
    }

    private static ProblemException foreign() {
        return ProblemException.of(401, "The call has no principal token of this platform.");
    }

    private byte[] mac(String payload) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(payload.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What was asked for last, {@value #MAX_REMEMBERED} of it. */
    private static final class Recent<K, V> {
        private final Map<K, V> entries =
                new LinkedHashMap<>(16, 0.75f, true) {
                    @java.io.Serial private static final long serialVersionUID = 1;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                        return size() > MAX_REMEMBERED;
                    }
                };

        synchronized @org.jspecify.annotations.Nullable V get(K key) {
            return entries.get(key);
        }

        synchronized void put(K key, V value) {
            entries.put(key, value);
        }
    }
}
