package online.nexuscos.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds all sources, of all modules, to the measures that keep them readable. */
class TidyTest {
    private static final int MAX_METHOD_LINES = 70;
    private static final int MAX_FILE_LINES = 500;
    private static final Path ROOT = Path.of("..");

    /** Names that say nothing of what a class does. */
    private static final Pattern VAGUE = Pattern.compile("(Manager|Helper|Utils?|Common|Impl)$");

    private static List<Path> java = List.of();
    private static List<Path> typeScript = List.of();

    @BeforeAll
    static void findSources() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            List<Path> folders =
                    modules.filter(module -> Files.exists(module.resolve("pom.xml"))).toList();
            List<Path> found = new ArrayList<>();
            for (Path folder : folders) {
                found.addAll(files(folder.resolve("src"), ".java"));
            }
            java = List.copyOf(found);
        }
        typeScript =
                Stream.concat(
                                files(ROOT.resolve("assets/web/src"), ".ts").stream(),
                                files(ROOT.resolve("assets/web/test"), ".ts").stream())
                        .toList();
        assertThat(java).hasSizeGreaterThan(100);
        assertThat(typeScript).isNotEmpty();
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }

    private static List<Path> sources() {
        return Stream.concat(java.stream(), typeScript.stream()).toList();
    }

    @Test
    void filesAreShort() throws IOException {
        List<String> faults = new ArrayList<>();
        for (Path file : sources()) {
            int lines = Files.readAllLines(file).size();
            if (lines > MAX_FILE_LINES) {
                faults.add(file + ": " + lines + " lines (expected: <= " + MAX_FILE_LINES + ")");
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void filesHaveNoTabs() throws IOException {
        List<Path> faults = new ArrayList<>();
        for (Path file : sources()) {
            if (Files.readString(file).contains("\t")) {
                faults.add(file);
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void methodsAreShortAndNamesSayWhatThingsAre() throws IOException {
        List<String> faults = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    manager,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    manager.getJavaFileObjectsFromPaths(java));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new Measure(unit, positions, faults).scan(unit, null);
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void typeScriptFunctionsAreShort() throws IOException {
        List<String> faults = new ArrayList<>();
        for (Path file : typeScript) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                int length = isFunction(lines.get(i)) ? blockLength(lines, i) : 0;
                if (length > MAX_METHOD_LINES) {
                    faults.add(file + ":" + (i + 1) + ": " + length + " lines");
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    /**
     * As the formatter writes them: head and opening brace on one line. Suites are no functions.
     */
    private static boolean isFunction(String line) {
        String text = line.stripLeading();
        return text.endsWith("{")
                && text.contains(")")
                && !text.startsWith("}")
                && !text.startsWith("describe(");
    }

    /** Lines from {@code start} to the closing brace below it. */
    private static int blockLength(List<String> lines, int start) {
        String head = lines.get(start);
        String indent = head.substring(0, head.length() - head.stripLeading().length());
        for (int i = start + 1; i < lines.size(); i++) {
            if (lines.get(i).startsWith(indent + "}")) {
                return i - start + 1;
            }
        }
        return lines.size() - start;
    }

    @Test
    void testsDoNotSleep() throws IOException {
        List<Path> faults = new ArrayList<>();
        for (Path file : java) {
            String path = file.toString();
            if (path.contains("/src/test/")
                    && Files.readString(file).matches("(?s).*\\.\\s*sleep" + "\\(.*")) {
                faults.add(file);
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void packagesAreNullMarked() throws IOException {
        TreeSet<Path> packages = new TreeSet<>();
        for (Path file : java) {
            if (file.toString().contains("/src/main/")) {
                packages.add(file.resolveSibling("package-info.java"));
            }
        }
        List<Path> faults = new ArrayList<>();
        for (Path information : packages) {
            if (!Files.exists(information)
                    || !Files.readString(information).contains("NullMarked")) {
                faults.add(information);
            }
        }
        assertThat(faults).isEmpty();
    }

    /** Looks at the types and methods of one file. */
    private static final class Measure extends TreeScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<String> faults;

        Measure(CompilationUnitTree unit, SourcePositions positions, List<String> faults) {
            this.unit = unit;
            this.positions = positions;
            this.faults = faults;
        }

        @Override
        public Void visitClass(ClassTree type, Void unused) {
            if (VAGUE.matcher(type.getSimpleName()).find()) {
                faults.add(type.getSimpleName() + ": says nothing of what it does");
            }
            return super.visitClass(type, null);
        }

        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            long end = positions.getEndPosition(unit, method);
            if (end >= 0) {
                long first = line(positions.getStartPosition(unit, method));
                long lines = line(end) - first + 1;
                if (lines > MAX_METHOD_LINES) {
                    faults.add(
                            unit.getSourceFile().getName()
                                    + ":"
                                    + first
                                    + ": "
                                    + method.getName()
                                    + " has "
                                    + lines
                                    + " lines (expected: <= "
                                    + MAX_METHOD_LINES
                                    + ")");
                }
            }
            return super.visitMethod(method, null);
        }

        private long line(long position) {
            return unit.getLineMap().getLineNumber(position);
        }
    }
}
