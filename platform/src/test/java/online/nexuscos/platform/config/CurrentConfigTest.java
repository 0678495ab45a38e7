package online.nexuscos.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurrentConfigTest {
    private static final String START =
            "{http: {port: 8080}, live: {windowSeconds: 30},"
                    + " channels: {demo: {title: Demo, key: first-key}}}";

    @TempDir Path data;

    private final List<String> heard = new ArrayList<>();
    private CurrentConfig config;

    private LoadedConfig parse(String yaml) throws ConfigException {
        return LoadedConfig.parse("nexus.yaml", yaml, Map.of("NEXUS_DATA_DIR", data.toString()));
    }

    @BeforeEach
    void start() throws Exception {
        config = CurrentConfig.start(parse(START));
        config.follow(
                "live",
                each -> each.live().windowSeconds(),
                (before, now) -> heard.add(before + ">" + now));
        config.followKeys((before, now) -> heard.add(before + ">" + now));
    }

    private List<String> accept(String yaml) throws ConfigException {
        return config.accept(parse(yaml)).stream().map(ConfigChange::line).toList();
    }

    @Test
    void tellsThoseWhomAChangeConcerns() throws ConfigException {
        assertThat(accept(START)).isEmpty();
        assertThat(heard).isEmpty();
        assertThat(accept(START.replace("windowSeconds: 30", "windowSeconds: 60")))
                .containsExactly("live.windowSeconds: now 60");
        assertThat(heard).containsExactly("30>60");
        assertThat(config.config().live().windowSeconds()).isEqualTo(60);
    }

    @Test
    void rotatesAKeyWithoutShowingIt() throws ConfigException {
        assertThat(accept(START.replace("first-key", "second-key")))
                .containsExactly("channels.demo.key: now another secret");
        assertThat(heard).containsExactly("{demo=first-key}>{demo=second-key}");
    }

    @Test
    void makesTheKeyOfANewChannel() throws ConfigException {
        assertThat(accept(START.replace("channels: {", "channels: {new: {title: N}, ")))
                .containsExactly("channels.new: added");
        assertThat(config.keys().generated()).containsExactly("new");
        String key = config.keys().key("new").orElseThrow();
        assertThat(heard).containsExactly("{demo=first-key}>{new=" + key + ", demo=first-key}");
        assertThat(accept(START)).containsExactly("channels.new: removed");
        assertThat(accept(START.replace("channels: {", "channels: {new: {}, "))).hasSize(1);
        assertThat(config.keys().key("new")).as("kept while it was away").contains(key);
    }

    @Test
    void saysWhatNeedsARestart() throws ConfigException {
        assertThat(accept(START.replace("8080", "9000")))
                .containsExactly("http.port: needs a restart to be 9000");
        assertThat(accept(START.replace("8080", "9001").replace("Demo", "Show")))
                .containsExactly(
                        "http.port: needs a restart to be 9001",
                        "channels.demo.title: now \"Show\"");
        assertThat(accept(START))
                .containsExactly(
                        "http.port: 8080 again, as it is in effect",
                        "channels.demo.title: now \"Demo\"");
    }

    @Test
    void changesNothingThatIsRefused() throws ConfigException {
        config.require((before, next) -> {
            if (!next.ingest().equals(before.ingest())) {
                throw new ConfigException("not this");
            }
        });
        NexusConfig before = config.config();
        assertThatThrownBy(() -> accept("{live: {windowSeconds: 60}, ingest: {open: true}}"))
                .hasMessage("not this");
        assertThatThrownBy(() -> accept("{live: {windowSeconds: 1}}"))
                .isInstanceOf(ConfigException.class);
        assertThat(config.config()).isSameAs(before);
        assertThat(heard).isEmpty();
    }

    @Test
    void tellsOtherProgramsWhatIsInEffect() throws Exception {
        String changed =
                START.replace("8080", "9000").replace("windowSeconds: 30", "windowSeconds: 60");
        accept(changed);
        config.publishInEffect();
        assertThat(ConfigListing.of(parse(changed)))
                .contains("port: 9000  # nexus.yaml; the running server has 8080 until a restart")
                .contains("windowSeconds: 60  # nexus.yaml\n")
                .doesNotContain("first-key");
    }

    @Test
    void letsNobodyFollowWhatIsNotLive() {
        assertThatThrownBy(() -> config.follow("http.port", NexusConfig::http, (a, b) -> {}))
                .hasMessage("http.port is no live setting");
        assertThat(config.unfollowed()).contains("channels").doesNotContain("live");
    }

    @Test
    void tellsTheOthersWhereOneFails() throws ConfigException {
        config.follow(
                "live",
                NexusConfig::live,
                (before, now) -> {
                    throw new IllegalStateException("a follower that is broken");
                });
        config.follow("live", NexusConfig::live, (before, now) -> heard.add("last"));
        accept(START.replace("windowSeconds: 30", "windowSeconds: 40"));
        assertThat(heard).hasSize(2).endsWith("last");
    }
}
