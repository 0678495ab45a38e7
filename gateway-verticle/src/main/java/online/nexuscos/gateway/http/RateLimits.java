package online.nexuscos.gateway.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.net.RFC3986;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import online.nexuscos.gateway.limit.Buckets;
import online.nexuscos.gateway.limit.Quota;
import online.nexuscos.gateway.limit.Verdict;
import online.nexuscos.platform.config.LimitsConfig;
import online.nexuscos.platform.problem.Problem;

/**
 * Refuses who asks too often, with 429, and tells everybody how much is left: <a
 * href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/">RateLimit header
 * fields for HTTP</a>. Media is not counted.
 */
public final class RateLimits {
    private static final CharSequence POLICY = HttpHeaders.createOptimized("ratelimit-policy");
    private static final CharSequence LIMIT = HttpHeaders.createOptimized("ratelimit");
    private static final long SECOND_MS = 1000;

    private final Buckets buckets;
    private final Callers callers;
    private volatile Rules rules;
    private final LongAdder refused = new LongAdder();

    private record Route(String path, Quota quota) {}

    private record Rules(
            Optional<Quota> ofAddress, Optional<Quota> ofAccount, List<Route> routes) {}

    public RateLimits(LimitsConfig config, Buckets buckets, Callers callers) {
        this.buckets = buckets;
        this.callers = callers;
        rules = rules(config);
    }

    /** From now on these count; who has used up a quota waits as before. */
    public void set(LimitsConfig config) {
        rules = rules(config);
    }

    private static Rules rules(LimitsConfig config) {
        List<Route> limited = new ArrayList<>();
        config.routes()
                .forEach((name, route) ->
                        limited.add(
                                new Route(route.path(), Quota.perMinute(name, route.perMinute()))));
        return new Rules(
                quota("address", config.addressPerMinute()),
                quota("account", config.accountPerMinute()),
                List.copyOf(limited));
    }

    private static Optional<Quota> quota(String name, int perMinute) {
        return perMinute == 0 ? Optional.empty() : Optional.of(Quota.perMinute(name, perMinute));
    }

    /** Counts the request of its address; false where it is refused, and then it is answered. */
    boolean admit(HttpServerRequest request) {
        Rules known = rules;
        Optional<Quota> ofAddress = known.ofAddress();
        List<Route> routes = known.routes();
        if (ofAddress.isEmpty() && routes.isEmpty()) {
            return true;
        }
        String holder = Callers.holder(callers.address(request));
        if (ofAddress.isPresent() && !take(request, ofAddress.get(), holder)) {
            return false;
        }
        if (!routes.isEmpty()) {
            String path = path(request);
            for (Route route : routes) {
                if (path.startsWith(route.path) && !take(request, route.quota, holder)) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Counts the request of an account that is signed in; to be called once its caller is known.
     *
     * @return false where it is refused, and then it is answered
     */
    public boolean admitAccount(HttpServerRequest request, String account) {
        Optional<Quota> ofAccount = rules.ofAccount();
        return ofAccount.isEmpty() || take(request, ofAccount.get(), account);
    }

    /** As the router sees it, so that no other spelling gets round a limit. */
    private static String path(HttpServerRequest request) {
        String path = request.path();
        return path == null ? "" : RFC3986.normalizePath(path);
    }

    private boolean take(HttpServerRequest request, Quota quota, String holder) {
        Verdict verdict = buckets.take(quota, holder);
        MultiMap headers = request.response().headers();
        headers.add(POLICY, '"' + quota.name() + "\";q=" + quota.perMinute() + ";w=60");
        headers.add(
                LIMIT,
                '"'
                        + quota.name()
                        + "\";r="
                        + verdict.remaining()
                        + ";t="
                        + seconds(verdict.resetMs()));
        if (verdict.isAdmitted()) {
            return true;
        }
        refused.increment();
        headers.set(HttpHeaders.RETRY_AFTER, Long.toString(seconds(verdict.retryAfterMs())));
        Responses.refuse(
                request,
                new Problem(
                        429,
                        "Too Many Requests",
                        "More than "
                                + quota.perMinute()
                                + " requests a minute for this "
                                + quota.name()
                                + ": wait and try again.",
                        Optional.empty()));
        return false;
    }

    private static long seconds(long ms) {
        return (ms + SECOND_MS - 1) / SECOND_MS;
    }

    /** How many requests were refused since the start. */
    public long refused() {
        return refused.sum();
    }
}
