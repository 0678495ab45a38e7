package online.nexuscos.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** Publishers and viewers who come and go, one after the other in each place. */
final class SoakCrowd implements AutoCloseable {
    private static final double MIN_SECONDS = 4;
    private static final double MAX_SECONDS = 25;

    /** Longer than the server waits for a publisher that has fallen silent. */
    private static final double STALL_SECONDS = 6;

    private final RunningServer server;
    private final Publisher publisher;
    private final SoakOptions options;
    private final long endNanos;
    private final AtomicLong publishers = new AtomicLong();
    private final AtomicLong viewers = new AtomicLong();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> places = new ArrayList<>();

    /** How a publisher goes. */
    private enum Farewell {
        LEAVES,
        DIES,
        STALLS
    }

    SoakCrowd(RunningServer server, Publisher publisher, SoakOptions options, long endNanos) {
        this.server = server;
        this.publisher = publisher;
        this.options = options;
        this.endNanos = endNanos;
    }

    /** Opens the doors. */
    void start() {
        SplittableRandom seeds = new SplittableRandom(options.seed());
        for (int i = 0; i < options.publishers(); i++) {
            int stream = options.streams() + i;
            SplittableRandom random = seeds.split();
            places.add(threads.submit(() -> publish(stream, random)));
        }
        for (int i = 0; i < options.viewers(); i++) {
            SplittableRandom random = seeds.split();
            places.add(threads.submit(() -> watch(random)));
        }
    }

    private boolean isOpen() {
        return System.nanoTime() - endNanos < 0;
    }

    private void publish(int stream, RandomGenerator random) {
        Farewell[] farewells = Farewell.values();
        while (isOpen()) {
            try (Publisher.Publishing publishing =
                    publisher.start(server.publishAddress(), stream, 1)) {
                publishers.incrementAndGet();
                Pause.seconds(random.nextDouble(MIN_SECONDS, MAX_SECONDS));
                switch (farewells[random.nextInt(farewells.length)]) {
                    case LEAVES -> {}
                    case DIES -> publishing.processes().forEach(Children.Child::kill);
                    case STALLS -> {
                        publishing.processes().forEach(SoakCrowd::stop);
                        Pause.seconds(STALL_SECONDS);
                        publishing.processes().forEach(Children.Child::kill);
                    }
                }
            }
        }
    }

    private static void stop(Children.Child child) {
        String _ = Command.run(Path.of("/"), List.of("kill", "-STOP", Long.toString(child.pid())));
    }

    private void watch(RandomGenerator random) {
        URI publish = URI.create(RunningServer.numbered(server.publishAddress(), 0));
        URI http = server.playlist(0);
        while (isOpen()) {
            int number = random.nextInt(options.streams() + options.publishers());
            String address = RunningServer.numbered(server.publishAddress(), number);
            String stream = address.substring(address.lastIndexOf('/') + 1);
            viewers.incrementAndGet();
            Guest.any(random, stream).visit(publish, http, random);
        }
    }

    /** Who has come so far. */
    long publishers() {
        return publishers.get();
    }

    /** Who has come so far. */
    long viewers() {
        return viewers.get();
    }

    /** Waits until the last has gone. */
    @Override
    public void close() {
        try {
            for (Future<?> place : places) {
                place.get();
            }
        } catch (ExecutionException e) {
            throw new BenchException("a guest failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        } finally {
            threads.shutdownNow();
        }
    }
}
