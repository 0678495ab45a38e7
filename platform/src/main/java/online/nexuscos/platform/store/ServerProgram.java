package online.nexuscos.platform.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One of our own servers: what differs between them. Called by the thread that keeps it alone. */
interface ServerProgram<A> {
    /** Also the name of its folder. */
    String name();

    /** Where the server works and keeps its data; it belongs to {@link #user}. */
    Path dataFolder();

    ServerUser user();

    /** Makes what is missing: program, folders, passwords. Nothing of the server runs meanwhile. */
    void prepare() throws IOException, StoreException;

    List<String> command(int port);

    /** What the server reads from its standard input, so that no list of processes shows it. */
    default String input(int port) {
        return "";
    }

    /** Whether it takes connections. */
    boolean isReady(Process process, int port);

    /** Name of the signal that ends it in order, without waiting for clients. */
    String stopSignal();

    A address(int port);
}
