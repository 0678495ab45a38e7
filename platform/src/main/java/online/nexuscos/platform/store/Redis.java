package online.nexuscos.platform.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.RedisStandaloneConnectOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What nodes share and may forget: caches, presence, rate limits. Every key has an end. Calls wait
 * for their answer, 5 s at most: they are for virtual threads. The first starts the server where it
 * is ours. All throw {@link RedisException}.
 */
public final class Redis implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int CONNECTIONS = 8;
    private static final int MAX_WAITING = 1000;

    /** Adds, and lets the key end when it is new: both or nothing. */
    private static final String ADD =
            "local n = redis.call('INCRBY', KEYS[1], ARGV[1]) "
                    + "if redis.call('PTTL', KEYS[1]) < 0 then "
                    + "redis.call('PEXPIRE', KEYS[1], ARGV[2]) end return n";

    private final Vertx vertx;
    private final Store<RedisAddress> store;
    private io.vertx.redis.client.@Nullable Redis client;

    /** Asks nothing of the store yet. */
    public Redis(Vertx vertx, Store<RedisAddress> store) {
        this.vertx = vertx;
        this.store = store;
    }

    public Optional<String> get(String key) {
        return Optional.ofNullable(send(Command.GET, key)).map(Response::toString);
    }

    /** Sets a value that is there for {@code life}, milliseconds at least. */
    public void put(String key, String value, Duration life) {
        send(Command.SET, key, value, "PX", millis(life));
    }

    /**
     * As {@link #put}, unless there is one.
     *
     * @return whether it was put
     */
    public boolean putIfAbsent(String key, String value, Duration life) {
        return send(Command.SET, key, value, "PX", millis(life), "NX") != null;
    }

    /**
     * Adds to a number, 0 where there was none; a new one is there for {@code life}.
     *
     * @return the sum
     */
    public long add(String key, long amount, Duration life) {
        Response sum = send(Command.EVAL, ADD, "1", key, String.valueOf(amount), millis(life));
        Long number = sum == null ? null : sum.toLong();
        if (number == null) {
            throw new IllegalStateException(key + ": no sum");
        }
        return number;
    }

    public void delete(String key) {
        send(Command.DEL, key);
    }

    /** Sends any command; null where Redis answers nil. */
    public @Nullable Response send(Command command, String... arguments) {
        Request request = Request.cmd(command);
        for (String argument : arguments) {
            request.arg(argument);
        }
        try {
            return Await.<@Nullable Response>result(client().send(request), PATIENCE);
        } catch (RuntimeException | Error e) {
            throw e instanceof IllegalStateException mistake
                    ? mistake
                    : new RedisException("redis: " + e.getMessage(), e);
        } catch (Throwable e) {
            throw new RedisException("redis: " + e.getMessage(), e);
        }
    }

    private static String millis(Duration life) {
        return String.valueOf(Math.max(1, life.toMillis()));
    }

    private synchronized io.vertx.redis.client.Redis client() {
        io.vertx.redis.client.Redis made = client;
        if (made == null) {
            RedisOptions options =
                    new RedisOptions().setMaxPoolSize(CONNECTIONS).setMaxPoolWaiting(MAX_WAITING);
            made = io.vertx.redis.client.Redis.createStandaloneClient(vertx, options, this::target);
            client = made;
        }
        return made;
    }

    private Future<RedisStandaloneConnectOptions> target() {
        return Future.fromCompletionStage(
                store.address().thenApply(Redis::options), vertx.getOrCreateContext());
    }

    private static RedisStandaloneConnectOptions options(RedisAddress address) {
        RedisStandaloneConnectOptions options =
                new RedisStandaloneConnectOptions().setConnectionString(address.url());
        if (!address.user().isEmpty()) {
            options.setUser(address.user());
        }
        if (!address.password().isEmpty()) {
            options.setPassword(address.password());
        }
        return options;
    }

    /** Closes the connections; the server stays. */
    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
            client = null;
        }
    }
}
