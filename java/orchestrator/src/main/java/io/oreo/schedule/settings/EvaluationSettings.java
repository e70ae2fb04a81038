package io.oreo.schedule.settings;

import java.util.List;

/**
 * What is evaluated.
 *
 * @param unitSize problems solved in lock step; the durable grain
 * @param batchSize most prefixes a worker call
 * @param traces problems whose whole search is kept for the report
 * @param search the searches
 */
public record EvaluationSettings(
        int unitSize, int batchSize, int traces, List<SearchSettings> search) {

    public EvaluationSettings {
        search = List.copyOf(search);
    }

    /**
     * One search.
     *
     * @param strategy greedy, sample, step-beam, best-of-n, majority, value-vote or dvts
     * @param policies which policies: {@code previous} (whose rollouts were learned from), {@code
     *     trained}, {@code baselines}
     * @param attempts of best-of-n, majority and value-vote
     * @param width beam width, or subtrees of dvts
     * @param expansions next steps sampled from each state
     * @param depthMax most steps
     * @param temperature of the sampled tokens
     * @param tokenBudget most tokens a problem; 0: no limit
     */
    public record SearchSettings(
            String strategy,
            List<String> policies,
            int attempts,
            int width,
            int expansions,
            int depthMax,
            double temperature,
            int tokenBudget) {

        public SearchSettings {
            policies = List.copyOf(policies);
        }
    }
}
