package online.nexuscos.bench;

/** A way to the trivial service: through the gateway, through nginx, or none at all. */
interface CallContender {
    String name();

    /** What it is and how it is set up, for the report. */
    String description();

    /** Started, and answering. */
    CallServer start();
}
