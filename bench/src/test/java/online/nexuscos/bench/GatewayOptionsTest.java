package online.nexuscos.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import online.nexuscos.bench.GatewayOptions.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayOptionsTest {
    @Test
    void measuresAllByDefault() {
        GatewayOptions options = GatewayOptions.parse(List.of());

        assertThat(options.timing()).isEqualTo(GatewayTiming.standard(3));
        assertThat(options.parts()).containsExactlyInAnyOrder(Part.values());
        assertThat(options.serverCommand()).isEmpty();
        assertThat(options.nginxWorkers()).isEqualTo("auto");
    }

    @Test
    void readsAll() {
        GatewayOptions options =
                parse("--quick --parts calls,ledger --nginx-workers 1 --output o --rounds 2");

        assertThat(options.timing().isQuick()).isTrue();
        assertThat(options.parts()).containsExactlyInAnyOrder(Part.CALLS, Part.LEDGER);
        assertThat(options.nginxWorkers()).isEqualTo("1");
        assertThat(options.output()).contains(Path.of("o"));
        assertThat(parse("--rounds 2").timing()).isEqualTo(GatewayTiming.standard(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--what", "--parts", "--parts all", "--parts calls,", "--rounds 0"})
    void refuses(String arguments) {
        assertThatExceptionOfType(BenchException.class).isThrownBy(() -> parse(arguments));
    }

    private static GatewayOptions parse(String arguments) {
        return GatewayOptions.parse(List.of(arguments.split(" ", -1)));
    }
}
