package online.nexuscos.transcode.worker;

import java.time.Duration;

/**
 * Bounds of the workers.
 *
 * @param maxProcesses at once; one job more is refused
 * @param jobsPerProcess jobs that share a process, 1 to 8
 * @param heapMb of a process, for Java's objects
 * @param dataMb of a process, all its memory; what would need more fails there
 * @param idle a process without jobs is kept for so long
 * @param firstRestart after a crash; doubles with each, to {@code longestRestart}
 */
public record WorkerOptions(
        int maxProcesses,
        int jobsPerProcess,
        int heapMb,
        int dataMb,
        Duration idle,
        Duration firstRestart,
        Duration longestRestart) {
    /** 16 processes of 4 jobs and 1 GB. */
    public static WorkerOptions defaults() {
        return new WorkerOptions(
                16,
                4,
                64,
                1024,
                Duration.ofSeconds(30),
                Duration.ofMillis(250),
                Duration.ofSeconds(30));
    }
}
