package io.oreo.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.search.SearchResult.Ending;
import io.oreo.search.SearchTrace.Node;
import io.oreo.search.SearchTrace.NodeStatus;
import io.oreo.search.strategy.Dvts;
import io.oreo.search.strategy.ResponseStrategy;
import io.oreo.search.strategy.StepBeam;
import io.oreo.testing.DigitPolicy;
import io.oreo.testing.ExactValues;
import io.oreo.trajectory.IntVector;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StepBeamTest {

    private static final ResponseStrategy BEAM = new StepBeam(3, 4);

    private static SearchResult one(DigitPolicy policy, ResponseStrategy strategy, SolverLimits l) {
        return Searches.solver(policy, Searches.sums(), l)
                .solve(Searches.prompts(1), strategy, Searches.SEED)
                .getFirst();
    }

    @Property(tries = 60)
    void a_search_never_spends_more_than_its_budget_and_accounts_for_every_token(
            @ForAll @IntRange(min = 1, max = 90) int budget,
            @ForAll @IntRange(min = 1, max = 4) int width,
            @ForAll @IntRange(min = 1, max = 4) int expansions,
            @ForAll @IntRange(min = 1, max = 30) int maxNewTokens) {
        ResponseStrategy beam = new StepBeam(width, expansions);
        SolverLimits limits = Searches.limits(maxNewTokens, OptionalInt.of(budget));
        SearchResult result = one(new DigitPolicy(4, 3, 10), beam, limits);
        long generated = result.trace().nodes().stream().mapToLong(Node::tokens).sum();
        assertEquals(generated, result.tokensSpent());
        assertTrue(result.tokensSpent() <= budget);
        assertTrue(result.answer().responseTokens() <= maxNewTokens);
        assertEquals(result.ending() == Ending.FINISHED, result.answer().finished());
    }

    @Property(tries = 30)
    void the_steps_of_the_answer_joined_are_its_response(
            @ForAll @IntRange(min = 1, max = 3) int width,
            @ForAll @IntRange(min = 1, max = 6) int digits,
            @ForAll @IntRange(min = 1, max = 40) int maxNewTokens) {
        DigitPolicy policy = new DigitPolicy(4, digits, 10);
        ResponseStrategy beam = new StepBeam(width, 2);
        SolverLimits limits = Searches.limits(maxNewTokens, OptionalInt.empty());
        SearchResult result = one(policy, beam, limits);
        Attempt answer = result.answer();
        StringBuilder steps = new StringBuilder();
        for (int node = result.trace().chosen(); node >= 0; ) {
            steps.insert(0, result.trace().nodes().get(node).text());
            node = result.trace().nodes().get(node).parent();
        }
        assertEquals(answer.response(), steps.toString());
        assertEquals(answer.response(), DigitPolicy.text(Searches.responseOf(answer)));
        assertEquals(answer.tokenIds().size(), answer.stepEnds().last());
        assertEquals(answer.responseTokens(), answer.logProbs().size());
        int previous = answer.promptTokens();
        for (int end : answer.stepEnds().toArray()) {
            assertTrue(end - previous <= digits + 1, "a step is one line");
            assertTrue(end > previous, "step ends ascend");
            previous = end;
        }
    }

    @Test
    void the_best_of_each_round_are_kept_and_the_best_solution_is_the_answer() {
        SearchResult result = one(new DigitPolicy(3, 1, 10), BEAM, Searches.WIDE);
        List<Node> nodes = result.trace().nodes();
        double worstKept = lowest(nodes, NodeStatus.KEPT, SearchTrace.NO_PARENT);
        double bestDropped = highest(nodes, NodeStatus.PRUNED, SearchTrace.NO_PARENT);
        assertTrue(worstKept >= bestDropped, worstKept + " was kept, " + bestDropped + " dropped");
        double best = highest(nodes, NodeStatus.FINISHED, null);
        assertEquals(best, result.answer().value().orElseThrow());
        assertEquals(Ending.FINISHED, result.ending());
        assertEquals(DigitPolicy.digitSum(Searches.responseOf(result.answer())), best);
    }

    private static double lowest(List<Node> nodes, NodeStatus status, @Nullable Integer parent) {
        return values(nodes, status, parent).min().orElse(Double.POSITIVE_INFINITY);
    }

    private static double highest(List<Node> nodes, NodeStatus status, @Nullable Integer parent) {
        return values(nodes, status, parent).max().orElse(Double.NEGATIVE_INFINITY);
    }

    private static DoubleStream values(
            List<Node> nodes, NodeStatus status, @Nullable Integer parent) {
        return nodes.stream()
                .filter(node -> node.status() == status)
                .filter(node -> parent == null || node.parent() == parent)
                .mapToDouble(node -> node.value().orElseThrow());
    }

    @Test
    void equal_candidates_are_merged_and_their_state_is_read_once() {
        ExactValues values = Searches.sums();
        SearchResult result =
                Searches.solver(new DigitPolicy(2, 2, 1), values, Searches.WIDE)
                        .solve(Searches.prompts(1), BEAM, Searches.SEED)
                        .getFirst();
        List<NodeStatus> fates = result.trace().nodes().stream().map(Node::status).toList();
        assertEquals(
                List.of(
                        NodeStatus.KEPT,
                        NodeStatus.DUPLICATE,
                        NodeStatus.DUPLICATE,
                        NodeStatus.DUPLICATE,
                        NodeStatus.FINISHED,
                        NodeStatus.DUPLICATE,
                        NodeStatus.DUPLICATE,
                        NodeStatus.DUPLICATE),
                fates);
        List<IntVector> read = values.calls().stream().flatMap(List::stream).toList();
        assertEquals(Set.copyOf(read).size(), read.size(), "a state was read twice");
        assertEquals(24, result.tokensSpent(), "merged candidates are paid for, too");
    }

    @Test
    void of_equal_values_the_one_generated_first_is_kept() {
        ExactValues equal = new ExactValues(_ -> 0.5);
        SearchResult result =
                Searches.solver(new DigitPolicy(3, 2, 10), equal, Searches.WIDE)
                        .solve(Searches.prompts(1), BEAM, Searches.SEED)
                        .getFirst();
        List<Integer> firstRound =
                result.trace().nodes().stream()
                        .filter(node -> node.parent() == SearchTrace.NO_PARENT)
                        .filter(node -> node.status() == NodeStatus.KEPT)
                        .map(Node::order)
                        .toList();
        assertEquals(List.of(0, 1, 2), firstRound);
        int firstFinished =
                result.trace().nodes().stream()
                        .filter(node -> node.status() == NodeStatus.FINISHED)
                        .findFirst()
                        .orElseThrow()
                        .order();
        assertEquals(firstFinished, result.trace().chosen());
    }

    @Test
    void a_beam_narrows_by_every_solution_that_leaves_it() {
        DigitPolicy policy = new DigitPolicy(3, 1, 2).endingAt(0);
        ExactValues zeroIsBest = new ExactValues(state -> -DigitPolicy.digitSum(state));
        SearchResult result =
                Searches.solver(policy, zeroIsBest, Searches.WIDE)
                        .solve(Searches.prompts(1), new StepBeam(2, 8), Searches.SEED)
                        .getFirst();
        List<String> fates =
                result.trace().nodes().stream()
                        .filter(node -> node.status() != NodeStatus.DUPLICATE)
                        .sorted(Comparator.comparingInt(Node::parent).thenComparing(Node::text))
                        .map(node -> node.text().strip() + " " + node.status())
                        .toList();
        assertEquals(List.of("0 FINISHED", "1 KEPT", "0 FINISHED", "1 PRUNED"), fates);
    }

    @Test
    void a_finished_solution_takes_its_place_in_the_beam_along() {
        SearchResult result = one(new DigitPolicy(1, 2, 10), BEAM, Searches.WIDE);
        assertEquals(4, result.trace().nodes().size(), "nothing is left to expand");
        long finished =
                result.trace().nodes().stream()
                        .filter(n -> n.status() == NodeStatus.FINISHED)
                        .count();
        assertEquals(3, finished);
        assertEquals(4, result.attempts().size(), "the outranked solution is an attempt as well");
    }

    @Test
    void a_search_that_runs_out_of_steps_says_so_and_gives_its_best_beginning() {
        ResponseStrategy shallow = new StepBeam(3, 4, 2, 1);
        SearchResult result = one(new DigitPolicy(5, 2, 10), shallow, Searches.WIDE);
        assertEquals(Ending.DEPTH, result.ending());
        assertFalse(result.answer().finished());
        assertEquals(2, result.answer().stepEnds().size());
        double best = highest(result.trace().nodes().subList(4, 16), NodeStatus.KEPT, null);
        assertEquals(best, result.answer().value().orElseThrow());
        assertEquals(List.of(result.answer()), result.attempts());
    }

    @Test
    void a_search_that_runs_out_of_tokens_says_so() {
        SolverLimits poor = Searches.limits(1000, OptionalInt.of(30));
        SearchResult result = one(new DigitPolicy(5, 2, 10), BEAM, poor);
        assertEquals(Ending.BUDGET, result.ending());
        assertFalse(result.answer().finished());
    }

    @Test
    void a_budget_too_small_for_one_token_each_gives_an_empty_answer() {
        SolverLimits nothing = Searches.limits(1000, OptionalInt.of(3));
        SearchResult result = one(new DigitPolicy(5, 2, 10), BEAM, nothing);
        assertEquals(Ending.BUDGET, result.ending());
        assertEquals("", result.answer().response());
        assertEquals(0, result.tokensSpent());
        assertEquals(SearchTrace.NO_PARENT, result.trace().chosen());
        assertEquals("step-beam 3x4\n", TraceDrawing.of(result.trace()));
    }

    @Test
    void a_search_whose_candidates_all_reach_their_length_says_so() {
        SolverLimits narrow = Searches.limits(7, OptionalInt.empty());
        SearchResult result = one(new DigitPolicy(5, 2, 10), BEAM, narrow);
        assertEquals(Ending.LENGTH, result.ending());
        assertEquals(7, result.answer().responseTokens());
        assertEquals(3, result.answer().stepEnds().size());
    }

    @Test
    void a_limit_that_does_not_bind_changes_nothing() {
        DigitPolicy policy = new DigitPolicy(4, 5, 10);
        SearchResult free = one(policy, BEAM, Searches.WIDE);
        SearchResult exact = one(policy, BEAM, Searches.limits(4 * 6, OptionalInt.of(1 << 20)));
        assertEquals(free, exact);
    }

    @Test
    void a_result_does_not_depend_on_its_neighbours() {
        DigitPolicy policy = new DigitPolicy(3, 2, 10);
        Solver solver = Searches.solver(policy, Searches.sums(), Searches.WIDE);
        List<SearchResult> together = solver.solve(Searches.prompts(5), BEAM, Searches.SEED);
        for (int i = 0; i < 5; i++) {
            List<SearchResult> alone =
                    solver.solve(List.of(Searches.prompt(i)), BEAM, Searches.SEED);
            assertEquals(List.of(together.get(i)), alone);
        }
        assertEquals(
                5,
                new HashSet<>(together.stream().map(r -> r.answer().response()).toList()).size());
        assertTrue(policy.batchSizes().stream().allMatch(size -> size <= 3));
    }

    @Test
    void problems_share_worker_calls() {
        DigitPolicy policy = new DigitPolicy(2, 1, 10);
        Solver solver = Searches.solver(policy, Searches.sums(), Searches.WIDE);
        solver.solve(Searches.prompts(3), new StepBeam(1, 2), Searches.SEED);
        assertEquals(List.of(3, 3, 3, 3), policy.batchSizes());
    }

    @Test
    void diverse_trees_do_not_compete() {
        ResponseStrategy trees = new Dvts(3, 2, 20, 1);
        SearchResult result = one(new DigitPolicy(3, 2, 10), trees, Searches.WIDE);
        List<Node> nodes = result.trace().nodes();
        assertEquals(18, nodes.size());
        for (int round = 0; round < 3; round++) {
            for (int tree = 0; tree < 3; tree++) {
                int start = round * 6 + tree * 2;
                long dropped =
                        nodes.subList(start, start + 2).stream()
                                .filter(node -> node.status() == NodeStatus.PRUNED)
                                .count();
                assertEquals(1, dropped, "each tree keeps one of its two");
            }
        }
        assertEquals(6, result.attempts().size());
    }

    @Test
    void a_trace_draws_as_a_tree() {
        ResponseStrategy beam = new StepBeam(2, 2);
        SearchResult result = one(new DigitPolicy(2, 1, 4), beam, Searches.WIDE);
        assertEquals(
                """
                step-beam 2x2
                ├─ *  2.000 kept      2
                │  ├─ *  5.000 finished  3
                │  └─        - duplicate 3
                └─    1.000 kept      1
                   ├─    1.000 pruned    0
                   └─    3.000 finished  2
                """,
                TraceDrawing.of(result.trace()));
    }
}
