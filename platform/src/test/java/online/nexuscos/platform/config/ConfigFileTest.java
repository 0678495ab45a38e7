package online.nexuscos.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import online.nexuscos.platform.config.ConfigFile.Accepted;
import online.nexuscos.platform.config.ConfigFile.Refused;
import online.nexuscos.platform.config.ConfigFile.Same;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {
    @TempDir Path folder;

    private Path path;
    private ConfigFile file;
    private CurrentConfig current;

    @BeforeEach
    void start() throws Exception {
        path = folder.resolve("nexus.yaml");
        Files.writeString(path, "live: {windowSeconds: 30}");
        Map<String, String> environment =
                Map.of(
                        LoadedConfig.FILE_VARIABLE,
                        path.toString(),
                        "NEXUS_DATA_DIR",
                        folder.toString());
        file = new ConfigFile(environment);
        current = CurrentConfig.start(LoadedConfig.load(environment));
    }

    /** As editors do: a new file takes the old one's place. */
    private void replace(String text) throws IOException {
        Path other = Files.writeString(folder.resolve(".nexus.yaml.swp"), text);
        Files.move(other, path, StandardCopyOption.ATOMIC_MOVE);
    }

    private void isSame() {
        assertThat(file.look(current)).isEqualTo(new Same());
    }

    private void accepted() {
        isSame();
        assertThat(file.look(current)).isInstanceOf(Accepted.class);
    }

    @Test
    void takesAFileThatWasReplacedOrWrittenInPlace() throws IOException {
        isSame();
        replace("live: {windowSeconds: 31}");
        accepted();
        assertThat(current.config().live().windowSeconds()).isEqualTo(31);
        isSame();
        Files.writeString(path, "live: {windowSeconds: 320}");
        accepted();
        assertThat(current.config().live().windowSeconds()).isEqualTo(320);
    }

    @Test
    void waitsUntilItHasSettled() throws IOException {
        Files.writeString(path, "live:");
        isSame();
        Files.writeString(path, "live: {windowSeconds: 1");
        isSame();
        Files.writeString(path, "live: {windowSeconds: 100}");
        accepted();
        assertThat(current.config().live().windowSeconds()).isEqualTo(100);
    }

    @Test
    void saysNothingOfAChangeThatWasTakenBack() throws IOException {
        Path kept = folder.resolve("kept");
        Files.move(path, kept);
        isSame();
        Files.move(kept, path);
        isSame();
        isSame();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                        | nexus.yaml: is empty
                    live: {windowSeconds: 1}  | live.windowSeconds: 1 (expected: 12 to 600), from
                    live: {windowSecond: 60}  | live.windowSecond: unknown key (did you mean windowSeconds?)
                    live: {windowSeconds      | line 1: no YAML
                    channels: {a: {key: x}}   | channels.a.key: a secret of another form
                    channels: {events: {}}    | channels.events: the server uses this name itself
                    """)
    void refusesWhatIsFaulty(String text, String fault) throws IOException {
        NexusConfig before = current.config();
        replace(text);
        isSame();
        assertThat(file.look(current))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.fault()).contains(fault).doesNotContain("\n"));
        assertThat(current.config()).isSameAs(before);
        isSame();
        replace("live: {windowSeconds: 77}");
        accepted();
        assertThat(current.config().live().windowSeconds()).isEqualTo(77);
    }

    @Test
    void keepsWhatItHasWhileTheFileIsGone() throws IOException {
        Files.delete(path);
        isSame();
        assertThat(file.look(current)).isInstanceOf(Refused.class);
        isSame();
        assertThat(current.config().live().windowSeconds()).isEqualTo(30);
    }

    @Test
    void followsALink() throws IOException {
        Path other = Files.writeString(folder.resolve("other"), "live: {windowSeconds: 55}");
        Files.delete(path);
        Files.createSymbolicLink(path, other);
        accepted();
        assertThat(current.config().live().windowSeconds()).isEqualTo(55);
    }
}
