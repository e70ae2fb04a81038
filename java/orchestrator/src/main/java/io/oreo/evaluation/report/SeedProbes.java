package io.oreo.evaluation.report;

import static java.util.Locale.ROOT;

import io.oreo.evaluation.probe.BellmanResidual;
import io.oreo.evaluation.probe.ProbeFigures;
import io.oreo.evaluation.probe.ProbeFigures.OfSource;
import io.oreo.evaluation.probe.ProbeSource;
import io.oreo.evaluation.probe.StepFigures;
import io.oreo.evaluation.statistics.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Explicit against implicit value over several seeds: one row a source and probed evaluation.
 *
 * @param evaluation evaluation that sampled the attempts
 * @param perSeed figures of the seeds that have them
 */
record SeedProbes(String evaluation, ProbeSource source, List<OfSource> perSeed) {

    static final List<String> HEAD =
            List.of(
                    "source",
                    "attempts of",
                    "AUC within, 25 % of the steps",
                    "50 %",
                    "75 %",
                    "all",
                    "first wrong step: AUC",
                    "largest fall is there (chance)",
                    "Bellman residual",
                    "seeds");

    /** A source's place in a table. */
    private record Key(String evaluation, ProbeSource source) {}

    /** Rows in the order of the first run. */
    static List<SeedProbes> of(List<List<ProbeFigures>> runs) {
        Map<Key, List<OfSource>> rows = new LinkedHashMap<>();
        for (ProbeFigures figures : runs.stream().flatMap(List::stream).toList()) {
            for (OfSource source : figures.sources()) {
                Key key = new Key(figures.probe().evaluation(), source.source());
                rows.computeIfAbsent(key, _ -> new ArrayList<>()).add(source);
            }
        }
        return rows.entrySet().stream()
                .map(
                        row ->
                                new SeedProbes(
                                        row.getKey().evaluation,
                                        row.getKey().source,
                                        row.getValue()))
                .toList();
    }

    /** AUC within a problem at a position, where seeds have pairs. */
    Optional<Spread> within(int position) {
        return spread(
                perSeed.stream().map(each -> each.positions().get(position)),
                at -> at.ranking().within().estimate());
    }

    /** AUC of a step's change at the first wrong step. */
    Optional<Spread> steps() {
        return spread(labelled(), steps -> steps.within().estimate());
    }

    /** How often the largest fall is there. */
    Optional<Spread> located() {
        return spread(labelled(), StepFigures::located);
    }

    Optional<Spread> chance() {
        return spread(labelled(), StepFigures::chance);
    }

    /** Size of the soft Bellman residual. */
    Optional<Spread> residual() {
        return spread(
                perSeed.stream().flatMap(each -> each.bellman().stream()),
                BellmanResidual::rootMeanSquare);
    }

    private Stream<StepFigures> labelled() {
        return perSeed.stream().flatMap(each -> each.steps().stream());
    }

    /** Cells for {@link #HEAD}. */
    List<String> cells() {
        List<String> cells = new ArrayList<>(List.of(source.label(), evaluation));
        for (int position = 1; position < ProbeFigures.POSITIONS.size(); position++) {
            cells.add(three(within(position)));
        }
        cells.add(three(steps()));
        cells.add(
                located().isEmpty()
                        ? "–"
                        : String.format(
                                ROOT,
                                "%.0f %% (%.0f)",
                                100 * mean(located()),
                                100 * mean(chance())));
        cells.add(three(residual()));
        cells.add(Integer.toString(perSeed.size()));
        return cells;
    }

    private static double mean(Optional<Spread> spread) {
        return spread.map(each -> each.mean().estimate()).orElse(Double.NaN);
    }

    private static String three(Optional<Spread> spread) {
        return spread.map(SeedTables::three).orElse(SeedTables.ABSENT);
    }

    private static <T> Optional<Spread> spread(Stream<T> items, ToDoubleFunction<T> figure) {
        return Figures.spread(items.mapToDouble(figure));
    }
}
