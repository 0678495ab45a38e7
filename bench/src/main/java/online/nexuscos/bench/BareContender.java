package online.nexuscos.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@link BareHandler} alone. */
record BareContender(Children children, Path folder) implements CallContender {
    static final String NAME = "bare";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "an HTTP server of Vert.x with that answer in its handler, an event loop each core";
    }

    @Override
    public CallServer start() {
        int port = Doors.freePort();
        Children.Child child =
                children.start(
                        JavaProgram.command(BareHandler.class, port),
                        Map.of(),
                        folder.resolve("bare.log"));
        try {
            URI address = Http.loopback("http://127.0.0.1:" + port + "/hello");
            Doors.awaitHttp(child, port);
            return new CallServer(
                    NAME, List.of(new ProcessTree(child.pid())), address, child::close);
        } catch (BenchException e) {
            child.close();
            throw e;
        }
    }
}
