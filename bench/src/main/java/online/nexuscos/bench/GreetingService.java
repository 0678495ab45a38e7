package online.nexuscos.bench;

import java.util.List;
import java.util.OptionalInt;
import online.nexuscos.platform.service.Permission;
import online.nexuscos.platform.service.Routes;
import online.nexuscos.platform.service.Service;
import online.nexuscos.platform.service.ServiceInfo;

/** A service with as little of its own as there can be: what is measured is the way to it. */
final class GreetingService implements Service {
    /** What it answers, as it goes over the line. */
    static final String ANSWER = "{\"message\":\"Hello, World!\"}";

    private static final String PREFIX = "/api/greeting";
    private static final Greeting GREETING = new Greeting("Hello, World!");

    record Greeting(String message) {}

    /** Where it answers. */
    static String path() {
        return PREFIX + "/hello";
    }

    @Override
    public ServiceInfo info() {
        return new ServiceInfo(
                "core",
                List.of("Core OS"),
                "greeting",
                OptionalInt.empty(),
                PREFIX,
                "says hello to the bench");
    }

    @Override
    public void routes(Routes routes) {
        routes.get("/hello", Permission.PUBLIC, Greeting.class, call -> GREETING)
                .summary("Say hello");
    }
}
