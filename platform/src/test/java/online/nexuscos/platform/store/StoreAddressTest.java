package online.nexuscos.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import online.nexuscos.platform.store.PostgresAddress.Tls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreAddressTest {
    @Test
    void readsAllPartsOfAPostgresUrl() throws StoreException {
        assertThat(
                        PostgresAddress.parse(
                                "postgres://a%40b:p%3Aq+r@db.example:6000/shop?sslmode=require"))
                .isEqualTo(
                        new PostgresAddress(
                                "db.example", 6000, "shop", "a@b", "p:q+r", Tls.REQUIRE));
        assertThat(PostgresAddress.parse("postgresql://a@[::1]/shop"))
                .isEqualTo(new PostgresAddress("::1", 5432, "shop", "a", "", Tls.DISABLE));
        assertThat(PostgresAddress.parse("postgres://a@db.example/shop").tls())
                .isEqualTo(Tls.VERIFY_FULL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://a:secret@h/d",
                "postgres://h/d",
                "postgres://a:secret@h",
                "postgres://a:secret@h/d/e",
                "postgres://a:secret@h/d?sslmode=maybe",
                "postgres://a:secret@h/d?user=b",
                "postgres://a:secret@h h/d",
                "secret"
            })
    void refusesOtherFormsWithoutShowingThem(String url) {
        assertThatThrownBy(() -> PostgresAddress.parse(url))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("postgres.url: another form")
                .hasMessageNotContaining("secret");
    }

    @Test
    void readsAllPartsOfARedisUrl() throws StoreException {
        assertThat(RedisAddress.parse("rediss://u:p%40q@cache.example:6400/2"))
                .isEqualTo(new RedisAddress("rediss://cache.example:6400/2", "u", "p@q"));
        assertThat(RedisAddress.parse("redis://localhost"))
                .isEqualTo(new RedisAddress("redis://localhost", "", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://h", "redis://", "redis://:secret@", "secret"})
    void refusesOtherFormsOfRedisUrls(String url) {
        assertThatThrownBy(() -> RedisAddress.parse(url))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("redis.url: another form")
                .hasMessageNotContaining("secret");
    }

    @Test
    void showsNoPassword() throws StoreException {
        assertThat(PostgresAddress.parse("postgres://a:secret@h/d"))
                .hasToString("postgres://a@h:5432/d");
        assertThat(RedisAddress.parse("redis://:secret@h")).hasToString("redis://h");
    }
}
