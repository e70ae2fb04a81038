package io.oreo.evaluation.probe;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_ABSENT;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.oreo.evaluation.statistics.ValueRanking;
import io.oreo.evaluation.statistics.ValueRanking.Point;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Seed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * How well each source of a probe tells correct from incorrect.
 *
 * @param probe what was asked
 * @param sources one an entry of the probe's sources, in its order
 */
public record ProbeFigures(Probe probe, List<OfSource> sources) {

    /** Where attempts are looked at: after none, a quarter, … all of their steps. */
    public static final List<Double> POSITIONS = List.of(0.0, 0.25, 0.5, 0.75, 1.0);

    /**
     * Figures of a source.
     *
     * @param positions one an entry of {@link #POSITIONS}
     * @param steps how well changes find the first incorrect step; empty without labelled steps, or
     *     without an incorrect one
     * @param bellman how well V fits its own policy; empty for implicit values
     */
    public record OfSource(
            @JsonUnwrapped ProbeSource source,
            List<AtPosition> positions,
            @JsonProperty("first_wrong_step") @JsonInclude(NON_ABSENT) Optional<StepFigures> steps,
            @JsonProperty("bellman_residual") @JsonInclude(NON_ABSENT)
                    Optional<BellmanResidual> bellman) {

        public OfSource {
            positions = List.copyOf(positions);
        }

        /** At the last state. */
        public AtPosition last() {
            return positions.getLast();
        }
    }

    /**
     * Figures at a position.
     *
     * @param share share of the steps that were taken
     * @param ranking AUC within a problem, pooled, and calibration
     * @param calibrationError expected calibration error; empty for implicit values, which are no
     *     probabilities
     */
    public record AtPosition(
            double share,
            @JsonUnwrapped @JsonIgnoreProperties({"calibration_error", "reliability"})
                    ValueRanking ranking,
            OptionalDouble calibrationError) {}

    /** Works the figures out. */
    public static ProbeFigures of(Probe probe, Seed seed) {
        List<OfSource> sources = new ArrayList<>();
        for (int source = 0; source < probe.sources().size(); source++) {
            ProbeSource asked = probe.sources().get(source);
            sources.add(of(probe, source, seed.child(asked.label())));
        }
        return new ProbeFigures(probe, List.copyOf(sources));
    }

    private static OfSource of(Probe probe, int source, Seed seed) {
        ProbeSource asked = probe.sources().get(source);
        boolean explicit = asked.kind() == ProbeSource.Kind.EXPLICIT;
        return new OfSource(
                asked,
                POSITIONS.stream().map(share -> at(probe, source, share, explicit, seed)).toList(),
                StepFigures.of(probe.attempts(), source, seed.child("steps")),
                explicit ? bellman(probe, source) : Optional.empty());
    }

    private static AtPosition at(
            Probe probe, int source, double share, boolean explicit, Seed seed) {
        ValueRanking ranking =
                ValueRanking.of(
                        byProblem(
                                probe.attempts(),
                                attempt ->
                                        List.of(
                                                new Point(
                                                        attempt.score(
                                                                source, state(attempt, share)),
                                                        attempt.correct()))),
                        seed.child(Double.toString(share)));
        return new AtPosition(
                share,
                ranking,
                explicit ? OptionalDouble.of(ranking.calibrationError()) : OptionalDouble.empty());
    }

    /** The state after this share of the steps, rounded half up. */
    static int state(ProbedAttempt attempt, double share) {
        return (int) Math.floor(share * attempt.steps() + 0.5);
    }

    /** Points of the attempts at each problem, in the order in which problems come. */
    static List<List<Point>> byProblem(
            List<ProbedAttempt> attempts, Function<ProbedAttempt, List<Point>> points) {
        Map<ProblemId, List<Point>> problems = new LinkedHashMap<>();
        for (ProbedAttempt attempt : attempts) {
            problems.computeIfAbsent(attempt.problem(), _ -> new ArrayList<>())
                    .addAll(points.apply(attempt));
        }
        return List.copyOf(problems.values());
    }

    private static Optional<BellmanResidual> bellman(Probe probe, int source) {
        String training = probe.sources().get(source).training();
        Double beta = probe.betas().get(training);
        int policy = probe.sources().indexOf(new ProbeSource(ProbeSource.Kind.IMPLICIT, training));
        if (beta == null || policy < 0) {
            return Optional.empty();
        }
        List<Double> residuals = new ArrayList<>();
        for (ProbedAttempt attempt : probe.attempts()) {
            for (int step = 0; step < attempt.steps(); step++) {
                residuals.add(BellmanResidual.ofStep(attempt, step, source, policy, beta));
            }
        }
        return Optional.of(BellmanResidual.of(residuals));
    }
}
