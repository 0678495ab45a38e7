package online.nexuscos.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import online.nexuscos.bench.FanoutOptions.Part;
import org.junit.jupiter.api.Test;

class FanoutOptionsTest {
    @Test
    void defaults() {
        FanoutOptions options = FanoutOptions.parse(List.of());
        assertThat(options.players()).isEqualTo(200);
        assertThat(options.reloaders()).isEqualTo(2000);
        assertThat(options.parts()).containsExactlyInAnyOrder(Part.values());
        assertThat(options.timing()).isEqualTo(FanoutTiming.standard(3));
    }

    @Test
    void all_options() {
        FanoutOptions options =
                FanoutOptions.parse(
                        List.of(
                                ("--quick --players 10 --reloaders 20 --parts now,nginx"
                                                + " --nginx-workers 2")
                                        .split(" ")));
        assertThat(options.timing().isQuick()).isTrue();
        assertThat(options.players()).isEqualTo(10);
        assertThat(options.reloaders()).isEqualTo(20);
        assertThat(options.parts()).isEqualTo(Set.of(Part.NOW, Part.NGINX));
        assertThat(options.nginxWorkers()).isEqualTo("2");
    }

    @Test
    void what_is_wrong_is_said() {
        assertThatThrownBy(() -> FanoutOptions.parse(List.of("--parts", "srs")))
                .hasMessage("--parts: srs");
        assertThatThrownBy(() -> FanoutOptions.parse(List.of("--players", "0")))
                .hasMessage("--players: 0 (expected: 1 to 20000)");
        assertThatThrownBy(() -> FanoutOptions.parse(List.of("--players")))
                .hasMessage("--players needs a value");
    }
}
