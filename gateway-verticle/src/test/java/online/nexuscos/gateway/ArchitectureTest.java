package online.nexuscos.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.stream.Stream;
import online.nexuscos.services.finance.ledger.VerifyJournal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves that dependencies point one way, and that the codecs are pure. */
class ArchitectureTest {
    private static final String ROOT = "online.nexuscos.";
    private static final String OURS = ROOT + ".";
    private static final JavaClasses PROGRAM =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("online.nexuscos");

    private static final String[] CODECS = {
        ROOT + "streamcore.rtmp.amf..",
        ROOT + "streamcore.rtmp.chunk..",
        ROOT + "streamcore.rtmp.message..",
        ROOT + "streamcore.flv..",
        ROOT + "streamcore.mpegts..",
        ROOT + "streamcore.srt.packet..",
        ROOT + "streamcore.media.."
    };

    static Stream<Arguments> modules() {
        return Stream.of(
                Arguments.of("platform", new String[] {}),
                Arguments.of("streamcore", new String[] {"platform"}),
                Arguments.of("transcode", new String[] {"platform", "streamcore"}),
                Arguments.of("vsuite", new String[] {"platform", "streamcore"}),
                Arguments.of("services", new String[] {"platform"}),
                Arguments.of(
                        "gateway",
                        new String[] {
                            "platform", "streamcore", "transcode", "vsuite", "services"
                        }));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void aModuleKnowsOnlyThoseBelow(String module, String[] below) {
        String[] known =
                Stream.concat(Stream.of(module), Arrays.stream(below))
                        .map(name -> ROOT + name + "..")
                        .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(ROOT + module + "..")
                .should()
                .dependOnClassesThat(resideInAPackage(OURS).and(not(resideInAnyPackage(known))))
                .allowEmptyShould(true)
                .check(PROGRAM);
    }

    @Test
    void nothingElseExists() {
        classes()
                .should()
                .resideInAnyPackage(
                        modules()
                                .map(module -> ROOT + module.get()[0] + "..")
                                .toArray(String[]::new))
                .check(PROGRAM);
        assertThat(PROGRAM).hasSizeGreaterThan(100);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(PROGRAM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.netty.channel..",
                "io.netty.bootstrap..",
                "io.netty.handler..",
                "io.netty.util.concurrent..",
                "io.vertx..",
                "java.net..",
                "java.nio.channels..",
                "java.nio.file..",
                "java.util.concurrent..",
                "org.slf4j.."
            })
    void codecsKnowNoSocketsThreadsOrLogs(String packages) {
        noClasses()
                .that()
                .resideInAnyPackage(CODECS)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(packages)
                .check(PROGRAM);
    }

    @Test
    void codecsKnowNoClock() {
        noClasses()
                .that()
                .resideInAnyPackage(CODECS)
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Clock.class, InstantSource.class, Thread.class)
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(PROGRAM);
    }

    @Test
    void mediaNeverCrossesTheEventBus() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "streamcore..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx.core.eventbus..")
                .check(PROGRAM);
    }

    @Test
    void servicesTalkOverTheBusAlone() {
        slices().matching(ROOT + "services.(*)..")
                .should()
                .notDependOnEachOther()
                .allowEmptyShould(true)
                .check(PROGRAM);
    }

    @Test
    void logsGoThroughOneApi() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "io.vertx.core.logging..")
                .check(PROGRAM);
    }

    @Test
    void onlyTheProgramItselfTalksToTheTerminal() {
        noClasses()
                .that()
                // A program of its own, for auditors without ours.
                .doNotBelongToAnyOf(Main.class, Console.class, VerifyJournal.class)
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .check(PROGRAM);
    }
}
