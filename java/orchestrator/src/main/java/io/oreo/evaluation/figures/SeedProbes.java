package io.oreo.evaluation.figures;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Explicit against implicit value over several seeds: one row per source and probed evaluation.
 *
 * @param evaluation evaluation that sampled the attempts
 * @param aucWithinProblem by the share of the steps taken, of the seeds that have pairs
 * @param firstIncorrectStepAuc AUC of a step's change at the first incorrect step
 * @param firstIncorrectStepLocated error localisation: how often the largest drop is there
 * @param bellmanResidual size of the soft Bellman residual
 * @param seeds how many have it
 */
public record SeedProbes(
        String evaluation,
        @JsonUnwrapped ProbeSource source,
        SortedMap<Double, Optional<Spread>> aucWithinProblem,
        @JsonProperty("first_wrong_step_auc") Optional<Spread> firstIncorrectStepAuc,
        @JsonProperty("first_wrong_step_located") Optional<Spread> firstIncorrectStepLocated,
        @JsonProperty("first_wrong_step_chance") Optional<Spread> firstIncorrectStepChance,
        Optional<Spread> bellmanResidual,
        @JsonIgnore int seeds) {

    /** A source's place in a table. */
    private record Key(String evaluation, ProbeSource source) {}

    /** Rows in the order of the first run. */
    public static List<SeedProbes> of(List<List<ProbeFigures>> runs) {
        Map<Key, List<OfSource>> rows = new LinkedHashMap<>();
        for (ProbeFigures figures : runs.stream().flatMap(List::stream).toList()) {
            for (OfSource source : figures.sources()) {
                Key key = new Key(figures.probe().evaluation(), source.source());
                rows.computeIfAbsent(key, _ -> new ArrayList<>()).add(source);
            }
        }
        List<SeedProbes> probes = new ArrayList<>();
        rows.forEach((key, perSeed) -> probes.add(of(key, perSeed)));
        return probes;
    }

    private static SeedProbes of(Key key, List<OfSource> perSeed) {
        SortedMap<Double, Optional<Spread>> within = new TreeMap<>();
        for (int i = 1; i < ProbeFigures.POSITIONS.size(); i++) {
            int position = i;
            within.put(
                    ProbeFigures.POSITIONS.get(position),
                    spread(
                            perSeed.stream().map(each -> each.positions().get(position)),
                            at -> at.ranking().within().estimate()));
        }
        List<StepFigures> labelled =
                perSeed.stream().flatMap(each -> each.steps().stream()).toList();
        return new SeedProbes(
                key.evaluation,
                key.source,
                within,
                spread(labelled.stream(), steps -> steps.within().estimate()),
                spread(labelled.stream(), StepFigures::located),
                spread(labelled.stream(), StepFigures::chance),
                spread(
                        perSeed.stream().flatMap(each -> each.bellman().stream()),
                        BellmanResidual::rootMeanSquare),
                perSeed.size());
    }

    private static <T> Optional<Spread> spread(Stream<T> items, ToDoubleFunction<T> figure) {
        return Figures.spread(items.mapToDouble(figure));
    }
}
