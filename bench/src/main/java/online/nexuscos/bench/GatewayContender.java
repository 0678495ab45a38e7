package online.nexuscos.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@link GreetingService} in this server, called over HTTP through the gateway and the bus. */
record GatewayContender(Children children, Path folder) implements CallContender {
    @Override
    public String name() {
        return NexusContender.NAME;
    }

    @Override
    public String description() {
        return "this server with that answer from a service: HTTP, gateway, event bus, a virtual"
                + " thread, and back";
    }

    @Override
    public CallServer start() {
        int port = Doors.freePort();
        Children.Child child =
                children.start(
                        JavaProgram.command(GreetingServer.class, port),
                        Map.of(),
                        folder.resolve("greeting.log"));
        try {
            Doors.awaitHttp(child, port);
            return new CallServer(
                    name(),
                    List.of(new ProcessTree(child.pid())),
                    Http.loopback("http://127.0.0.1:" + port + GreetingService.path()),
                    child::close);
        } catch (BenchException e) {
            child.close();
            throw e;
        }
    }
}
