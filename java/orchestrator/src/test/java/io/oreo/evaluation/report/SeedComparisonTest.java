package io.oreo.evaluation.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.oreo.evaluation.AttemptResult;
import io.oreo.evaluation.ProblemResult;
import io.oreo.evaluation.figures.ReportInput;
import io.oreo.evaluation.figures.ReportInput.EvaluationResult;
import io.oreo.search.SearchResult;
import io.oreo.search.strategy.Greedy;
import io.oreo.testing.Golden;
import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SeedComparisonTest {

    /** Correct (1) or incorrect (0), problem by problem: SFT, OREO, DPO; two seeds. */
    private static final List<ReportInput> RUNS =
            List.of(run(1, "a", "0001", "1111", "0011"), run(2, "b", "0011", "1101", "0111"));

    private static ReportInput run(
            long seed, String problems, String sft, String oreo, String dpo) {
        return new ReportInput(
                "seed-" + seed,
                seed,
                Map.of(),
                Map.of(),
                List.of(List.of("sft"), List.of("oreo-1", "dpo-1")),
                List.of(
                        greedy(0, "sft", problems, sft),
                        greedy(1, "oreo-1", problems, oreo),
                        greedy(1, "dpo-1", problems, dpo)),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of());
    }

    private static EvaluationResult greedy(
            int iteration, String policy, String problems, String correct) {
        List<ProblemResult> results = new ArrayList<>();
        for (int i = 0; i < correct.length(); i++) {
            String group = problems.equals("c") ? "new" : i < 2 ? "held-out" : "seen";
            results.add(result(problems + i, group, correct.charAt(i) == '1'));
        }
        return new EvaluationResult(
                iteration,
                policy + "/greedy",
                policy,
                Optional.empty(),
                new Greedy(),
                results,
                OptionalInt.empty());
    }

    private static ProblemResult result(String problem, String group, boolean correct) {
        AttemptResult answer =
                new AttemptResult(
                        0,
                        "A: 1",
                        FinishReason.END_TOKEN,
                        5,
                        1,
                        OptionalDouble.empty(),
                        correct ? new Verdict.Correct("1", "A:") : new Verdict.Incorrect("1", "A:"),
                        correct ? 1 : 0,
                        "test/1",
                        Optional.empty());
        return new ProblemResult(
                new ProblemId(problem),
                group,
                answer,
                List.of(answer),
                SearchResult.Ending.FINISHED,
                5,
                Optional.empty(),
                Optional.empty());
    }

    private static JsonNode json(SeedComparison comparison) throws IOException {
        return new JsonMapper().readTree(comparison.json());
    }

    @Test
    void the_json_and_the_markdown_are_as_reviewed() throws IOException {
        SeedComparison comparison = SeedComparison.of("trial", RUNS);
        Golden.check("compare.json", comparison.json());
        Golden.check("compare.md", comparison.markdown());
    }

    @Test
    void the_figure_of_a_method_is_its_mean_over_seeds_and_no_single_seed() throws IOException {
        JsonNode oreo = json(SeedComparison.of("trial", RUNS)).get("evaluations").get(1);

        assertEquals("oreo-1/greedy", oreo.get("name").asText());
        assertEquals(0.875, oreo.get("over_seeds").get("mean").asDouble(), 1e-12);
        assertEquals(
                0.25 / Math.sqrt(2), oreo.get("over_seeds").get("deviation").asDouble(), 1e-12);
        assertEquals(1.0, oreo.get("per_seed").get(0).get("accuracy").asDouble());
        assertEquals(7, oreo.get("pooled").get("correct").asInt());
        assertEquals(8, oreo.get("pooled").get("n").asInt());
    }

    /**
     * The first two problems of each seed are held out: 1, 1 and 1, 1; the others 1, 1 and 0, 1.
     */
    @Test
    void groups_of_problems_stand_under_their_evaluation() throws IOException {
        SeedComparison comparison = SeedComparison.of("trial", RUNS);
        JsonNode groups = json(comparison).get("evaluations").get(1).get("groups");

        assertEquals(0.75, groups.get("seen").get("over_seeds").get("mean").asDouble(), 1e-12);
        assertEquals(4, groups.get("held-out").get("pooled").get("correct").asInt());
        assertEquals(4, groups.get("held-out").get("pooled").get("n").asInt());
        assertTrue(comparison.markdown().contains("| – held-out | 100.0 ("));
        assertTrue(comparison.html().contains("<td>– held-out</td>"));
    }

    @Test
    void a_group_that_a_seed_lacks_is_left_out() throws IOException {
        List<ReportInput> runs = List.of(RUNS.getFirst(), run(2, "c", "0011", "1101", "0111"));
        JsonNode sft = json(SeedComparison.of("trial", runs)).get("evaluations").get(0);

        assertEquals(8, sft.get("pooled").get("n").asInt());
        assertTrue(sft.get("groups").isEmpty());
    }

    /** By hand: OREO gains 3 and 2 problems on SFT and loses 0 and 1; McNemar of 5 : 1 is 14/64. */
    @Test
    void methods_are_compared_problem_by_problem_over_all_seeds() throws IOException {
        JsonNode comparisons = json(SeedComparison.of("trial", RUNS)).get("comparisons");
        JsonNode first = comparisons.get(0);

        assertEquals(3, comparisons.size(), "OREO-SFT, OREO-DPO, DPO-SFT");
        assertEquals("oreo-1/greedy", first.get("first").asText());
        assertEquals("sft/greedy", first.get("second").asText());
        assertEquals(5, first.get("only_first").asInt());
        assertEquals(1, first.get("only_second").asInt());
        assertEquals("mcnemar", first.get("test").asText());
        assertEquals(14 / 64.0, first.get("p").asDouble(), 1e-12);
        assertEquals(3 * 14 / 64.0, first.get("p_holm").asDouble(), 1e-12);
        assertEquals(0.5, first.get("difference").asDouble(), 1e-12);
        assertEquals(0.5, first.get("over_seeds").get("mean").asDouble(), 1e-12);
        assertTrue(first.get("sentence").asText().startsWith("No significant difference between"));
    }

    /** Two attempts at one problem are one cluster: 4 of 8 attempts, but 4 problems. */
    @Test
    void a_problem_that_stands_in_two_seeds_is_resampled_as_one() throws IOException {
        List<ReportInput> same =
                List.of(run(1, "a", "0000", "1111", "0011"), run(2, "a", "0000", "1111", "0111"));
        JsonNode first = json(SeedComparison.of("trial", same)).get("comparisons").get(0);

        assertEquals("permutation", first.get("test").asText());
        assertEquals(8, first.get("n").asInt());
        assertEquals(2 / 16.0, first.get("p").asDouble(), 1e-12, "4 signs, not 8");
    }

    @Test
    void one_seed_has_no_interval_over_seeds() throws IOException {
        SeedComparison one = SeedComparison.of("trial", RUNS.subList(0, 1));
        JsonNode spread = json(one).get("evaluations").get(0).get("over_seeds");

        assertTrue(spread.get("student95").get(0).isNull());
        assertTrue(spread.get("deviation").isNull());
        assertFalse(one.markdown().contains("Infinity"));
        assertFalse(one.markdown().contains("± 0.0"), "nor a standard deviation");
    }

    @Test
    void the_digest_is_that_of_the_runs_and_their_seeds() {
        String digest = SeedComparison.of("trial", RUNS).digest();

        assertEquals(64, digest.length());
        assertEquals(digest, SeedComparison.of("another name", RUNS).digest());
        assertNotEquals(digest, SeedComparison.of("trial", RUNS.reversed()).digest());
    }

    @Test
    void an_evaluation_that_a_seed_lacks_is_left_out() throws IOException {
        ReportInput full = RUNS.getLast();
        ReportInput less =
                new ReportInput(
                        full.run(),
                        full.seed(),
                        full.settings(),
                        full.environment(),
                        full.trainings(),
                        full.evaluations().subList(0, 2),
                        full.curves(),
                        full.dataReports(),
                        full.selections(),
                        full.probes(),
                        full.times());
        JsonNode json = json(SeedComparison.of("trial", List.of(RUNS.getFirst(), less)));

        assertEquals(2, json.get("evaluations").size());
        assertEquals(1, json.get("comparisons").size());
    }

    @Test
    void the_page_and_the_markdown_hold_the_tables_and_the_digest() {
        SeedComparison comparison = SeedComparison.of("a <trial>", RUNS);

        assertTrue(comparison.html().contains("a &lt;trial&gt;"));
        assertFalse(comparison.html().contains("<trial>"));
        assertTrue(comparison.html().contains("<td>oreo-1/greedy</td>"));
        assertTrue(comparison.html().contains("<th class=\"short\">p (Holm)</th>"));
        assertTrue(comparison.markdown().contains("| oreo-1/greedy | 87.5 ("));
        assertTrue(comparison.markdown().contains(comparison.digest()));
    }
}
