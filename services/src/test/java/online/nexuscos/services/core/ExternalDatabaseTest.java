package online.nexuscos.services.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import online.nexuscos.platform.store.DebianServers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The services on Debian's PostgreSQL, which is older than our own. */
class ExternalDatabaseTest {
    @TempDir private Path folder;

    @Test
    @Timeout(180)
    void servesAsOurOwnDoes() throws Exception {
        try (DebianServers servers = new DebianServers(folder)) {
            assertThat(
                            servers.runTests(
                                    "online.nexuscos.services.core.CoreOsTest",
                                    "online.nexuscos.services.finance.ledger.LedgerTest",
                                    "online.nexuscos.services.security.SessionsTest",
                                    "online.nexuscos.services.security.TokensTest"))
                    .containsPattern("(?m)^[3-9][0-9] passed, 0 failed$");
        }
    }
}
