package online.nexuscos.gateway.limit;

/** Token buckets by name; safe for all threads, and never waits. */
@FunctionalInterface
public interface Buckets {
    /**
     * Takes one token out of the bucket of {@code holder} under that quota.
     *
     * @param holder an address or an account
     */
    Verdict take(Quota quota, String holder);
}
