package online.nexuscos.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    @Test
    void hasDefaults() {
        Options options = Options.parse(new String[0]);

        assertThat(options.streams()).isEqualTo(50);
        assertThat(options.watched()).isEqualTo(50);
        assertThat(options.timing()).isEqualTo(Timing.standard(3));
        assertThat(options.servers()).containsExactly("nexus", "nginx");
        assertThat(options.serverCommand()).isEmpty();
        assertThat(options.nginxWorkers()).isEqualTo("auto");
    }

    @Test
    void readsAll() {
        Options options =
                parse(
                        "--streams 100 --watch 10 --quick --input a.flv --servers nginx"
                                + " --nginx-workers 1 --output out --ffmpeg /x/ffmpeg --peer"
                                + " srs=7,rtmp://127.0.0.1/live/s%d,http://127.0.0.1:1/s%d.m3u8,");

        assertThat(options.streams()).isEqualTo(100);
        assertThat(options.watched()).isEqualTo(10);
        assertThat(options.timing().isQuick()).isTrue();
        assertThat(options.input()).contains(Path.of("a.flv"));
        assertThat(options.output()).contains(Path.of("out"));
        assertThat(options.ffmpeg()).contains("/x/ffmpeg");
        assertThat(options.servers()).containsExactly("nginx");
        assertThat(options.nginxWorkers()).isEqualTo("1");
        assertThat(options.peers())
                .containsExactly(
                        new PeerContender(
                                "srs",
                                7,
                                "rtmp://127.0.0.1/live/s%d",
                                "http://127.0.0.1:1/s%d.m3u8",
                                ""));
    }

    @Test
    void prefersTheCommandOfTheOption() {
        assertThat(
                        Options.parse(
                                        new String[] {
                                            "--server-command", "java -cp 'a b/*' Main \"x y\""
                                        })
                                .serverCommand())
                .containsExactly("java", "-cp", "a b/*", "Main", "x y");
        assertThat(Options.parse(new String[] {"--server-command", "run it"}).serverCommand())
                .containsExactly("run", "it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--what",
                "--streams",
                "--streams 0",
                "--streams many",
                "--rounds 101",
                "--nginx-workers -1",
                "--servers apache",
                "--peer x",
                "--peer x=1,rtmp://127.0.0.1/a,http://127.0.0.1/b",
                "--peer x=one,rtmp://127.0.0.1/a,http://127.0.0.1/b,",
                "--peer x=1,rtmp://example.org/a,http://127.0.0.1/b,"
            })
    void refuses(String arguments) {
        assertThatExceptionOfType(BenchException.class).isThrownBy(() -> parse(arguments));
    }

    private static Options parse(String arguments) {
        return Options.parse(arguments.split(" ", -1));
    }

    @Test
    void publishesASmallPictureWhereThatIsWanted() {
        assertThat(Options.parse(new String[] {}).picture()).isEqualTo(Options.Picture.STANDARD);
        assertThat(Options.parse(new String[] {"--small"}).picture())
                .isEqualTo(Options.Picture.SMALL);
    }
}
