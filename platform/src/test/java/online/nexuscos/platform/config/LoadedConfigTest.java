package online.nexuscos.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadedConfigTest {
    private static LoadedConfig parse(String yaml, Map<String, String> environment)
            throws ConfigException {
        return LoadedConfig.parse("nexus.yaml", yaml, environment);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {http: {port: 70000}}           | http.port: 70000 (expected: 0 to 65535), from nexus.yaml
                    {http: {port: -1}}              | http.port: -1 (expected: 0 to 65535)
                    {http: {port: 99999999999}}     | http.port: 99999999999 (expected: 0 to 65535)
                    {http: {port: '"80"'}}          | http.port: "80" (expected: 0 to 65535)
                    {http: {port: 8080.5}}          | http.port: 8080.5 (expected: 0 to 65535)
                    {http: {prot: 80}}              | http.prot: unknown key (did you mean port?)
                    {htp: {port: 80}}               | htp: unknown key (did you mean http?)
                    {zzzzzzzzzz: 1}                 | zzzzzzzzzz: unknown key, from nexus.yaml
                    {http: 80}                      | http: 80 (expected: keys and values)
                    {http: [80]}                    | http: [80] (expected: keys and values)
                    [1]                             | configuration: [1] (expected: keys and values)
                    {1: 2}                          | configuration: key 1 (expected: text, in quotes)
                    {http: {host: 1}}               | http.host: 1 (expected: text, in quotes)
                    {http: {host: ""}}              | http.host:  (expected: a text of 1 to 253 characters)
                    {http: {host: "a\\nb"}}         | http.host: a?b (expected: one line
                    {ingest: {open: yes}}           | ingest.open: yes (expected: true or false)
                    {live: {windowSeconds: 11}}     | live.windowSeconds: 11 (expected: 12 to 600)
                    {live: {reconnectSeconds: 301}} | live.reconnectSeconds: 301 (expected: 0 to 300)
                    {live: {writeDelayMs: 1001}} | live.writeDelayMs: 1001 (expected: 0 to 1000)
                    {postgres: {url: "mysql://secret@h/d"}} | postgres.url: a secret of another form
                    {postgres: {connections: 0}}    | postgres.connections: 0 (expected: 1 to 200)
                    {redis: {url: "h:6379"}}        | redis.url: a secret of another form
                    {channels: {"a b": {}}}         | channels: name a b (expected: [A-Za-z0-9_-]{1,64})
                    {channels: {a: {titel: X}}}     | channels.a.titel: unknown key (did you mean title?)
                    {channels: {a: {key: short}}}   | channels.a.key: a secret of another form
                    {channels: {a: {key: abcdefgh}, b: {key: abcdefgh}}} | channels.b.key: is channels.a.key too
                    {channels: {a: {key: channel-b}, channel-b: {}}}     | channels.a.key: is the name of a channel
                    {https: {certificate: a.pem}}   | https: one of certificate and key (expected: both, or neither)
                    {https: {strictDays: 9}}        | https.strictDays: 9 (expected: 0 without https.certificate
                    {edge: {accessLog: xml}}        | edge.accessLog: xml (expected: off, text, json), from nexus.yaml
                    {edge: {trustedProxies: x.org}} | edge.trustedProxies: x.org (expected: an address)
                    {edge: {corsOrigins: "https://a/b"}}         | edge.corsOrigins: https://a/b (expected: an origin
                    {edge: {corsOrigins: example.org}}           | edge.corsOrigins: example.org (expected: an origin
                    {edge: {sites: {a: {hosts: "a.org:80"}}}}    | edge.sites: host a.org:80 (expected: a name of a host)
                    {edge: {sites: {a: {page: back}}}}           | edge.sites.a.page: back (expected: front, beta)
                    {edge: {sites: {a: {hosts: x}, b: {hosts: X}}}} | hosts: x is of edge.sites.
                    {edge: {limits: {routes: {a: {path: api}}}}} | edge.limits.routes: path api (expected: one that begins with /)
                    {accounts: {administrator: root}} | accounts.administrator: root (expected: an email address)
                    {accounts: {address: here}}     | accounts.address: here (expected: an address like
                    {services: {only: ledger}}      | services.only: ledger (expected: gateway, a service like
                    {cluster: {members: somewhere}} | cluster.members: somewhere (expected: host:port)
                    {cluster: {enabled: true}}      | cluster.node:  (expected: a name of its own
                    {cluster: {enabled: true, node: a}} | cluster.secret: empty (expected: 32 to 128
                    {cluster: {secret: short}}      | cluster.secret: a secret of another form
                    {cluster: {enabled: true, node: a, secret: 0123456789abcdef0123456789abcdef}} | postgres.url: empty (expected: the database of all nodes
                    {mail: {encryption: maybe}}     | mail.encryption: maybe (expected: none, starttls, tls)
                    {a: 1, a: 2}                    | no YAML
                    '{a: '                          | nexus.yaml, line 1: no YAML
                    """)
    void refusesWithThePathOfTheKey(String yaml, String message) {
        assertThatThrownBy(() -> parse(yaml, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void doesNotShowASecretThatIsRefused() {
        assertThatThrownBy(() -> parse("channels: {a: {key: 'secret word'}}", Map.of()))
                .hasMessageContaining("channels.a.key")
                .message()
                .doesNotContain("secret word");
        assertThatThrownBy(() -> parse("postgres: {url: 'mysql://secretword'}", Map.of()))
                .message()
                .doesNotContain("secretword");
        assertThatThrownBy(() -> parse("channels: {a: {key: secretword", Map.of()))
                .message()
                .doesNotContain("secretword");
    }

    @Test
    void holdsTheDefaultsWithoutAFile() throws ConfigException {
        NexusConfig config = parse("", Map.of()).config();
        assertThat(config)
                .isEqualTo(
                        new NexusConfig(
                                new HttpConfig("0.0.0.0", 8080),
                                new HttpsConfig(true, 8443, Optional.empty(), 0),
                                new EdgeConfig(
                                        Set.of(),
                                        Set.of(),
                                        EdgeConfig.AccessLogFormat.OFF,
                                        new LimitsConfig(12_000, 6_000, Map.of()),
                                        Map.of()),
                                new ServicesConfig(false, "127.0.0.1", Set.of()),
                                new ClusterConfig(
                                        false,
                                        "",
                                        "127.0.0.1",
                                        5701,
                                        0,
                                        0,
                                        List.of(),
                                        Optional.empty()),
                                new RtmpConfig("0.0.0.0", 1935, true, 1936),
                                new SrtConfig("0.0.0.0", 8890, 120, Optional.empty()),
                                new DataConfig(Path.of("data")),
                                new PostgresConfig(Optional.empty(), 16),
                                new RedisConfig(Optional.empty()),
                                new IngestConfig(false),
                                new PullConfig(false),
                                new LiveConfig(
                                        30,
                                        10,
                                        5,
                                        100,
                                        new TrafficLimits(
                                                10_000, 100_000, 10_000, 1000, 50_000, 0)),
                                new CallbacksConfig(
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        CallbacksConfig.Method.POST,
                                        5000,
                                        30,
                                        false),
                                new OutboundConfig(false, Optional.empty()),
                                new AccountsConfig(
                                        true,
                                        "admin@localhost",
                                        "http://localhost:8080",
                                        Duration.ofDays(3),
                                        Duration.ofDays(30),
                                        Duration.ofDays(30)),
                                new MailConfig(
                                        "",
                                        587,
                                        MailConfig.Encryption.STARTTLS,
                                        "",
                                        Optional.empty(),
                                        "nexus@localhost"),
                                Map.of()));
    }

    @Test
    void showsNoUrlThatHoldsAPassword() throws ConfigException {
        LoadedConfig loaded =
                parse(
                        "{postgres: {url: 'postgres://a:secretword@h/d'}}",
                        Map.of("NEXUS_REDIS_URL", "redis://:secretword@h"));
        assertThat(loaded.config().postgres().url()).hasValue("postgres://a:secretword@h/d");
        assertThat(loaded.config().redis().url()).hasValue("redis://:secretword@h");
        assertThat(loaded.config().toString()).doesNotContain("secretword");
        assertThat(ConfigListing.of(loaded.settings())).doesNotContain("secretword");
    }

    @Test
    void takesVariablesBeforeTheFile() throws ConfigException {
        NexusConfig config =
                parse(
                                """
                                http: {port: 1}
                                live: {windowSeconds: 20}
                                channels: {my-show: {title: One, key: abcdefgh}}
                                """,
                                Map.of(
                                        "NEXUS_HTTP_PORT", "2",
                                        "NEXUS_LIVE_WINDOW_SECONDS", "40",
                                        "NEXUS_CHANNELS_MY_SHOW_TITLE", "Two: the sequel",
                                        "NEXUS_CHANNELS_MY_SHOW_KEY", "12345678",
                                        "NEXUS_DATA_DIR", "",
                                        "NEXUS_INGEST_OPEN", "true"))
                        .config();
        assertThat(config.http().port()).isEqualTo(2);
        assertThat(config.live().windowSeconds()).isEqualTo(40);
        assertThat(config.data().dir()).isEqualTo(Path.of("data"));
        assertThat(config.ingest().open()).isTrue();
        assertThat(config.channels())
                .containsExactly(
                        Map.entry(
                                "my-show",
                                new ChannelConfig(
                                        "Two: the sequel",
                                        "",
                                        Optional.of("12345678"),
                                        SourceConfig.NONE,
                                        Map.of())));
    }

    @Test
    void replacesAWholeMappingByAVariable() throws ConfigException {
        NexusConfig config =
                parse(
                                "channels: {one: {title: One}}",
                                Map.of(
                                        "NEXUS_CHANNELS", "{two: {title: Two}, three: }",
                                        "NEXUS_CHANNELS_TWO_DESCRIPTION", "\"quoted\"",
                                        "NEXUS_HTTP", "{port: 3}"))
                        .config();
        assertThat(config.channels().keySet()).containsExactly("two", "three");
        assertThat(config.http().port()).isEqualTo(3);
    }

    @Test
    void namesTheVariableThatIsWrong() {
        assertThatThrownBy(() -> parse("", Map.of("NEXUS_HTTP_PORT", "eighty")))
                .hasMessage("http.port: eighty (expected: 0 to 65535), from NEXUS_HTTP_PORT");
        assertThatThrownBy(() ->
                        parse(
                                "channels: {a-b: {}, a_b: {}}",
                                Map.of("NEXUS_CHANNELS_A_B_TITLE", "x")))
                .hasMessageContaining("stands for both channels.a-b.title and channels.a_b.title");
    }

    @Test
    void warnsOfVariablesThatAreNoSettings() throws ConfigException {
        LoadedConfig loaded =
                parse(
                        "",
                        Map.of(
                                "NEXUS_HTPP_PORT", "1",
                                "NEXUS_JAVA_OPTS", "-Xmx1g",
                                "NEXUS_AOT", "off",
                                "NEXUS_CONFIG", "x",
                                "HTTP_PORT", "1"));
        assertThat(loaded.warnings())
                .containsExactly("NEXUS_HTPP_PORT is no setting (did you mean NEXUS_HTTP_PORT?)");
    }

    @Test
    void readsTheNamedFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("other.yaml"), "rtmp: {port: 7}");
        LoadedConfig loaded = LoadedConfig.load(Map.of("NEXUS_CONFIG", file.toString()));
        assertThat(loaded.config().rtmp().port()).isEqualTo(7);
        assertThatThrownBy(() -> LoadedConfig.load(Map.of("NEXUS_CONFIG", folder + "/absent.yaml")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("absent.yaml: cannot be read");
    }

    @Test
    void listsWhatIsInEffectAndWhereItCameFrom() throws ConfigException {
        LoadedConfig loaded =
                parse(
                        "channels: {a: {title: 'Say \"hi\" # now', key: abcdefgh,"
                                + " source: {url: 'rtmp://me:abcdefgh@example.org/live'}}}",
                        Map.of("NEXUS_HTTP_PORT", "2"));
        String listing = ConfigListing.of(loaded.settings());
        assertThat(listing)
                .startsWith(
                        """
                        http:
                          host: "0.0.0.0"
                          port: 2  # NEXUS_HTTP_PORT
                        """)
                .contains(
                        """
                        edge:
                          trustedProxies: ""
                          corsOrigins: ""
                          accessLog: "off"
                          limits:
                            addressPerMinute: 12000
                            accountPerMinute: 6000
                        """)
                .endsWith(
                        """
                        channels:
                          a:
                            title: "Say \\"hi\\" # now"  # nexus.yaml
                            description: ""
                            key: "********"  # nexus.yaml
                            source:
                              url: "********"  # nexus.yaml
                              when: "always"
                            alwaysOn: false
                            slate: ""
                        """);
        assertThat(loaded.config().toString()).doesNotContain("abcdefgh");
    }
}
