package io.oreo.evaluation.statistics;

import io.oreo.trajectory.Seed;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Paired permutation test (Fisher 1935): if two methods were alike, each problem's difference could
 * as well have the other sign.
 */
public final class Permutation {

    /** Up to so many problems with a difference, all sign patterns are counted. */
    static final int EXACT_UP_TO = 20;

    private static final int DRAWS = 10_000;

    private Permutation() {}

    /**
     * Two-sided p-value of the mean difference: the share of sign patterns whose mean is at least
     * as far from 0. Exact for up to 20 differences that are not 0, drawn at random beyond, where
     * the observed pattern counts as one draw, so that p is never 0 (Phipson and Smyth 2010).
     *
     * @param differences first minus second, one per problem
     */
    public static double p(double[] differences, Seed seed) {
        double[] moving = Arrays.stream(differences).filter(d -> d != 0).toArray();
        double observed = Math.abs(Arrays.stream(moving).sum());
        double bound = observed - 1e-9 * Math.max(1, observed);
        return moving.length <= EXACT_UP_TO ? exact(moving, bound) : drawn(moving, bound, seed);
    }

    private static double exact(double[] moving, double bound) {
        int patterns = 1 << moving.length;
        int extreme = 0;
        for (int pattern = 0; pattern < patterns; pattern++) {
            double sum = 0;
            for (int i = 0; i < moving.length; i++) {
                sum += (pattern >> i & 1) == 0 ? moving[i] : -moving[i];
            }
            extreme += Math.abs(sum) >= bound ? 1 : 0;
        }
        return extreme / (double) patterns;
    }

    private static double drawn(double[] moving, double bound, Seed seed) {
        SplittableRandom random = seed.random();
        int extreme = 1;
        for (int draw = 0; draw < DRAWS; draw++) {
            double sum = 0;
            for (double difference : moving) {
                sum += random.nextBoolean() ? difference : -difference;
            }
            extreme += Math.abs(sum) >= bound ? 1 : 0;
        }
        return extreme / (DRAWS + 1.0);
    }
}
