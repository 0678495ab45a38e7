package online.nexuscos.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The results for people (Markdown) and for programs (JSON).
 *
 * @param facts machine, versions, command
 * @param descriptions of each server
 */
record Report(
        String title,
        Map<String, String> facts,
        Map<String, String> descriptions,
        Results results) {

    /** Both files, beside those of earlier runs; the path of the Markdown one. */
    Path write(Path folder, String name) {
        try {
            Files.createDirectories(folder);
            String free = name;
            for (int i = 2; Files.exists(folder.resolve(free + ".md")); i++) {
                free = name + "-" + i;
            }
            Files.writeString(folder.resolve(free + ".json"), json());
            return Files.writeString(folder.resolve(free + ".md"), markdown());
        } catch (IOException e) {
            throw new BenchException("cannot write to " + folder, e);
        }
    }

    String markdown() {
        StringBuilder text = new StringBuilder("# " + title + "\n\n");
        facts.forEach((name, fact) -> text.append("- " + name + ": " + fact + "\n"));
        descriptions.forEach((name, said) -> text.append("- **" + name + "**: " + said + "\n"));
        text.append("\n").append(table()).append("\n");
        text.append(
                "Medians, with the smallest and the largest of the repetitions; ratios are of ");
        text.append("medians. CPU is that of the server's processes alone.\n");
        if (!results.remarks().isEmpty()) {
            text.append("\nRemarks\n\n");
            results.remarks()
                    .forEach(remark -> text.append("- " + remark.replace('\n', ' ') + "\n"));
        }
        return text.toString();
    }

    String table() {
        List<String> servers = results.servers();
        List<String> peers =
                servers.contains(NexusContender.NAME)
                        ? servers.stream().filter(s -> !s.equals(NexusContender.NAME)).toList()
                        : List.of();
        List<String> head = new ArrayList<>(List.of("", "unit", "better"));
        head.addAll(servers);
        peers.forEach(peer -> head.add(NexusContender.NAME + " / " + peer));
        StringBuilder table = new StringBuilder(row(head));
        table.append("| --- ".repeat(head.size())).append("|\n");
        for (Figure figure : Figure.values()) {
            if (servers.stream().anyMatch(s -> results.spread(s, figure).isPresent())) {
                table.append(row(cells(figure, servers, peers)));
            }
        }
        return table.toString();
    }

    private List<String> cells(Figure figure, List<String> servers, List<String> peers) {
        List<String> cells = new ArrayList<>(List.of(figure.label(), figure.unit()));
        cells.add(
                switch (figure.sense()) {
                    case LOWER -> "lower";
                    case HIGHER -> "higher";
                    case NONE -> "";
                });
        for (String server : servers) {
            cells.add(
                    results.spread(server, figure)
                            .map(spread -> spread.format(figure.decimals()))
                            .orElse("-"));
        }
        for (String peer : peers) {
            OptionalDouble ratio = results.ratio(NexusContender.NAME, peer, figure);
            cells.add(
                    ratio.isPresent()
                            ? String.format(Locale.ROOT, "%.2f", ratio.getAsDouble())
                            : "-");
        }
        return cells;
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    String json() {
        Map<String, Object> measured = new LinkedHashMap<>();
        for (String server : results.servers()) {
            Map<String, Object> figures = new LinkedHashMap<>();
            for (Figure figure : Figure.values()) {
                results.spread(server, figure)
                        .ifPresent(
                                spread -> figures.put(key(figure), json(server, figure, spread)));
            }
            measured.put(server, figures);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("title", title);
        all.put("facts", facts);
        all.put("servers", descriptions);
        all.put("results", measured);
        all.put("remarks", results.remarks());
        return Json.text(all);
    }

    private Map<String, Object> json(String server, Figure figure, Spread spread) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("unit", figure.unit());
        value.put("median", spread.median());
        value.put("min", spread.min());
        value.put("max", spread.max());
        value.put("samples", results.samples(server, figure));
        return value;
    }

    private static String key(Figure figure) {
        return figure.name().toLowerCase(Locale.ROOT);
    }
}
