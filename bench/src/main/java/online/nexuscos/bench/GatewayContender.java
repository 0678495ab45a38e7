package online.nexuscos.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
        Doors doors = Doors.free();
        Path data = TemporaryFolder.create(folder, "greeting");
        Children.Child child =
                children.start(
                        JavaProgram.command(GreetingServer.class),
                        environment(doors, data),
                        folder.resolve("greeting.log"));
        try {
            Doors.awaitHttp(child, doors.http());
            return new CallServer(
                    name(),
                    List.of(new ProcessTree(child.pid())),
                    Http.loopback("http://127.0.0.1:" + doors.http() + GreetingService.path()),
                    child::close);
        } catch (BenchException e) {
            child.close();
            throw e;
        }
    }

    /** Nobody is limited: the load comes from one address. */
    static Map<String, String> environment(Doors doors, Path data) {
        Map<String, String> environment = new TreeMap<>(NexusContender.environment(doors, data));
        environment.put("NEXUS_EDGE_LIMITS_ADDRESS_PER_MINUTE", "0");
        environment.put("NEXUS_EDGE_LIMITS_ACCOUNT_PER_MINUTE", "0");
        return environment;
    }
}
