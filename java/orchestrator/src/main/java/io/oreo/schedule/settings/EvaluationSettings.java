package io.oreo.schedule.settings;

import io.oreo.task.KnownTask.Form;
import java.util.List;
import java.util.Set;

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
     * @param strategy greedy, sample, step-beam, best-of-n, majority, value-vote or dvts; for games
     *     greedy, sample or best-action
     * @param policies which policies: {@code previous} (whose rollouts were learned from), {@code
     *     trained}, {@code baselines} (ablations included)
     * @param attempts of best-of-n, majority and value-vote; candidates of best-action
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

        private static final String BEST_ACTION = "best-action";
        private static final List<String> STRATEGIES =
                List.of(
                        "greedy",
                        "sample",
                        "step-beam",
                        "best-of-n",
                        "majority",
                        "value-vote",
                        "dvts",
                        BEST_ACTION);
        private static final List<String> POLICIES = List.of("previous", "trained", "baselines");
        private static final Set<String> WITH_ATTEMPTS =
                Set.of("best-of-n", "majority", "value-vote", BEST_ACTION);
        private static final List<String> FOR_GAMES = List.of("greedy", "sample", BEST_ACTION);
        private static final Set<String> STEPWISE = Set.of("step-beam", "dvts");

        public SearchSettings {
            policies = List.copyOf(policies);
        }

        /** Whether the search asks a critic. */
        public boolean needsValue() {
            return STEPWISE.contains(strategy)
                    || strategy.equals("best-of-n")
                    || strategy.equals(BEST_ACTION)
                    || strategy.equals("value-vote");
        }

        void check(Checks checks, RunSettings run) {
            checks.oneOf("strategy", strategy, STRATEGIES);
            checks.require(
                    !policies.isEmpty(),
                    "policies",
                    "is empty; name some of " + String.join(", ", POLICIES));
            policies.forEach(policy -> checks.oneOf("policies", policy, POLICIES));
            checks.require(
                    run.learners().size() > 1 || !policies.contains("baselines"),
                    "policies",
                    "names baselines, but the run has none and no ablation; set baselines or drop"
                            + " it");
            checks.require(
                    run.hasCritic() || !needsValue(),
                    "strategy",
                    "is %s, which asks a critic, but neither algorithm nor baselines train one"
                            .formatted(strategy));
            checks.atLeast("attempts", attempts, 1);
            checks.atLeast("width", width, 1);
            checks.atLeast("expansions", expansions, 1);
            checks.atLeast("depth_max", depthMax, 1);
            checks.between("temperature", temperature, 0, 10);
            checks.require(
                    temperature > 0 || strategy.equals("greedy"),
                    "temperature",
                    "is 0, so %s would draw the same text each time; set it to 1"
                            .formatted(strategy));
            checks.atLeast("token_budget", tokenBudget, 0);
            checkGames(checks, checks.taskIs(Form.PLAYED));
            checkUnused(checks);
        }

        private void checkGames(Checks checks, boolean played) {
            if (!STRATEGIES.contains(strategy)) {
                return;
            }
            checks.require(
                    !played || FOR_GAMES.contains(strategy),
                    "strategy",
                    "is %s, but the problems are games; use one of %s"
                            .formatted(strategy, String.join(", ", FOR_GAMES)));
            checks.require(
                    played || !strategy.equals(BEST_ACTION),
                    "strategy",
                    "is best-action, which plays games, and the task has none");
            checks.unusedIf(played, "token_budget", "the steps of a game are what is limited");
        }

        private void checkUnused(Checks checks) {
            if (!STRATEGIES.contains(strategy)) {
                return;
            }
            String reason = strategy + " does not read it";
            checks.unusedIf(!WITH_ATTEMPTS.contains(strategy), "attempts", reason);
            checks.unusedIf(!STEPWISE.contains(strategy), "width", reason);
            checks.unusedIf(!STEPWISE.contains(strategy), "expansions", reason);
            checks.unusedIf(!STEPWISE.contains(strategy), "depth_max", reason);
            checks.unusedIf(strategy.equals("greedy"), "temperature", reason);
        }
    }

    void check(Checks checks, RunSettings run) {
        checks.atLeast("unit_size", unitSize, 1);
        checks.atLeast("batch_size", batchSize, 1);
        checks.atLeast("traces", traces, 0);
        checks.require(
                !search.isEmpty(),
                "search",
                "is empty, so nothing would be measured; add one [[evaluation.search]]");
        for (int i = 0; i < search.size(); i++) {
            search.get(i).check(checks.in("search[%d]".formatted(i)), run);
        }
        checks.require(
                search.size() == Set.copyOf(search).size(),
                "search",
                "holds the same search twice; remove one");
    }
}
