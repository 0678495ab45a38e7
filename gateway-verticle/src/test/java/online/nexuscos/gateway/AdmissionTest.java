package online.nexuscos.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final Map<String, String> KEYS = Map.of("demo", "secret-1", "show", "secret-2");

    /** Beside it, records: one key opens a channel of its own, another one that is configured. */
    private static Admission admission(boolean open) {
        Map<String, String> records = Map.of("live_own", "own", "live_demo", "demo");
        return new Admission(
                KEYS,
                open,
                (key, loopback) -> Future.succeededFuture(Optional.ofNullable(records.get(key))));
    }

    @Test
    void channelsOfTheConfigurationWin() {
        Admission admission = admission(false);
        assertThat(admission.streamOf("live_own", false).result()).contains("own");
        assertThat(admission.streamOf("live_demo", false).result()).isEmpty();
    }

    @Test
    void opensTheChannelOfAKeyAlone() {
        Admission admission = admission(false);
        assertThat(admission.streamOf("secret-2", false).result()).contains("show");
        assertThat(admission.streamOf("demo", true).result()).isEmpty();
        assertThat(admission.streamOf("secret-3", true).result()).isEmpty();
        assertThat(admission.streamOf("", true).result()).isEmpty();
    }

    @Test
    void opensFreeNamesToThisMachineWhereIngestIsOpen() {
        Admission admission = admission(true);
        assertThat(admission.streamOf("secret-2", false).result()).contains("show");
        assertThat(admission.streamOf("anything", true).result()).contains("anything");
        assertThat(admission.streamOf("anything", false).result()).isEmpty();
        assertThat(admission.streamOf("show", true).result()).isEmpty();
        assertThat(admission.streamOf("no name", true).result()).isEmpty();
        assertThat(admission.streamOf("../x", true).result()).isEmpty();
        assertThat(admission.streamOf("x".repeat(65), true).result()).isEmpty();
    }
}
