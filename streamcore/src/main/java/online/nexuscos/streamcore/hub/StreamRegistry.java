package online.nexuscos.streamcore.hub;

import java.util.Optional;

/**
 * Which node holds which stream, so that a node without a stream can find the one that has it. A
 * lease must be renewed by a node that is alive; in one process it never runs out.
 */
public interface StreamRegistry {
    /**
     * Claims a stream for a node.
     *
     * @return empty when another node holds it
     */
    Optional<Lease> claim(String stream, String node);

    /** The node that holds a stream. */
    Optional<String> nodeOf(String stream);

    /** A claim that is held until it is released. */
    interface Lease {
        void release();
    }
}
