package online.nexuscos.transcode.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.pull.SourceReader.Reading;
import online.nexuscos.streamcore.pull.SourceRequest;
import online.nexuscos.streamcore.pull.SourceRequest.Company;
import online.nexuscos.streamcore.pull.SourceRequest.Reach;
import online.nexuscos.streamcore.pull.SourceSink.End;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real workers, each a process of its own. */
class WorkerPoolTest {
    private static final WorkerOptions OPTIONS =
            new WorkerOptions(
                    2, 2, 64, 1024, Duration.ZERO, Duration.ofMillis(10), Duration.ofSeconds(1));

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final EventLoop loop = ((VertxInternal) vertx).nettyEventLoopGroup().next();
    private final WorkerPool pool = new WorkerPool(vertx, OPTIONS);
    private TestingSource source;

    @BeforeEach
    void open() throws Exception {
        source = new TestingSource();
    }

    @AfterEach
    void close() throws Exception {
        List<Long> processes = pool.processes();
        pool.close();
        for (long pid : processes) {
            awaitExit(pid);
        }
        source.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static void awaitExit(long pid) throws Exception {
        var handle = ProcessHandle.of(pid);
        if (handle.isPresent()) {
            handle.get().onExit().get(20, TimeUnit.SECONDS);
        }
    }

    private Reading read(String path, Reach reach, Company company, TestingSink sink) {
        return pool.read(new SourceRequest(source.address(path), reach, company), loop, sink);
    }

    private TestingSink read(String path) {
        TestingSink sink = new TestingSink();
        read(path, Reach.PRIVATE, Company.SHARED, sink);
        return sink;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/clip.flv", "/moved.flv"})
    void reads_a_source_at_its_own_pace(String path) throws Exception {
        TestingSink sink = read(path);
        sink.awaitUnits(150);
        assertThat(sink.tracks.join())
                .extracting(format -> format.codec())
                .containsExactlyInAnyOrder(Codec.H264, Codec.AAC);
        // The web server sends ten seconds at once.
        assertThat(sink.mediaSeconds()).isGreaterThan(1.5);
        assertThat(sink.mediaSeconds() - sink.wallSeconds()).isLessThan(1.0);
        assertThat(pool.statistics().bytes()).isGreaterThan(sink.bytes());
    }

    @Test
    void goes_to_public_addresses_alone_unless_told_otherwise() throws Exception {
        TestingSink sink = new TestingSink();
        read("/clip.flv", Reach.PUBLIC, Company.SHARED, sink);
        assertThat(sink.awaitOver().end()).isEqualTo(End.FAILED);
        assertThat(sink.awaitOver().reason()).contains("127.0.0.1", "private");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/garbage.flv", "/missing.flv"})
    void says_what_cannot_be_read(String path) throws Exception {
        TestingSink sink = read(path);
        assertThat(sink.awaitOver().end()).isEqualTo(End.FAILED);
        assertThat(sink.awaitOver().reason()).startsWith("the source cannot be opened: ");
    }

    @Test
    void shares_a_process_among_jobs_and_refuses_too_many() throws Exception {
        List<TestingSink> all =
                List.of(read("/clip.flv"), read("/clip.flv"), read("/clip.flv"), read("/clip.flv"));
        for (TestingSink each : all) {
            each.awaitUnits(10);
        }
        assertThat(pool.processes()).hasSize(2);
        TestingSink refused = read("/clip.flv");
        assertThat(refused.awaitOver().reason()).contains("no worker is free");
        assertThat(pool.statistics().refused()).isEqualTo(1);
        assertThat(pool.statistics().jobs()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SEGV", "ABRT", "KILL"})
    void a_crash_costs_its_own_jobs_alone(String signal) throws Exception {
        TestingSink victim = read("/clip.flv");
        victim.awaitUnits(10);
        long pid = pool.processes().getFirst();
        TestingSink other = new TestingSink();
        read("/clip.flv", Reach.PRIVATE, Company.ALONE, other);
        other.awaitUnits(10);
        assertThat(new ProcessBuilder("kill", "-" + signal, String.valueOf(pid)).start().waitFor())
                .isZero();
        assertThat(victim.awaitOver().end()).isEqualTo(End.CRASHED);
        other.awaitUnits(other.units() + 50);
        TestingSink again = read("/clip.flv");
        again.awaitUnits(10);
        assertThat(pool.statistics().crashes()).isEqualTo(1);
        assertThat(pool.statistics().started()).isEqualTo(3);
    }

    @Test
    void an_idle_process_ends() throws Exception {
        TestingSink sink = new TestingSink();
        Reading reading = read("/clip.flv", Reach.PRIVATE, Company.SHARED, sink);
        sink.awaitUnits(10);
        long pid = pool.processes().getFirst();
        reading.close();
        awaitExit(pid);
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(sink.over).isNotDone();
        assertThat(pool.statistics().crashes()).isZero();
    }
}
