package online.nexuscos.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import online.nexuscos.platform.config.LimitsConfig.RouteLimit;
import org.junit.jupiter.api.Test;

/** Holds the file that is shipped, its comments, the defaults and the records together. */
class ShippedConfigTest {
    private static final Path FILE = Path.of("..", "conf", "nexus.yaml");

    @Test
    void givesEachKeyItsDefaultAndTheDemoChannel() throws ConfigException, IOException {
        NexusConfig defaults = LoadedConfig.parse("none", "", Map.of()).config();
        NexusConfig shipped =
                LoadedConfig.parse("nexus.yaml", Files.readString(FILE), Map.of()).config();
        assertThat(shipped)
                .isEqualTo(
                        new NexusConfig(
                                defaults.http(),
                                defaults.https(),
                                new EdgeConfig(
                                        Set.of(),
                                        Set.of(),
                                        EdgeConfig.AccessLogFormat.OFF,
                                        new LimitsConfig(
                                                defaults.edge().limits().addressPerMinute(),
                                                defaults.edge().limits().accountPerMinute(),
                                                Map.of("metrics", new RouteLimit("/metrics", 600))),
                                        Map.of(
                                                "apex",
                                                new SiteConfig(
                                                        Set.of(
                                                                "nexuscos.online",
                                                                "www.nexuscos.online"),
                                                        SiteConfig.Page.FRONT),
                                                "beta",
                                                new SiteConfig(
                                                        Set.of("beta.nexuscos.online"),
                                                        SiteConfig.Page.BETA))),
                                defaults.services(),
                                defaults.cluster(),
                                defaults.rtmp(),
                                defaults.srt(),
                                defaults.data(),
                                defaults.postgres(),
                                defaults.redis(),
                                defaults.ingest(),
                                defaults.pull(),
                                defaults.live(),
                                defaults.callbacks(),
                                defaults.outbound(),
                                defaults.accounts(),
                                defaults.mail(),
                                Map.of(
                                        "demo",
                                        new ChannelConfig(
                                                "Demo",
                                                "A test picture, or whatever you publish here.",
                                                Optional.empty(),
                                                SourceConfig.NONE,
                                                Map.of(
                                                        "example",
                                                        new TargetConfig(
                                                                true,
                                                                Optional.empty(),
                                                                Optional.empty()))))));
    }

    @Test
    void explainsEachKeyWithItsDefaultAndItsVariable() throws ConfigException, IOException {
        Map<String, String> comments = comments(Files.readAllLines(FILE));
        Map<String, String> defaults = new HashMap<>();
        LoadedConfig.parse(
                        "none",
                        "{channels: {demo: {targets: {example: {}}}}, edge: {sites: {apex: {}, beta: {}}, limits:"
                                + " {routes: {metrics:{}}}}}",
                        Map.of())
                .settings()
                .forEach(setting ->
                        defaults.put(
                                setting.path(),
                                setting.value() instanceof String text
                                        ? '"' + text + '"'
                                        : setting.value().toString()));
        assertThat(defaults).isNotEmpty();
        defaults.forEach((path, value) ->
                assertThat(comments.get(path))
                        .as(path)
                        .isNotNull()
                        .contains("Default " + value)
                        .contains(Environment.variable(path)));
    }

    @Test
    void saysOfEachKeyWhetherAChangeIsLive() throws IOException {
        Map<String, String> comments = comments(Files.readAllLines(FILE));
        assertThat(comments).isNotEmpty();
        comments.forEach((path, comment) -> {
            if (comment.contains("NEXUS_")) {
                assertThat(comment.endsWith(" (live)"))
                        .as(path + ":" + comment)
                        .isEqualTo(LiveSettings.contains(path));
            }
        });
    }

    /** The comment right above each key, by the key's path. */
    private static Map<String, String> comments(List<String> lines) {
        Map<String, String> comments = new TreeMap<>();
        TreeMap<Integer, String> open = new TreeMap<>();
        StringBuilder comment = new StringBuilder();
        for (String line : lines) {
            String text = line.strip();
            if (text.startsWith("#")) {
                comment.append(text.substring(1));
            } else if (text.isEmpty()) {
                comment.setLength(0);
            } else {
                int indent = line.indexOf(text);
                open.tailMap(indent, true).clear();
                open.put(indent, text.substring(0, text.indexOf(':')));
                comments.put(String.join(".", open.values()), comment.toString());
                comment.setLength(0);
            }
        }
        return comments;
    }
}
