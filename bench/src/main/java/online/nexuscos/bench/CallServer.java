package online.nexuscos.bench;

import java.net.URI;
import java.util.List;

/**
 * A way to the trivial service that is open.
 *
 * @param processes all that a request costs CPU in
 * @param end ends what was started for it
 */
record CallServer(String name, List<ProcessTree> processes, URI address, Runnable end)
        implements AutoCloseable {
    double cpuSeconds() {
        return processes.stream().mapToDouble(ProcessTree::cpuSeconds).sum();
    }

    @Override
    public void close() {
        end.run();
    }
}
