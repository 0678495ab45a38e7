package online.nexuscos.gateway.e2e;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import online.nexuscos.platform.secret.KeyFile;

/**
 * The key that signs a server's tokens, taken from its data folder: what it signs is wrong in what
 * it says alone.
 */
final class StolenKey {
    /** The line of postmaster.pid that holds the port. */
    private static final int PORT_LINE = 3;

    private final ECKey key;

    private StolenKey(ECKey key) {
        this.key = key;
    }

    /** From the data folder of a server that runs. */
    static StolenKey of(Path data) throws Exception {
        Path postgres = data.resolve("stores").resolve("postgres");
        PgConnectOptions options =
                new PgConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(
                                Integer.parseInt(
                                        Files.readAllLines(
                                                        postgres.resolve("cluster")
                                                                .resolve("postmaster.pid"))
                                                .get(PORT_LINE)
                                                .strip()))
                        .setDatabase("nexus")
                        .setUser("nexus")
                        .setPassword(Files.readString(postgres.resolve("password")).strip());
        Vertx vertx = Vertx.vertx();
        try {
            Row row =
                    PgConnection.connect(vertx, options)
                            .compose(connection ->
                                    connection
                                            .query(
                                                    "SELECT id, sealed FROM security.signing_key"
                                                            + " WHERE ends_at IS NULL")
                                            .execute())
                            .map(rows -> rows.iterator().next())
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get(20, TimeUnit.SECONDS);
            KeyFile file = KeyFile.open(data.resolve("accounts.key"), new SecureRandom());
            String jwk = file.open(row.getBuffer("sealed").getBytes(), row.getString("id"));
            return new StolenKey(ECKey.parse(jwk));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
    }

    /**
     * Tokens by what is wrong with them.
     *
     * @param good one that the server signed
     */
    Map<String, String> wrong(String good) throws Exception {
        Instant now = Instant.now();
        Map<String, String> tokens = new LinkedHashMap<>();
        tokens.put("signed, too old", signed(good, claims -> claims.expirationTime(at(now, -60))));
        tokens.put(
                "signed, not yet valid", signed(good, claims -> claims.notBeforeTime(at(now, 60))));
        tokens.put("signed, for others", signed(good, claims -> claims.audience("elsewhere")));
        tokens.put("signed, for nobody", signed(good, claims -> claims.audience((String) null)));
        tokens.put("signed, by others", signed(good, claims -> claims.issuer("https://elsewhere")));
        tokens.put("signed, without an end", signed(good, claims -> claims.expirationTime(null)));
        tokens.put("signed, for no account", signed(good, claims -> claims.subject("admin")));
        return tokens;
    }

    /** As it was, so that a test may know that the key is the right one. */
    String same(String good) throws Exception {
        return signed(good, claims -> claims);
    }

    private static Date at(Instant now, int seconds) {
        return Date.from(now.plus(Duration.ofSeconds(seconds)));
    }

    private String signed(String good, UnaryOperator<JWTClaimsSet.Builder> change)
            throws Exception {
        SignedJWT before = SignedJWT.parse(good);
        JWTClaimsSet claims =
                change.apply(new JWTClaimsSet.Builder(before.getJWTClaimsSet())).build();
        SignedJWT after = new SignedJWT(JWSHeader.parse(before.getHeader().toBase64URL()), claims);
        after.sign(new ECDSASigner(key));
        return after.serialize();
    }
}
