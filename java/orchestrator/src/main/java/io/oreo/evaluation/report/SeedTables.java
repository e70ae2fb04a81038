package io.oreo.evaluation.report;

import static java.util.Locale.ROOT;

import io.oreo.evaluation.figures.Figures;
import io.oreo.evaluation.figures.Line;
import io.oreo.evaluation.figures.SeedProbes;
import io.oreo.evaluation.figures.Sentences;
import io.oreo.evaluation.statistics.Interval;
import io.oreo.evaluation.statistics.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A comparison over seeds as tables: Markdown, and the page {@code compare.jte}. */
record SeedTables(String name, String seeds, String digest, Figures figures) {

    /** Stands where a figure does not exist. */
    private static final String ABSENT = "–";

    static final List<String> ROW_HEAD =
            List.of(
                    "evaluation",
                    "mean over seeds",
                    "standard deviation",
                    "each seed",
                    "all attempts (95 %, Wilson)",
                    "all steps correct",
                    "tokens per problem");
    static final List<String> TEST_HEAD =
            List.of(
                    "first",
                    "second",
                    "points (95 %)",
                    "over seeds",
                    "only first / only second",
                    "p",
                    "p (Holm)");
    static final List<String> CRITIC_HEAD =
            List.of("values of", "AUC within a problem", "AUC pooled (weaker)", "seeds");

    static final List<String> PROBE_HEAD =
            List.of(
                    "source",
                    "attempts of",
                    "AUC within, 25 % of the steps",
                    "50 %",
                    "75 %",
                    "all",
                    "first incorrect step: AUC",
                    "error localisation (chance)",
                    "Bellman residual",
                    "seeds");

    static final String NOTE =
            "Means are over seeds, with Student's 95 % interval. Tests are paired, on the same"
                + " problems with the same budgets (exact McNemar where no problem stands in two"
                + " seeds, else a permutation test by problem); p (Holm) holds for the whole table."
                + " Intervals of differences are bootstrapped over problems.";

    static final String PROBE_NOTE =
            "Means over seeds ± standard deviation. V is a critic's value; the implicit value of a"
                + " policy is the sum of log(pi/pi_ref) so far, and its change over a step the"
                + " step's advantage. The AUC of steps is over pairs of a correct step and the"
                + " first incorrect one at the same problem. The Bellman residual is the root mean"
                + " square of V(s) - (r + V(s') - beta log-ratio) over steps.";

    String markdown() {
        List<String> parts = new ArrayList<>();
        parts.add("# " + name);
        parts.add(markdown(ROW_HEAD, rows()));
        parts.add(markdown(TEST_HEAD, tests()));
        parts.add(
                figures.comparisons().stream()
                        .map(test -> "- " + Sentences.of(test) + ".")
                        .collect(Collectors.joining("\n")));
        if (!figures.critics().isEmpty()) {
            parts.add(markdown(CRITIC_HEAD, critics()));
        }
        if (!probes().isEmpty()) {
            parts.add(markdown(PROBE_HEAD, probes()));
            parts.add(PROBE_NOTE);
        }
        parts.add(NOTE);
        parts.add("Seeds %s, digest %s".formatted(seeds, digest));
        return String.join("\n\n", parts) + "\n";
    }

    String html() {
        return Pages.of("compare.jte", this);
    }

    List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        for (Line row : figures.evaluations()) {
            rows.add(
                    row(
                            row.evaluation().name(),
                            row.accuracy(),
                            List.of(
                                    Sentences.percent(row.allStepsCorrect()),
                                    Sentences.whole(row.meanTokens()))));
            if (row.groups().size() > 1) {
                row.groups()
                        .forEach((group, own) -> rows.add(row("– " + group, own, List.of("", ""))));
            }
        }
        return rows;
    }

    private static List<String> row(String name, Line.Accuracy accuracy, List<String> more) {
        List<String> cells =
                List.of(
                        name,
                        mean(accuracy.overSeeds()),
                        deviation(accuracy.overSeeds()),
                        accuracy.perSeed().stream()
                                .map(share -> points(share.accuracy()))
                                .collect(Collectors.joining(", ")),
                        Sentences.percent(accuracy.pooled().interval()));
        return Stream.concat(cells.stream(), more.stream()).toList();
    }

    List<List<String>> tests() {
        return figures.comparisons().stream()
                .map(
                        test ->
                                List.of(
                                        test.first().name(),
                                        test.second().name(),
                                        signed(test.paired().difference()),
                                        mean(test.overSeeds()),
                                        test.paired().up() + " / " + test.paired().down(),
                                        p(test.paired().p()),
                                        p(test.pHolm())))
                .toList();
    }

    List<List<String>> critics() {
        return figures.critics().stream()
                .map(
                        ranking ->
                                List.of(
                                        ranking.evaluation().name(),
                                        three(ranking.within()),
                                        three(ranking.pooled()),
                                        Integer.toString(
                                                ranking.within().map(Spread::count).orElse(0))))
                .toList();
    }

    List<List<String>> probes() {
        return SeedProbes.of(figures.probes()).stream().map(SeedTables::cells).toList();
    }

    private static List<String> cells(SeedProbes probe) {
        List<String> cells = new ArrayList<>(List.of(probe.source().label(), probe.evaluation()));
        probe.aucWithinProblem().values().forEach(within -> cells.add(three(within)));
        cells.add(three(probe.firstIncorrectStepAuc()));
        cells.add(located(probe));
        cells.add(three(probe.bellmanResidual()));
        cells.add(Integer.toString(probe.seeds()));
        return cells;
    }

    private static String located(SeedProbes probe) {
        return probe.firstIncorrectStepLocated()
                .map(
                        located ->
                                String.format(
                                        ROOT,
                                        "%.0f %% (%.0f)",
                                        100 * located.mean().estimate(),
                                        100
                                                * probe.firstIncorrectStepChance()
                                                        .orElseThrow()
                                                        .mean()
                                                        .estimate()))
                .orElse(ABSENT);
    }

    private static String markdown(List<String> head, List<List<String>> rows) {
        List<String> lines = new ArrayList<>();
        lines.add(line(head));
        lines.add(line(head.stream().map(_ -> "---").toList()));
        rows.forEach(row -> lines.add(line(row)));
        return String.join("\n", lines);
    }

    private static String line(List<String> cells) {
        return cells.stream()
                .map(cell -> cell.replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    /** Percent with Student's interval, which one seed does not have. */
    private static String mean(Spread spread) {
        String mean = points(spread.mean().estimate());
        return spread.count() == 1
                ? mean
                : String.format(
                        ROOT,
                        "%s (%.1f to %.1f)",
                        mean,
                        100 * spread.mean().low(),
                        100 * spread.mean().high());
    }

    /** Percent points; one seed has none. */
    private static String deviation(Spread spread) {
        return spread.count() == 1 ? ABSENT : points(spread.deviation());
    }

    private static String three(Optional<Spread> spread) {
        return spread.map(SeedTables::three).orElse(ABSENT);
    }

    private static String three(Spread spread) {
        if (spread.count() == 1) {
            return String.format(ROOT, "%.3f", spread.mean().estimate());
        }
        return String.format(ROOT, "%.3f ± %.3f", spread.mean().estimate(), spread.deviation());
    }

    private static String points(double share) {
        return String.format(ROOT, "%.1f", 100 * share);
    }

    private static String signed(Interval difference) {
        return String.format(
                ROOT,
                "%+.1f (%+.1f to %+.1f)",
                100 * difference.estimate(),
                100 * difference.low(),
                100 * difference.high());
    }

    private static String p(double p) {
        return p < 0.001 ? "< 0.001" : String.format(ROOT, "%.3f", p);
    }
}
