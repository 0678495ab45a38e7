package online.nexuscos.bench;

/** A server under measurement. */
sealed interface Contender permits NexusContender, NginxContender, PeerContender {
    String name();

    /** What it is and how it is set up, for the report. */
    String description();

    /** The bench starts and ends it, so that its start can be measured. */
    boolean isOurs();

    /** Started, or found running, and open. */
    RunningServer start();
}
