package online.nexuscos.platform.sql;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import javax.net.ssl.TrustManagerFactory;
import javax.sql.DataSource;
import online.nexuscos.platform.store.PostgresAddress;
import org.postgresql.ds.PGSimpleDataSource;

/** An address as each of the two drivers takes it. */
final class Addresses {
    private static final int CACHED_STATEMENTS = 512;
    private static final int JDBC_TIMEOUT_SECONDS = 30;

    private Addresses() {}

    static PgConnectOptions connect(PostgresAddress address, DatabaseOptions options) {
        String statementTime = String.valueOf(options.statementTime().toMillis());
        PgConnectOptions connect =
                new PgConnectOptions()
                        .setHost(address.host())
                        .setPort(address.port())
                        .setDatabase(address.database())
                        .setUser(address.user())
                        .setPassword(address.password())
                        .setCachePreparedStatements(true)
                        .setPreparedStatementCacheMaxSize(CACHED_STATEMENTS)
                        .setProperties(
                                Map.of(
                                        "application_name",
                                        "nexus",
                                        "TimeZone",
                                        "UTC",
                                        "statement_timeout",
                                        statementTime,
                                        "lock_timeout",
                                        statementTime,
                                        "idle_in_transaction_session_timeout",
                                        String.valueOf(3 * options.statementTime().toMillis())));
        return switch (address.tls()) {
            case DISABLE -> connect.setSslMode(SslMode.DISABLE);
            case REQUIRE ->
                    connect.setSslMode(SslMode.REQUIRE)
                            .setSslOptions(new ClientSSLOptions().setTrustAll(true));
            case VERIFY_FULL ->
                    connect.setSslMode(SslMode.VERIFY_FULL)
                            .setSslOptions(
                                    new ClientSSLOptions()
                                            .setTrustOptions(javaTrust())
                                            .setHostnameVerificationAlgorithm("HTTPS"));
        };
    }

    /** Java's own trust store, as for any other client of this JVM. */
    private static TrustOptions javaTrust() {
        try {
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return TrustOptions.wrap(factory.getTrustManagers()[0]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For migrations, which know JDBC only. */
    static DataSource jdbc(PostgresAddress address) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {address.host()});
        source.setPortNumbers(new int[] {address.port()});
        source.setDatabaseName(address.database());
        source.setUser(address.user());
        source.setPassword(address.password());
        source.setConnectTimeout(JDBC_TIMEOUT_SECONDS);
        source.setSslMode(
                switch (address.tls()) {
                    case DISABLE -> "disable";
                    case REQUIRE -> "require";
                    case VERIFY_FULL -> "verify-full";
                });
        if (address.tls() == PostgresAddress.Tls.VERIFY_FULL) {
            source.setSslfactory("org.postgresql.ssl.DefaultJavaSSLFactory");
        }
        return source;
    }
}
