package online.nexuscos.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that each do one thing after another, all at once. */
record Crowd(List<Runnable> clients) {
    Crowd {
        clients = List.copyOf(clients);
    }

    /**
     * @param cpu of the server that was measured
     */
    record Work(long done, double seconds, ProcessTree.Cpu cpu) {
        double perSecond() {
            return done / seconds;
        }

        /** The CPU of all the server's processes. */
        double perCpuSecond() {
            return done / cpu.all();
        }
    }

    /**
     * Works for a while that does not count, then for one that does.
     *
     * @param server that is measured
     * @throws BenchException a client failed
     */
    Work run(double warm, double measured, ProcessTree server) {
        AtomicLong done = new AtomicLong();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            List<Future<Void>> running = new ArrayList<>();
            for (Runnable client : clients) {
                running.add(threads.submit(repeatedly(client, done)));
            }
            Pause.seconds(warm);
            long before = done.get();
            ProcessTree.Cpu cpuBefore = server.cpu();
            long begun = System.nanoTime();
            Pause.seconds(measured);
            double seconds = (System.nanoTime() - begun) / 1e9;
            Work work = new Work(done.get() - before, seconds, server.cpu().since(cpuBefore));
            requireRunning(running);
            return work;
        } finally {
            threads.shutdownNow();
            threads.close();
        }
    }

    private static Callable<Void> repeatedly(Runnable client, AtomicLong done) {
        return () -> {
            while (!Thread.currentThread().isInterrupted()) {
                client.run();
                done.incrementAndGet();
            }
            return null;
        };
    }

    private static void requireRunning(List<Future<Void>> clients) {
        for (Future<Void> client : clients) {
            if (client.isDone()) {
                try {
                    client.get();
                } catch (ExecutionException e) {
                    throw new BenchException("a client failed: " + e.getMessage(), e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new BenchException("interrupted", e);
                }
            }
        }
    }
}
