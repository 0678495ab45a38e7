package online.nexuscos.transcode.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import online.nexuscos.streamcore.pull.SourceRequest.Reach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceHostsTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.1.2.3", "169.254.169.254", "[::1]", "::ffff:10.0.0.1"})
    void private_addresses_have_to_be_allowed(String address) throws Exception {
        assertThatThrownBy(() -> SourceHosts.resolve(address, Reach.PUBLIC))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("pull.private");
        assertThat(SourceHosts.resolve(address, Reach.PRIVATE)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"224.0.0.1", "255.255.255.255", "0.0.0.0", "[ff02::1]"})
    void those_of_many_or_nobody_are_never_called(String address) {
        assertThatThrownBy(() -> SourceHosts.resolve(address, Reach.PRIVATE))
                .isInstanceOf(UnreachableException.class);
    }

    @Test
    void takes_addresses_in_brackets() throws Exception {
        assertThat(SourceHosts.resolve("[2606:4700::1111]", Reach.PUBLIC)).hasSize(1);
    }
}
