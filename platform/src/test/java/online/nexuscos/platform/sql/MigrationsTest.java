package online.nexuscos.platform.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {
    @TempDir Path folder;
    private final TestingDatabase testing = new TestingDatabase();

    @AfterEach
    void close() {
        testing.close();
    }

    /** A class path with ours and a jar more. */
    private URLClassLoader with(String name, String sql) throws IOException {
        Path jar = folder.resolve(name.replace('/', '-') + ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("db/"));
            out.putNextEntry(new JarEntry(name));
            out.write(sql.getBytes(StandardCharsets.UTF_8));
        }
        return new URLClassLoader(
                new URL[] {jar.toUri().toURL()}, MigrationsTest.class.getClassLoader());
    }

    private Database open(ClassLoader loader) {
        return new Database(
                testing.vertx(),
                testing.store(),
                DatabaseOptions.of(2),
                Object::toString,
                InstantSource.system(),
                new PrometheusRegistry(),
                loader);
    }

    private static long runs(Database database) {
        return database.one(
                "SELECT count(*) AS n FROM platform.flyway_schema_history", row -> row.bigint("n"));
    }

    @Test
    void runEachModulesOnce() throws IOException {
        long before = runs(testing.database());
        String name = "db/shop/V20260101_0101__shelves.sql";
        String sql = "CREATE SCHEMA shop; CREATE TABLE shop.shelf (id bigint PRIMARY KEY);";
        for (int start = 0; start < 2; start++) {
            try (URLClassLoader loader = with(name, sql);
                    Database database = open(loader)) {
                database.execute("INSERT INTO shop.shelf VALUES ($1)", (long) start);
                assertThat(runs(database)).isEqualTo(before + 1);
            }
        }
    }

    @Test
    void areNotLookedAtWhereNothingChanged() throws IOException {
        Database database = testing.database();
        // Flyway would miss its table, or run everything again.
        database.execute("DROP TABLE platform.flyway_schema_history");
        try (Database second = open(MigrationsTest.class.getClassLoader())) {
            assertThat(second.<Integer>one("SELECT 1 AS one", row -> row.integer("one")))
                    .isEqualTo(1);
        }
        assertThat(
                        database.query(
                                "SELECT 1 FROM pg_tables WHERE tablename = 'flyway_schema_history'",
                                _ -> true))
                .isEmpty();
    }

    @Test
    void haveAStampThatTellsEachChange() throws IOException {
        String name = "db/shop/V20260101_0101__shelves.sql";
        String plain = new Migrations(MigrationsTest.class.getClassLoader()).stamp();
        try (URLClassLoader one = with(name, "SELECT 1");
                URLClassLoader other = with("db/shop/V20260101_0102__shelves.sql", "SELECT 1")) {
            String first = new Migrations(one).stamp();
            assertThat(first).isNotEqualTo(plain);
            assertThat(new Migrations(other).stamp()).isNotEqualTo(first).isNotEqualTo(plain);
            assertThat(new Migrations(one).stamp()).isEqualTo(first);
        }
    }
}
