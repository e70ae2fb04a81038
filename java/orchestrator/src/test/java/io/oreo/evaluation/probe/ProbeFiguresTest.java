package io.oreo.evaluation.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.evaluation.probe.ProbeFigures.OfSource;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Ranks, first incorrect steps and residuals, against numbers worked out by hand. */
class ProbeFiguresTest {

    private static final ProbeSource V = new ProbeSource(ProbeSource.Kind.EXPLICIT, "oreo-1");
    private static final ProbeSource IMPLICIT =
            new ProbeSource(ProbeSource.Kind.IMPLICIT, "oreo-1");

    private static ProbedAttempt attempt(
            String problem,
            double reward,
            OptionalInt correct,
            List<Double> v,
            List<Double> ratio) {
        return new ProbedAttempt(new ProblemId(problem), reward, correct, List.of(v, ratio));
    }

    private static ProbeFigures figures(ProbedAttempt... attempts) {
        Probe probe =
                new Probe(
                        1,
                        "sft/best-of-2 by oreo-1",
                        "sft",
                        List.of(V, IMPLICIT),
                        Map.of("oreo-1", 0.5),
                        List.of(attempts),
                        0);
        return ProbeFigures.of(probe, new Seed(1));
    }

    /**
     * A correct attempt whose V rises, an incorrect one whose second step is incorrect and whose V
     * falls there.
     */
    private static final ProbeFigures TWO =
            figures(
                    attempt("p", 1, OptionalInt.of(2), List.of(.5, .6, .9), List.of(0., .2, .1)),
                    attempt("p", 0, OptionalInt.of(1), List.of(.5, .7, .1), List.of(0., .4, .5)));

    @Test
    void ranks_within_a_problem_at_each_position() {
        OfSource v = TWO.sources().getFirst();
        assertEquals(5, v.positions().size());
        assertEquals(.5, v.positions().getFirst().ranking().within().estimate());
        // After half of the steps the incorrect attempt is still ahead.
        assertEquals(0, v.positions().get(2).ranking().within().estimate());
        assertEquals(1, v.last().ranking().within().estimate());
        assertEquals(1, v.last().ranking().pairs());
        // |.9 - 1| and |.1 - 0|, each half of the attempts.
        assertEquals(.1, v.last().calibrationError().orElseThrow(), 1e-12);
        OfSource implicit = TWO.sources().getLast();
        assertEquals(0, implicit.last().ranking().within().estimate());
        assertTrue(implicit.last().calibrationError().isEmpty());
    }

    @Test
    void finds_the_first_incorrect_step_by_its_change() {
        StepFigures steps = TWO.sources().getFirst().steps().orElseThrow();
        assertEquals(1, steps.incorrectAttempts());
        assertEquals(-.6, steps.changeAtIncorrect(), 1e-12);
        assertEquals((.1 + .3 + .2) / 3, steps.changeAtCorrect(), 1e-12);
        assertEquals(1, steps.within().estimate());
        assertEquals(1, steps.located());
        assertEquals(.5, steps.chance());
        StepFigures implicit = TWO.sources().getLast().steps().orElseThrow();
        // Changes of correct steps: .2, -.1, .4; of the incorrect one: .1, below two of three.
        assertEquals(2 / 3.0, implicit.within().estimate(), 1e-12);
        assertEquals(1, implicit.located());
    }

    @Test
    void the_residual_is_that_of_the_soft_bellman_equation_over_steps() {
        BellmanResidual residual = TWO.sources().getFirst().bellman().orElseThrow();
        // V(s) - (r + V(s') - .5 ratio), and 0 after the end.
        double[] by = {
            .5 - (.6 - .5 * .2), .6 - (1 - .5 * -.1), .5 - (.7 - .5 * .4), .7 - (0 - .5 * .1)
        };
        double mean = 0;
        double square = 0;
        for (double each : by) {
            mean += each / 4;
            square += each * each / 4;
        }
        assertEquals(4, residual.steps());
        assertEquals(mean, residual.mean(), 1e-12);
        assertEquals(Math.sqrt(square), residual.rootMeanSquare(), 1e-12);
        assertTrue(TWO.sources().getLast().bellman().isEmpty());
    }

    @Test
    void steps_after_the_first_incorrect_one_count_for_nothing() {
        ProbeFigures figures =
                figures(
                        attempt(
                                "p",
                                0,
                                OptionalInt.of(0),
                                List.of(.5, .4, .9, .0),
                                List.of(0., 0., 0., 0.)));
        StepFigures steps = figures.sources().getFirst().steps().orElseThrow();
        assertEquals(-.1, steps.changeAtIncorrect(), 1e-12);
        assertTrue(Double.isNaN(steps.changeAtCorrect()));
        assertTrue(Double.isNaN(steps.within().estimate()));
        assertEquals(0, steps.located());
    }

    @Test
    void without_labels_or_without_a_mistake_nothing_is_said_of_steps() {
        assertTrue(
                figures(attempt("p", 1, OptionalInt.empty(), List.of(0., 1.), List.of(0., 1.)))
                        .sources()
                        .getFirst()
                        .steps()
                        .isEmpty());
        assertTrue(
                figures(attempt("p", 1, OptionalInt.of(1), List.of(0., 1.), List.of(0., 1.)))
                        .sources()
                        .getFirst()
                        .steps()
                        .isEmpty());
    }

    @Test
    void an_attempt_that_fits_nothing_is_refused() {
        ProblemId id = new ProblemId("p");
        List<List<Double>> two = List.of(List.of(0., 1.), List.of(0., 1., 2.));
        assertThrows(
                IllegalArgumentException.class,
                () -> new ProbedAttempt(id, 1, OptionalInt.empty(), two));
        assertThrows(
                IllegalArgumentException.class,
                () -> new ProbedAttempt(id, 1, OptionalInt.empty(), List.of(List.of(0.))));
        assertThrows(
                IllegalArgumentException.class,
                () -> new ProbedAttempt(id, 1, OptionalInt.of(2), List.of(List.of(0., 1.))));
    }

    /** A policy with V on the fixed point has no residual, whatever its ratios and its beta. */
    @Property(tries = 50)
    void a_value_that_solves_the_equation_has_no_residual(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 8) int steps,
            @ForAll @DoubleRange(min = 0.01, max = 2) double beta) {
        SplittableRandom random = new SplittableRandom(seed);
        double reward = random.nextInt(2);
        double[] ratios = random.doubles(steps, -2, 2).toArray();
        Double[] v = new Double[steps + 1];
        v[steps] = 0.25;
        v[steps - 1] = reward - beta * ratios[steps - 1];
        for (int step = steps - 2; step >= 0; step--) {
            v[step] = v[step + 1] - beta * ratios[step];
        }
        List<Double> sums = new ArrayList<>(List.of(0.0));
        for (double ratio : ratios) {
            sums.add(sums.getLast() + ratio);
        }
        ProbedAttempt attempt = attempt("p", reward, OptionalInt.empty(), List.of(v), sums);
        for (int step = 0; step < steps; step++) {
            assertEquals(0, BellmanResidual.ofStep(attempt, step, 0, 1, beta), 1e-9);
        }
    }

    @Property(tries = 30)
    void a_probe_reads_back_as_it_was_written(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int count) {
        SplittableRandom random = new SplittableRandom(seed);
        List<ProbedAttempt> attempts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int steps = random.nextInt(1, 6);
            attempts.add(
                    attempt(
                            "p" + i,
                            random.nextDouble(),
                            random.nextBoolean()
                                    ? OptionalInt.of(random.nextInt(steps + 1))
                                    : OptionalInt.empty(),
                            random.doubles(steps + 1).boxed().toList(),
                            random.doubles(steps + 1, -9, 9).boxed().toList()));
        }
        Probe probe =
                new Probe(2, "x", "sft", List.of(V, IMPLICIT), Map.of("oreo-1", 0.1), attempts, 4);
        assertEquals(probe, ProbeJson.read(ProbeJson.write(probe)));
        assertEquals(
                ProbeJson.write(probe), ProbeJson.write(ProbeJson.read(ProbeJson.write(probe))));
    }
}
