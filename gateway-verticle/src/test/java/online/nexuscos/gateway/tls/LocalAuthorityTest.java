package online.nexuscos.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalAuthorityTest {
    @TempDir Path folder;

    private Instant now = Instant.parse("2026-05-06T07:08:09Z");
    private MachineNames names = names("192.0.2.7");
    private final InstantSource clock = () -> now;

    private static MachineNames names(String... addresses) {
        TreeSet<String> all = new TreeSet<>(List.of("127.0.0.1", "0:0:0:0:0:0:0:1"));
        all.addAll(List.of(addresses));
        return new MachineNames(
                new TreeSet<>(List.of("localhost", "studio", "studio.local")), all);
    }

    private LocalAuthority authority;

    @BeforeEach
    void open() {
        authority = reopened();
    }

    private LocalAuthority reopened() {
        return new LocalAuthority(folder.resolve("tls"), () -> names, clock);
    }

    private static List<X509Certificate> chain(PemKeyCertOptions options) throws Exception {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(
                        new ByteArrayInputStream(options.getCertValues().getFirst().getBytes()))
                .stream()
                .map(X509Certificate.class::cast)
                .toList();
    }

    @Test
    void issuesForTheMachineWhatOpensslFindsGood() throws Exception {
        List<X509Certificate> chain = chain(authority.next().orElseThrow());
        assertThat(chain).hasSize(2);
        assertThat(LocalAuthority.names(chain.getFirst())).isEqualTo(names);
        assertThat(chain.getFirst().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(chain.getFirst().getBasicConstraints()).isEqualTo(-1);
        assertThat(chain.getLast().getBasicConstraints()).isZero();
        assertThat(chain.getLast()).isEqualTo(authority.certificate().orElseThrow());
        Duration life =
                Duration.between(
                        chain.getFirst().getNotBefore().toInstant(),
                        chain.getFirst().getNotAfter().toInstant());
        assertThat(life).isLessThan(Duration.ofDays(398));
        assertOpensslVerifies("-verify_hostname", "studio.local");
        assertOpensslVerifies("-verify_ip", "192.0.2.7");
    }

    private void assertOpensslVerifies(String option, String name) throws Exception {
        Path tls = folder.resolve("tls");
        Process openssl =
                new ProcessBuilder(
                                "openssl",
                                "verify",
                                "-x509_strict",
                                "-purpose",
                                "sslserver",
                                "-attime",
                                Long.toString(now.getEpochSecond()),
                                option,
                                name,
                                "-CAfile",
                                tls.resolve("authority.pem").toString(),
                                tls.resolve("server.pem").toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(openssl.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(openssl.exitValue()).as(said).isZero();
    }

    @Test
    void keepsTheKeysToItself() throws IOException {
        authority.next();
        for (String file : List.of("authority.pem", "server.pem")) {
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(
                                            folder.resolve("tls").resolve(file))))
                    .isEqualTo("rw-------");
        }
        try (var files = Files.list(folder.resolve("tls"))) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void givesTheSameUntilSomethingChanges() throws Exception {
        X509Certificate first = chain(authority.next().orElseThrow()).getFirst();
        assertThat(authority.next()).isEmpty();
        assertThat(chain(reopened().next().orElseThrow()).getFirst()).isEqualTo(first);
        now = now.plus(Duration.ofDays(50));
        assertThat(authority.next()).isEmpty();
    }

    @Test
    void issuesAnewWhenAddressesChangeOrItNearsItsEnd() throws Exception {
        X509Certificate ofAuthority = chain(authority.next().orElseThrow()).getLast();
        names = names("192.0.2.7", "198.51.100.9");
        List<X509Certificate> changed = chain(authority.next().orElseThrow());
        assertThat(LocalAuthority.names(changed.getFirst())).isEqualTo(names);
        now = now.plus(Duration.ofDays(61));
        List<X509Certificate> renewed = chain(authority.next().orElseThrow());
        assertThat(renewed.getFirst()).isNotEqualTo(changed.getFirst());
        assertThat(renewed.getLast()).isEqualTo(ofAuthority);
        assertThat(authority.next()).isEmpty();
        now = now.plus(Duration.ofDays(3600));
        assertThat(chain(authority.next().orElseThrow()).getLast()).isNotEqualTo(ofAuthority);
    }

    @Test
    void replacesADamagedCertificateButNeverTheAuthority() throws Exception {
        authority.next();
        Files.writeString(folder.resolve("tls/server.pem"), "damaged");
        assertThat(reopened().next()).isPresent();
        Files.writeString(folder.resolve("tls/authority.pem"), "damaged");
        assertThatThrownBy(() -> reopened().next())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("authority.pem: no certificate with its key");
    }

    @Test
    void readsTheNamesOfThisMachine() {
        MachineNames machine = MachineNames.read(List.of("beta.example.org"));
        assertThat(machine.hosts()).contains("localhost", "beta.example.org", machine.first());
        assertThat(machine.addresses()).contains("127.0.0.1", "0:0:0:0:0:0:0:1");
    }
}
