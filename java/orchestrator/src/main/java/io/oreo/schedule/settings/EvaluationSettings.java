package io.oreo.schedule.settings;

import io.oreo.search.strategy.ActionStrategy;
import io.oreo.search.strategy.ResponseStrategy;
import io.oreo.search.strategy.SearchStrategy;
import io.oreo.search.strategy.StrategyRefused;
import io.oreo.search.strategy.StrategyTable;
import io.oreo.task.KnownTask.Form;
import java.util.List;
import java.util.Map;
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
     * One search: the policies that are searched, and the keys and numbers that strategies read.
     *
     * @param strategy name of a {@link SearchStrategy}
     * @param policies which policies: {@code previous} (whose rollouts were learned from), {@code
     *     trained}, {@code baselines} (all methods but the main one)
     * @param attempts of best-of-n, majority and value-vote; candidates of best-action
     * @param width beam width, or subtrees of dvts
     * @param expansions next steps sampled from each state
     * @param depthMax most steps
     * @param temperature of the sampled tokens
     * @param tokenBudget most tokens per problem; 0: no limit
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

        private static final List<String> POLICIES = List.of("previous", "trained", "baselines");

        public SearchSettings {
            policies = List.copyOf(policies);
        }

        /**
         * The search that this table defines.
         *
         * @throws StrategyRefused if its numbers are out of range; checked settings never are
         */
        public SearchStrategy search() {
            return StrategyTable.read(strategy, numbers());
        }

        /** What strategies may read, by key. */
        public Map<String, Object> numbers() {
            return Map.of(
                    "attempts", attempts,
                    "width", width,
                    "expansions", expansions,
                    "depth_max", depthMax,
                    "temperature", temperature);
        }

        void check(Checks checks, RunSettings run, List<Method> methods) {
            List<String> known = StrategyTable.names(SearchStrategy.class);
            checks.oneOf("strategy", strategy, known);
            checks.require(
                    !policies.isEmpty(),
                    "policies",
                    "is empty; name some of " + String.join(", ", POLICIES));
            policies.forEach(policy -> checks.oneOf("policies", policy, POLICIES));
            checks.require(
                    run.method().size() > 1 || !policies.contains("baselines"),
                    "policies",
                    "names baselines, but the run has one method; add a [[method]] or drop it");
            if (known.contains(strategy)) {
                checkSearch(checks, run, methods);
            }
            checks.atLeast("token_budget", tokenBudget, 0);
            checks.unusedIf(
                    checks.taskIs(Form.PLAYED),
                    "token_budget",
                    "the steps of a game are what is limited");
        }

        private void checkSearch(Checks checks, RunSettings run, List<Method> methods) {
            SearchStrategy kind = StrategyTable.any(strategy);
            checks.require(
                    methods.size() < run.method().size()
                            || methods.stream().anyMatch(Method::trainsCritic)
                            || !kind.needsValue(),
                    "strategy",
                    "is %s, which needs a critic, but no method of the run trains one"
                            .formatted(strategy));
            try {
                search();
            } catch (StrategyRefused refused) {
                refused.refusals().forEach(r -> checks.require(false, r.key(), r.message()));
            }
            checks.require(
                    !checks.taskIs(Form.PLAYED) || kind instanceof ActionStrategy,
                    "strategy",
                    "is %s, but the problems are games; use one of %s"
                            .formatted(
                                    strategy,
                                    String.join(", ", StrategyTable.names(ActionStrategy.class))));
            checks.require(
                    checks.taskIs(Form.PLAYED) || kind instanceof ResponseStrategy,
                    "strategy",
                    "is %s, which plays games, and the task has none".formatted(strategy));
            List<String> read = StrategyTable.keys(strategy);
            numbers()
                    .keySet()
                    .forEach(
                            key ->
                                    checks.unusedIf(
                                            !read.contains(key),
                                            key,
                                            strategy + " does not read it"));
        }
    }

    void check(Checks checks, RunSettings run, List<Method> methods) {
        checks.atLeast("unit_size", unitSize, 1);
        checks.atLeast("batch_size", batchSize, 1);
        checks.atLeast("traces", traces, 0);
        checks.require(
                !search.isEmpty(),
                "search",
                "is empty, so nothing would be measured; add one [[evaluation.search]]");
        for (int i = 0; i < search.size(); i++) {
            search.get(i).check(checks.in("search[%d]".formatted(i)), run, methods);
        }
        checks.require(
                search.size() == Set.copyOf(search).size(),
                "search",
                "holds the same search twice; remove one");
    }
}
