package online.nexuscos.gateway;

import java.io.PrintStream;

/** Talks to the person at the terminal; everything else goes to the log. */
final class Console {
    private final PrintStream out;
    private final PrintStream err;

    Console(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    void print(String line) {
        out.println(line);
    }

    void warn(String line) {
        err.println("nexus: " + line);
    }
}
