package online.nexuscos.gateway.limit;

/**
 * What a bucket says of one request.
 *
 * @param remaining requests that could follow at once
 * @param resetMs until the bucket is full again
 * @param retryAfterMs until the next request is admitted, 0 where this one is
 */
public record Verdict(Quota quota, long remaining, long resetMs, long retryAfterMs) {
    public boolean isAdmitted() {
        return retryAfterMs == 0;
    }
}
