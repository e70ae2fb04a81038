package io.oreo.evaluation.probe;

import java.util.List;

/**
 * By how much V and its policy miss the soft Bellman equation over whole steps (paper, equation 5):
 *
 * <p>{@code V(s) - (r + V(s') - beta sum log(pi/pi_ref))}, with V = 0 after the end.
 *
 * @param steps how many were looked at
 * @param mean mean residual: positive where V promises too much
 * @param rootMeanSquare its size
 */
public record BellmanResidual(int steps, double mean, double rootMeanSquare) {

    /** Summary of the residuals of at least one step. */
    static BellmanResidual of(List<Double> residuals) {
        double mean = residuals.stream().mapToDouble(each -> each).average().orElse(0);
        double square = residuals.stream().mapToDouble(each -> each * each).average().orElse(0);
        return new BellmanResidual(residuals.size(), mean, Math.sqrt(square));
    }

    /**
     * The residual of a step, from 0.
     *
     * @param source place of V among the sources
     * @param policy place of the implicit value of the same training
     */
    static double ofStep(ProbedAttempt attempt, int step, int source, int policy, double beta) {
        boolean last = step == attempt.steps() - 1;
        double reward = last ? attempt.reward() : 0;
        double next = last ? 0 : attempt.score(source, step + 1);
        return attempt.score(source, step) - (reward + next - beta * attempt.change(policy, step));
    }
}
