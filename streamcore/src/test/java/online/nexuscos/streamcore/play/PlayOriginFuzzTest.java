package online.nexuscos.streamcore.play;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class PlayOriginFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void any_path(byte[] bytes) {
        String uri = new String(bytes, StandardCharsets.ISO_8859_1);
        PlayOrigin.Target target = PlayOrigin.target(uri);
        if (target != null) {
            assertThat(target.stream()).matches("[A-Za-z0-9_-]{1,64}");
            assertThat(target.pass()).doesNotContain("/");
            assertThat(uri).contains("/live/", target.stream() + target.form().extension());
        }
    }
}
