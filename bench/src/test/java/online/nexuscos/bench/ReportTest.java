package online.nexuscos.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    @TempDir Path folder;

    private final Results results = new Results(List.of("nexus", "nginx"));
    private final Report report =
            new Report("A run", Map.of("CPU", "say \"x\""), Map.of("nexus", "this"), results);

    @Test
    void tabulatesMediansAndRatios() {
        results.add("nexus", Figure.INGEST_CPU, 1);
        results.add("nexus", Figure.INGEST_CPU, 3);
        results.add("nexus", Figure.INGEST_CPU, 1.5);
        results.add("nginx", Figure.INGEST_CPU, 3);
        results.add("nexus", Figure.PLAYLIST_SIZE, 1500);
        results.add("nginx", Figure.PLAYLIST_SIZE, 300);

        assertThat(report.table().lines())
                .containsExactly(
                        "|  | unit | better | nexus | nginx | nexus / nginx |",
                        "| --- | --- | --- | --- | --- | --- |",
                        "| RTMP in, HLS out: CPU for each stream-second | ms | lower"
                                + " | 1.50 (1.00–3.00) | 3.00 | 0.50 |",
                        "| live playlist: size | bytes |  | 1,500 | 300 | - |");
    }

    @Test
    void writesJson() {
        results.add("nexus", Figure.LATE_PARTS_SEEN, 0);
        results.remark("one\ntwo");

        assertThat(report.json())
                .contains("\"CPU\": \"say \\\"x\\\"\"")
                .contains("\"late_parts_seen\": {")
                .contains("\"samples\": [0]")
                .contains("\"remarks\": [\"one\\u000atwo\"]");
        assertThat(Json.text(Arrays.asList(null, 0.5, Double.NaN, -3, 1e300)))
                .isEqualTo("[null, 0.5, null, -3, 1.0E300]\n");
    }

    @Test
    void keepsEarlierRuns() throws IOException {
        Path first = report.write(folder, "2026-01-01-cpu");
        Path second = report.write(folder, "2026-01-01-cpu");

        assertThat(first).hasFileName("2026-01-01-cpu.md");
        assertThat(second).hasFileName("2026-01-01-cpu-2.md");
        assertThat(Files.readString(second)).startsWith("# A run\n");
        assertThat(folder.resolve("2026-01-01-cpu-2.json")).exists();
    }

    @Test
    void namesTheProcessorForFiles() {
        assertThat(Machine.cpuSlug("Intel(R) Xeon(R) CPU @ 2.80GHz"))
                .isEqualTo("intel-xeon-cpu-2.80ghz");
    }
}
