package online.nexuscos.streamcore.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class PlayAddressFuzzTest {
    /** The application, a line's end, and the name that a player asks for. */
    @FuzzTest(maxDuration = "2m")
    void any_address(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        String application = end < 0 ? "live" : text.substring(0, end);
        PlayAddress.instance(application)
                .ifPresent(instance -> {
                    PlayAddress address = PlayAddress.of(instance, text.substring(end + 1));
                    if (address.isValid()) {
                        assertThat(address.stream()).matches("[A-Za-z0-9_-]{1,64}");
                    }
                });
    }
}
