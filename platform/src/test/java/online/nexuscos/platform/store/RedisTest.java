package online.nexuscos.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class RedisTest {
    private static final Duration LIFE = Duration.ofMinutes(1);
    private static final Vertx VERTX = Vertx.vertx();
    private static final Redis REDIS = new Redis(VERTX, TestingStores.redis());

    private final String key = UUID.randomUUID().toString();

    @AfterAll
    static void close() {
        REDIS.close();
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    private long life() {
        return Long.parseLong(String.valueOf(REDIS.send(Command.PTTL, key)));
    }

    @Test
    void keepsValuesForAWhile() {
        assertThat(REDIS.get(key)).isEmpty();
        REDIS.put(key, "ä", LIFE);
        assertThat(REDIS.get(key)).hasValue("ä");
        assertThat(life()).isPositive().isLessThanOrEqualTo(LIFE.toMillis());
        assertThat(REDIS.putIfAbsent(key, "b", LIFE)).isFalse();
        REDIS.delete(key);
        assertThat(REDIS.putIfAbsent(key, "b", LIFE)).isTrue();
        assertThat(REDIS.get(key)).hasValue("b");
    }

    @Test
    void addsWithoutProlonging() {
        assertThat(REDIS.add(key, 2, LIFE)).isEqualTo(2);
        assertThat(REDIS.add(key, 3, LIFE.multipliedBy(100))).isEqualTo(5);
        assertThat(life()).isPositive().isLessThanOrEqualTo(LIFE.toMillis());
    }

    @Test
    void saysWhatRedisRefuses() {
        REDIS.put(key, "no number", LIFE);
        assertThatThrownBy(() -> REDIS.add(key, 1, LIFE))
                .isInstanceOf(RedisException.class)
                .hasMessageContaining("not an integer");
    }
}
