package io.oreo.evaluation.statistics;

import io.oreo.trajectory.Seed;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/** Resampling of problems with replacement. */
public final class Bootstrap {

    /** Resamples; the bounds of an interval then vary in the third digit. */
    public static final int RESAMPLES = 2000;

    private Bootstrap() {}

    /**
     * A 95 % percentile interval of a mean over problems (clusters).
     *
     * @param perProblem one figure per problem, at least one
     */
    public static Interval mean(double[] perProblem, Seed seed) {
        return of(
                perProblem.length,
                drawn -> {
                    double sum = 0;
                    for (int problem : drawn) {
                        sum += perProblem[problem];
                    }
                    return sum / drawn.length;
                },
                seed);
    }

    /**
     * A 95 % percentile interval of any figure of a sample of problems.
     *
     * @param problems how many there are, at least one
     * @param figure the figure of the problems with these indices, which may repeat; resamples on
     *     which it is not a number are left out
     */
    public static Interval of(int problems, ToDoubleFunction<int[]> figure, Seed seed) {
        if (problems < 1) {
            throw new IllegalArgumentException("there is no problem to resample");
        }
        int[] all = new int[problems];
        for (int i = 0; i < problems; i++) {
            all[i] = i;
        }
        SplittableRandom random = seed.random();
        double[] figures = new double[RESAMPLES];
        int kept = 0;
        int[] drawn = new int[problems];
        for (int resample = 0; resample < RESAMPLES; resample++) {
            for (int i = 0; i < problems; i++) {
                drawn[i] = random.nextInt(problems);
            }
            double value = figure.applyAsDouble(drawn);
            if (!Double.isNaN(value)) {
                figures[kept++] = value;
            }
        }
        double estimate = figure.applyAsDouble(all);
        return kept == 0
                ? new Interval(estimate, Double.NaN, Double.NaN)
                : Interval.percentile(estimate, Arrays.copyOf(figures, kept));
    }
}
