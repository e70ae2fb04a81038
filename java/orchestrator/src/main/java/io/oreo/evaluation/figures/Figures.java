package io.oreo.evaluation.figures;

import io.oreo.evaluation.figures.ReportInput.EvaluationResult;
import io.oreo.evaluation.probe.ProbeFigures;
import io.oreo.evaluation.statistics.PairedComparison;
import io.oreo.evaluation.statistics.Spread;
import io.oreo.trajectory.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * All figures of runs that differ in their seed only. A run is a comparison with one seed: what is
 * compared and which streams of chance are drawn from differ, the arithmetic does not.
 *
 * @param evaluations one line per evaluation that every seed has made
 * @param comparisons paired comparisons, each over the attempts of all seeds
 * @param critics how well values rank, for each evaluation that valued whole attempts
 * @param probes what critics and policies say of sampled attempts, in each run
 */
public record Figures(
        List<Line> evaluations,
        List<Comparison> comparisons,
        List<Critic> critics,
        List<List<ProbeFigures>> probes) {

    /**
     * Two evaluations on the same problems.
     *
     * @param overSeeds mean and spread of the difference, one figure per seed
     * @param pHolm p-value that holds for all tests of the report at once
     */
    public record Comparison(
            EvaluationResult first,
            EvaluationResult second,
            PairedComparison paired,
            Spread overSeeds,
            double pHolm) {

        /** Whether two searches with one policy are compared, and not two policies. */
        public boolean ofSearches() {
            return first.policy().equals(second.policy());
        }
    }

    /** A critic on the attempts that an evaluation sampled, in each run that valued them. */
    public record Critic(List<CriticLine> perSeed) {

        public CriticLine first() {
            return perSeed.getFirst();
        }

        public EvaluationResult evaluation() {
            return first().evaluation();
        }

        /** AUC within a problem over the seeds that have one. */
        public Optional<Spread> within() {
            return spread(line -> line.ranking().within().estimate());
        }

        public Optional<Spread> pooled() {
            return spread(line -> line.ranking().pooled());
        }

        private Optional<Spread> spread(ToDoubleFunction<CriticLine> figure) {
            return Figures.spread(
                    perSeed.stream()
                            .filter(line -> line.ranking().pairs() > 0)
                            .mapToDouble(figure));
        }
    }

    /** Figures of a run. Its critics' gains are tested as well and corrected with the rest. */
    public static Figures ofRun(ReportInput run) {
        Seed seed = new Seed(run.seed()).child("report");
        Seed draws = seed.child("comparisons");
        List<Line> lines = Line.of(List.of(run));
        // In one run no problem is attempted twice, so that no permutation is drawn.
        List<Comparison> comparisons =
                Pairs.ofRun(lines, run.trainings()).stream()
                        .map(pair -> compare(pair, draws.child(pair.name()), draws))
                        .toList();
        List<CriticLine> critics = critics(lines, seed).stream().map(Critic::first).toList();
        double[] holm =
                PairedComparison.holm(
                        DoubleStream.concat(
                                        comparisons.stream().mapToDouble(c -> c.paired().p()),
                                        critics.stream().mapToDouble(CriticLine::gainP))
                                .toArray());
        List<Critic> corrected = new ArrayList<>();
        for (int i = 0; i < critics.size(); i++) {
            double p = holm[comparisons.size() + i];
            corrected.add(new Critic(List.of(critics.get(i).withHolm(p))));
        }
        return new Figures(
                lines,
                corrected(comparisons, holm),
                corrected,
                List.of(probes(run, seed.child("probes"))));
    }

    /** Figures of runs with the same trainings, at least one. */
    public static Figures overSeeds(List<ReportInput> runs) {
        Seed seed = new Seed(runs.getFirst().seed()).child("compare");
        List<Line> lines = Line.of(runs);
        List<Comparison> comparisons =
                Pairs.overSeeds(lines, runs.getFirst().trainings()).stream()
                        .map(pair -> overSeeds(pair, seed.child(pair.name())))
                        .toList();
        double[] holm =
                PairedComparison.holm(
                        comparisons.stream().mapToDouble(c -> c.paired().p()).toArray());
        Seed probes = seed.child("probes");
        return new Figures(
                lines,
                corrected(comparisons, holm),
                critics(lines, seed),
                runs.stream().map(r -> probes(r, probes.child(r.seed()))).toList());
    }

    /** What was asked of each model, worked out. */
    private static List<ProbeFigures> probes(ReportInput input, Seed seed) {
        return input.probes().stream()
                .map(probe -> ProbeFigures.of(probe, seed.child(probe.evaluation())))
                .toList();
    }

    private static Comparison overSeeds(Pairs.Pair pair, Seed seed) {
        return compare(pair, seed.child("bootstrap"), seed.child("permutation"));
    }

    private static Comparison compare(Pairs.Pair pair, Seed bootstrap, Seed permutation) {
        PairedComparison paired = pair.compare(bootstrap, permutation);
        return new Comparison(
                pair.first().evaluation(),
                pair.second().evaluation(),
                paired,
                pair.overSeeds(),
                paired.p());
    }

    private static List<Comparison> corrected(List<Comparison> comparisons, double[] holm) {
        List<Comparison> corrected = new ArrayList<>();
        for (int i = 0; i < comparisons.size(); i++) {
            Comparison c = comparisons.get(i);
            corrected.add(
                    new Comparison(c.first(), c.second(), c.paired(), c.overSeeds(), holm[i]));
        }
        return corrected;
    }

    private static List<Critic> critics(List<Line> lines, Seed seed) {
        Seed draws = seed.child("critic");
        return lines.stream()
                .map(
                        line ->
                                line.perSeed().stream()
                                        .filter(CriticLine::applies)
                                        .map(e -> CriticLine.of(e, draws.child(e.name())))
                                        .toList())
                .filter(perSeed -> !perSeed.isEmpty())
                .map(Critic::new)
                .toList();
    }

    /** Mean and spread of figures, one per seed; none if there is none. */
    public static Optional<Spread> spread(DoubleStream figures) {
        double[] finite = figures.filter(Double::isFinite).toArray();
        return finite.length == 0 ? Optional.empty() : Optional.of(Spread.of(finite));
    }
}
