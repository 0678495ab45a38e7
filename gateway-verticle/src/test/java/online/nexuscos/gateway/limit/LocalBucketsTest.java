package online.nexuscos.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class LocalBucketsTest {
    private static final Quota QUOTA = new Quota("address", 60, 10);

    private Instant now = Instant.parse("2026-05-06T07:08:09Z");
    private final LocalBuckets buckets = new LocalBuckets(() -> now, 3);

    private long admitted(String holder, int requests) {
        long admitted = 0;
        for (int i = 0; i < requests; i++) {
            admitted += buckets.take(QUOTA, holder).isAdmitted() ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void admitsABurstThenAsMuchAsIsRefilled() {
        assertThat(admitted("a", 30)).isEqualTo(10);
        now = now.plusSeconds(3);
        assertThat(admitted("a", 30)).isEqualTo(3);
        now = now.plusSeconds(3600);
        assertThat(admitted("a", 30)).isEqualTo(10);
    }

    @Test
    void saysWhatIsLeftAndWhenToComeAgain() {
        assertThat(buckets.take(QUOTA, "a")).isEqualTo(new Verdict(QUOTA, 9, 1000, 0));
        now = now.plusMillis(500);
        assertThat(buckets.take(QUOTA, "a")).isEqualTo(new Verdict(QUOTA, 8, 1500, 0));
        assertThat(admitted("a", 8)).isEqualTo(8);
        Verdict refused = buckets.take(QUOTA, "a");
        assertThat(refused).isEqualTo(new Verdict(QUOTA, 0, 9500, 500));
        now = now.plusMillis(refused.retryAfterMs());
        assertThat(buckets.take(QUOTA, "a").isAdmitted()).isTrue();
    }

    @Test
    void countsHoldersAndQuotasApart() {
        assertThat(admitted("a", 11)).isEqualTo(10);
        assertThat(admitted("b", 11)).isEqualTo(10);
        assertThat(buckets.take(new Quota("route", 60, 10), "a").isAdmitted()).isTrue();
    }

    @Test
    void forgetsFullBucketsAndLetsNewcomersShareOneWhenThereIsNoRoom() {
        assertThat(admitted("a", 10) + admitted("b", 10) + admitted("c", 10)).isEqualTo(30);
        assertThat(admitted("d", 6) + admitted("e", 6)).isEqualTo(10);
        assertThat(buckets.overflows()).isEqualTo(12);
        assertThat(admitted("a", 1)).isZero();
        now = now.plusSeconds(60);
        assertThat(admitted("f", 11)).isEqualTo(10);
        assertThat(admitted("g", 11)).isEqualTo(10);
        assertThat(buckets.overflows()).isEqualTo(12);
    }

    @Test
    void admitsNoMoreWhenManyAskAtOnce() {
        LongAdder admitted = new LongAdder();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                threads.execute(() -> admitted.add(admitted("a", 50)));
            }
        }
        assertThat(admitted.sum()).isEqualTo(10);
    }
}
