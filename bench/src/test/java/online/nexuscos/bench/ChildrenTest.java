package online.nexuscos.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildrenTest {
    @TempDir Path folder;

    @Test
    void endsAProcessWithItsChildren() {
        try (Children children = new Children()) {
            Children.Child child =
                    children.start(
                            List.of("sh", "-c", "sleep 600 & wait"),
                            Map.of(),
                            folder.resolve("log"));
            ProcessTree tree = new ProcessTree(child.pid());
            // One that is started while its parent ends would stay.
            ProcessHandle parent = ProcessHandle.of(child.pid()).orElseThrow();
            while (parent.children().findAny().isEmpty()) {
                child.requireAlive();
                Thread.onSpinWait();
            }
            assertThat(tree.isAlive()).isTrue();

            child.close();

            assertThat(tree.isAlive()).isFalse();
            assertThatExceptionOfType(BenchException.class).isThrownBy(child::requireAlive);
        }
    }

    @Test
    void startsNothingOnceClosed() {
        Children children = new Children();
        children.close();

        assertThatExceptionOfType(BenchException.class)
                .isThrownBy(() ->
                        children.start(List.of("sleep", "600"), Map.of(), folder.resolve("log")))
                .withMessage("the bench is ending");
    }

    @Test
    void measuresItsOwnProcess() {
        ProcessTree tree = new ProcessTree(ProcessHandle.current().pid());

        assertThat(tree.cpuSeconds()).isPositive();
        assertThat(tree.residentMegabytes()).isGreaterThan(10);
    }
}
