package online.nexuscos.transcode.worker;

/**
 * Counts of the workers.
 *
 * @param processes that run
 * @param jobs that run
 * @param started processes since the start
 * @param crashes processes that ended by themselves
 * @param refused jobs for which there was no process
 * @param bytes that came over the sockets
 */
public record WorkerStatistics(
        int processes, int jobs, long started, long crashes, long refused, long bytes) {}
