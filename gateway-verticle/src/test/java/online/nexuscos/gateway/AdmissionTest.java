package online.nexuscos.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final Map<String, String> KEYS = Map.of("demo", "secret-1", "show", "secret-2");

    @Test
    void opensTheChannelOfAKeyAlone() {
        Admission admission = new Admission(KEYS, false);
        assertThat(admission.streamOf("secret-2", false)).contains("show");
        assertThat(admission.streamOf("demo", true)).isEmpty();
        assertThat(admission.streamOf("secret-3", true)).isEmpty();
        assertThat(admission.streamOf("", true)).isEmpty();
    }

    @Test
    void opensFreeNamesToThisMachineWhereIngestIsOpen() {
        Admission admission = new Admission(KEYS, true);
        assertThat(admission.streamOf("secret-2", false)).contains("show");
        assertThat(admission.streamOf("anything", true)).contains("anything");
        assertThat(admission.streamOf("anything", false)).isEmpty();
        assertThat(admission.streamOf("show", true)).isEmpty();
        assertThat(admission.streamOf("no name", true)).isEmpty();
        assertThat(admission.streamOf("../x", true)).isEmpty();
        assertThat(admission.streamOf("x".repeat(65), true)).isEmpty();
    }
}
