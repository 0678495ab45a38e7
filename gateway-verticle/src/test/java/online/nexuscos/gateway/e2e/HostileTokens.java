package online.nexuscos.gateway.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Headers that show somebody who is not: made from an access token of the server's own, whose key
 * nobody else has. (What only that key can sign, one that is too old or for another audience, comes
 * from {@link StolenKey}.)
 */
final class HostileTokens {
    private HostileTokens() {}

    /** By what is wrong with them. */
    static Map<String, String> of(SignedIn administrator) {
        String token = administrator.accessToken();
        String[] parts = token.split("\\.", -1);
        JsonObject header = decoded(parts[0]);
        JsonObject claims = decoded(parts[1]);
        Map<String, String> tokens = new LinkedHashMap<>();
        JsonObject none = header.copy().put("alg", "none");
        tokens.put("alg none", encoded(none) + '.' + parts[1] + '.');
        tokens.put("alg none, a signature", encoded(none) + '.' + parts[1] + '.' + parts[2]);
        tokens.put("alg None", encoded(header.copy().put("alg", "None")) + '.' + parts[1] + '.');
        tokens.put("a longer life", changed(parts, claims.copy().put("exp", 4_000_000_000L)));
        tokens.put("another subject", changed(parts, claims.copy().put("sub", "system")));
        tokens.put("another audience", changed(parts, claims.copy().put("aud", "elsewhere")));
        tokens.put("not yet valid", changed(parts, claims.copy().put("nbf", 4_000_000_000L)));
        tokens.put("too old", changed(parts, claims.copy().put("exp", 1)));
        tokens.put("all scopes", changed(parts, claims.copy().put("scope", "all")));
        tokens.put("another key", byAnotherKey(header, parts[1]));
        tokens.put("a key in its head", withItsKey(header, parts[1]));
        tokens.put("the public key as a secret", byHmac(header, parts[1]));
        tokens.put("cut short", token.substring(0, token.length() - 8));
        tokens.put("no signature", parts[0] + '.' + parts[1]);
        tokens.put("an empty signature", parts[0] + '.' + parts[1] + '.');
        tokens.put("zeros for a signature", parts[0] + '.' + parts[1] + '.' + zeros());
        tokens.put("a path for a key", keyed(header, "../../../../dev/null", parts));
        tokens.put("an unknown key", keyed(header, "' OR 1=1 --", parts));
        tokens.put("dots", "...");
        tokens.put("no token", "");
        tokens.put("no JSON", "bm90IGpzb24.bm90IGpzb24.bm90IGpzb24");
        tokens.put("a long token", "a".repeat(12_000));
        tokens.put("an API token that is none", "nxs_" + "A".repeat(43));
        Map<String, String> headers = new LinkedHashMap<>();
        tokens.forEach((what, value) -> headers.put(what, "Authorization: Bearer " + value));
        headers.put("basic", "Authorization: Basic YWRtaW46YWRtaW4=");
        headers.put("no scheme", "Authorization: " + token);
        headers.put("an unknown scheme", "Authorization: Negotiate " + token);
        headers.put("a session that is none", "Cookie: nexus=" + "A".repeat(43));
        headers.put("a token as a session", "Cookie: nexus=" + token);
        return headers;
    }

    private static String changed(String[] parts, JsonObject claims) {
        return parts[0] + '.' + encoded(claims) + '.' + parts[2];
    }

    private static String keyed(JsonObject header, String key, String[] parts) {
        return encoded(header.copy().put("kid", key)) + '.' + parts[1] + '.' + parts[2];
    }

    private static String zeros() {
        return base64(new byte[64]);
    }

    private static String byAnotherKey(JsonObject header, String payload) {
        try {
            String signed = encoded(header) + '.' + payload;
            return signed + '.' + base64(sign(newKey(), signed));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String withItsKey(JsonObject header, String payload) {
        JsonObject jwk =
                new JsonObject()
                        .put("kty", "EC")
                        .put("crv", "P-256")
                        .put("x", base64(new byte[32]))
                        .put("y", base64(new byte[32]));
        return byAnotherKey(header.copy().put("jwk", jwk), payload);
    }

    private static String byHmac(JsonObject header, String payload) {
        try {
            String signed = encoded(header.copy().put("alg", "HS256")) + '.' + payload;
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(header.encode().getBytes(UTF_8), "HmacSHA256"));
            return signed + '.' + base64(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static PrivateKey newKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair().getPrivate();
    }

    private static byte[] sign(PrivateKey key, String text) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(key);
        signature.update(text.getBytes(StandardCharsets.US_ASCII));
        return signature.sign();
    }

    private static JsonObject decoded(String part) {
        return new JsonObject(new String(Base64.getUrlDecoder().decode(part), UTF_8));
    }

    private static String encoded(JsonObject part) {
        return base64(part.encode().getBytes(UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
