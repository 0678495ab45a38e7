package online.nexuscos.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamKeysTest {
    @TempDir Path folder;

    private NexusConfig config(String channels) throws ConfigException {
        return LoadedConfig.parse(
                        "test",
                        "channels: " + channels,
                        Map.of("NEXUS_DATA_DIR", folder.resolve("new/data").toString()))
                .config();
    }

    @Test
    void generatesOnceAndKeeps() throws Exception {
        NexusConfig config = config("{one: , two: {key: configured}}");
        assertThat(StreamKeys.read(config).key("one")).isEmpty();

        StreamKeys first = StreamKeys.readOrGenerate(config);
        String key = first.key("one").orElseThrow();
        assertThat(key).matches("[A-Za-z0-9]{24}");
        assertThat(first.key("two")).contains("configured");
        assertThat(first.generated()).containsExactly("one");
        assertThat(first.toString()).doesNotContain(key);

        StreamKeys second = StreamKeys.readOrGenerate(config("{three: , one: }"));
        assertThat(second.key("one")).contains(key);
        assertThat(second.generated()).containsExactly("three");
        assertThat(second.keys().keySet()).containsExactly("three", "one");
        assertThat(StreamKeys.read(config).keys()).isEqualTo(first.keys());
    }

    @Test
    void keepsTheKeysOfChannelsThatComeBack() throws Exception {
        StreamKeys first = StreamKeys.readOrGenerate(config("{one: }"));
        StreamKeys.readOrGenerate(config("{two: }"));
        assertThat(StreamKeys.read(config("{one: }")).keys()).isEqualTo(first.keys());
    }

    @Test
    void letsTheProgramsUserAloneRead() throws Exception {
        StreamKeys keys = StreamKeys.readOrGenerate(config("{one: }"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.file())))
                .isEqualTo("rw-------");
        try (var files = Files.list(keys.file().resolveSibling("."))) {
            assertThat(files).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1]", "{one: 12345678}", "{one: short}", "{1: abcdefgh}", "{one: "})
    void refusesAFileThatIsNotItsOwn(String text) throws Exception {
        NexusConfig config = config("{one: }");
        Files.createDirectories(config.data().dir());
        Files.writeString(config.data().dir().resolve("stream-keys.yaml"), text);
        assertThatThrownBy(() -> StreamKeys.readOrGenerate(config))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("stream-keys.yaml");
    }
}
