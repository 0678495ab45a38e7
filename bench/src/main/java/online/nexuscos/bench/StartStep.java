package online.nexuscos.bench;

import java.nio.file.Path;
import java.util.List;

/** Starts of this server where it has run before: its stores exist, and its start-up cache. */
record StartStep(
        Children children,
        List<String> command,
        Path folder,
        GatewayTiming timing,
        Results results) {
    /** The data folder that is left, for what comes next. */
    void run(Path data) {
        start(data).close();
        for (int i = 0; i < timing.starts(); i++) {
            try (FullServer server = start(data)) {
                String name = NexusContender.NAME;
                results.add(name, Figure.SECOND_START_RTMP, server.opened().rtmpMs());
                results.add(name, Figure.SECOND_START_HTTP, server.opened().httpMs());
                results.add(name, Figure.SECOND_START_ALL, server.allUpMs());
            }
        }
    }

    private FullServer start(Path data) {
        return FullServer.start(children, command, data, folder.resolve("nexus-full.log"));
    }
}
