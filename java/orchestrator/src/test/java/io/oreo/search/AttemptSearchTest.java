package io.oreo.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.search.SearchResult.Ending;
import io.oreo.search.SearchTrace.NodeStatus;
import io.oreo.search.strategy.BestOfN;
import io.oreo.search.strategy.Greedy;
import io.oreo.search.strategy.Majority;
import io.oreo.search.strategy.ResponseStrategy;
import io.oreo.search.strategy.ValueVote;
import io.oreo.testing.DigitPolicy;
import io.oreo.testing.ExactValues;
import io.oreo.trajectory.IntVector;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttemptSearchTest {

    private static final DigitPolicy POLICY = new DigitPolicy(2, 1, 4);

    private static SearchResult one(ResponseStrategy strategy, SolverLimits limits) {
        return Searches.solver(POLICY, Searches.sums(), limits)
                .solve(Searches.prompts(1), strategy, Searches.SEED)
                .getFirst();
    }

    @Test
    void greedy_takes_the_most_likely_token_and_asks_no_critic() {
        ExactValues values = Searches.sums();
        SearchResult result =
                Searches.solver(POLICY, values, Searches.WIDE)
                        .solve(Searches.prompts(1), new Greedy(), Searches.SEED)
                        .getFirst();
        assertEquals("3\n3", result.answer().response());
        assertEquals(Ending.FINISHED, result.ending());
        assertEquals(List.of(), values.calls());
        assertEquals(4, result.tokensSpent());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8})
    void the_choice_among_the_first_k_is_the_choice_of_a_run_with_k(int k) {
        List<Attempt> eight = one(new BestOfN(8, 1), Searches.WIDE).attempts();
        List<Attempt> first = eight.subList(0, k);
        assertEquals(one(new BestOfN(k, 1), Searches.WIDE).answer(), Choice.byValue(first));
        assertEquals(
                one(new ValueVote(k, 1), Searches.WIDE).answer(),
                Choice.byWeightedVote(first, Searches.LAST_LINE));
        assertEquals(
                one(new Majority(k, 1), Searches.WIDE).answer().response(),
                Choice.byMajority(first, Searches.LAST_LINE).response());
    }

    @Test
    void best_of_n_takes_the_highest_value_at_the_last_state() {
        ExactValues values = Searches.sums();
        SearchResult result =
                Searches.solver(POLICY, values, Searches.WIDE)
                        .solve(Searches.prompts(1), new BestOfN(8, 1), Searches.SEED)
                        .getFirst();
        double best =
                result.attempts().stream()
                        .mapToDouble(a -> a.value().orElseThrow())
                        .max()
                        .orElse(0);
        assertEquals(best, result.answer().value().orElseThrow());
        assertEquals(best, DigitPolicy.digitSum(Searches.responseOf(result.answer())));
        for (List<IntVector> call : values.calls()) {
            assertTrue(
                    call.stream().noneMatch(state -> state.last() == DigitPolicy.END),
                    "the state after the end token is terminal and has no value to read");
        }
        assertEquals(8, result.trace().nodes().size());
    }

    @Test
    void repeated_attempts_are_marked_as_merged() {
        SearchResult result =
                Searches.solver(new DigitPolicy(1, 1, 1), Searches.sums(), Searches.WIDE)
                        .solve(Searches.prompts(1), new BestOfN(2, 1), Searches.SEED)
                        .getFirst();
        assertEquals(
                List.of(NodeStatus.FINISHED, NodeStatus.DUPLICATE),
                result.trace().nodes().stream().map(SearchTrace.Node::status).toList());
        assertEquals(0, result.trace().chosen());
    }

    @Test
    void a_budget_is_shared_by_the_attempts_and_never_exceeded() {
        SolverLimits poor = Searches.limits(1000, OptionalInt.of(11));
        SearchResult result = one(new BestOfN(4, 1), poor);
        assertTrue(result.tokensSpent() <= 11);
        assertEquals(Ending.BUDGET, result.ending());
        SolverLimits enough = Searches.limits(1000, OptionalInt.of(16));
        assertEquals(Ending.FINISHED, one(new BestOfN(4, 1), enough).ending());
    }

    @Test
    void problems_and_critics_that_are_missing_or_double_are_refused() {
        Solver blind =
                new Solver(
                        new SearchInput.Models(POLICY, Optional.empty(), Searches.LAST_LINE),
                        Searches.WIDE);
        IllegalArgumentException noCritic =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> blind.solve(Searches.prompts(1), new BestOfN(2, 1), Searches.SEED));
        assertTrue(noCritic.getMessage().contains("needs a value model"));
        IllegalArgumentException twice =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                blind.solve(
                                        List.of(Searches.prompt(1), Searches.prompt(1)),
                                        new Greedy(),
                                        Searches.SEED));
        assertTrue(twice.getMessage().contains("problem-1 is given twice"));
    }
}
