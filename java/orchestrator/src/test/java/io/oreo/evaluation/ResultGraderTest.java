package io.oreo.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.grading.Grader;
import io.oreo.search.SearchInput;
import io.oreo.search.SearchResult;
import io.oreo.search.SearchTrace;
import io.oreo.search.SearchTrace.Node;
import io.oreo.search.SearchTrace.NodeStatus;
import io.oreo.search.Solver;
import io.oreo.search.SolverLimits;
import io.oreo.search.strategy.BestOfN;
import io.oreo.search.strategy.Greedy;
import io.oreo.search.strategy.ResponseStrategy;
import io.oreo.search.strategy.StepBeam;
import io.oreo.testing.DigitPolicy;
import io.oreo.testing.ExactValues;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Prompt;
import io.oreo.trajectory.Seed;
import io.oreo.trajectory.Verdict;
import io.oreo.worker.StepRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResultGraderTest {

    /** Correct is an even last digit; 7 breaks the grader, 5 takes it too long. */
    private static final class EvenGrader implements Grader {
        private final List<Integer> calls = new ArrayList<>();

        @Override
        public String name() {
            return "even/1";
        }

        @Override
        public List<Outcome> grade(List<Answered> responses) {
            calls.add(responses.size());
            return responses.stream().map(EvenGrader::grade).toList();
        }

        private static Outcome grade(Answered answered) {
            int digit = answered.response().charAt(answered.response().length() - 1) - '0';
            String answer = "" + digit;
            if (digit == 7) {
                return new Outcome.Broken("7 is too hard");
            }
            if (digit == 5) {
                return new Outcome.Graded(new Verdict.TimedOut(answer, "last"), 0, "even/1");
            }
            Verdict verdict =
                    digit % 2 == 0
                            ? new Verdict.Correct(answer, "last")
                            : new Verdict.Incorrect(answer, "last");
            return new Outcome.Graded(verdict, digit % 2 == 0 ? 1 : 0, "even/1");
        }
    }

    private static List<SearchResult> results(ResponseStrategy strategy) {
        List<Prompt> prompts =
                IntStream.range(0, 6)
                        .mapToObj(
                                i ->
                                        new Problem(
                                                new ProblemId("p" + i),
                                                "even?",
                                                "0",
                                                Optional.empty(),
                                                i < 3 ? "seen" : "held out",
                                                "{}"))
                        .map(problem -> new Prompt(problem, IntVector.of(DigitPolicy.BEGIN)))
                        .toList();
        return new Solver(
                        new SearchInput.Models(
                                new DigitPolicy(2, 2, 10),
                                Optional.of(new ExactValues(s -> DigitPolicy.digitSum(s) / 37)),
                                Optional::of),
                        new SolverLimits(new StepRule(List.of("\n")), 100, 0, 8))
                .solve(prompts, strategy, new Seed(4));
    }

    private static final ResponseStrategy BEST = new BestOfN(5, 1);
    private static final ResponseStrategy BEAM = new StepBeam(2, 3);

    @Test
    void every_response_is_graded_in_one_call_and_keeps_its_place() {
        EvenGrader grader = new EvenGrader();
        List<SearchResult> found = results(BEST);
        List<ProblemResult> graded = new ResultGrader(grader).grade(found, Set.of());
        assertEquals(List.of(6 * (1 + 5)), grader.calls);
        for (int i = 0; i < 6; i++) {
            ProblemResult result = graded.get(i);
            assertEquals("p" + i, result.problem().value());
            assertEquals(i < 3 ? "seen" : "held out", result.group());
            assertEquals(found.get(i).answer().response(), result.answer().response());
            assertEquals(result.attempts().get(result.answer().order()), result.answer());
            for (AttemptResult attempt : result.attempts()) {
                int digit = attempt.response().charAt(4) - '0';
                assertEquals(digit % 2 == 0, attempt.correct(), attempt.response());
                assertEquals(digit == 7, attempt.failed(), attempt.response());
            }
        }
    }

    @Test
    void what_the_grader_fails_on_is_no_answer_and_says_why() {
        List<AttemptResult> failed =
                new ResultGrader(new EvenGrader())
                        .grade(results(BEST), Set.of()).stream()
                                .flatMap(result -> result.attempts().stream())
                                .filter(AttemptResult::failed)
                                .toList();
        assertFalse(failed.isEmpty());
        for (AttemptResult attempt : failed) {
            assertEquals(new Verdict.GraderFailed("7 is too hard"), attempt.verdict());
            assertEquals("no-answer", attempt.verdict().label());
            assertEquals("the grader failed: 7 is too hard", attempt.verdict().ruleOrWhy());
            assertFalse(attempt.correct());
        }
    }

    @Test
    void a_grader_that_loses_responses_is_stopped() {
        Grader lossy =
                new Grader() {
                    @Override
                    public String name() {
                        return "lossy/1";
                    }

                    @Override
                    public List<Outcome> grade(List<Answered> responses) {
                        return List.of();
                    }
                };
        IllegalStateException lost =
                assertThrows(
                        IllegalStateException.class,
                        () -> new ResultGrader(lossy).grade(results(BEST), Set.of()));
        assertTrue(lost.getMessage().contains("lossy/1 gave 0 grades for 36 responses"));
    }

    @Test
    void a_result_reads_back_from_json_as_it_was() {
        for (ResponseStrategy strategy : List.of(BEST, BEAM, new Greedy())) {
            Set<ProblemId> traced = Set.of(new ProblemId("p1"));
            for (ProblemResult result :
                    new ResultGrader(new EvenGrader()).grade(results(strategy), traced)) {
                String json = ResultJson.write(result);
                assertEquals(result, ResultJson.read(json));
                assertEquals(json, ResultJson.write(ResultJson.read(json)));
                AttemptResult.Written written = result.answer().written().orElseThrow();
                assertEquals(result.answer().tokens(), written.tokenIds().size());
                assertEquals(result.answer().steps(), written.stepEnds().size());
                assertEquals(written.tokenIds().size(), written.stepEnds().last());
                boolean kept = result.problem().value().equals("p1");
                assertEquals(kept, result.trace().isPresent());
                assertEquals(kept, result.prompt().isPresent());
            }
        }
    }

    /** Rows of all runs, so that a stored text must stay as it is: digests cover it. */
    @Test
    void a_stored_failure_of_the_grader_is_a_no_answer_with_a_rule_that_says_so() {
        String json =
                """
                {"problem":"p1","group":"all","answer":{"order":0,"response":"A: 7",\
                "finish":"END_TOKEN","tokens":4,"steps":1,"value":null,"verdict":"no-answer",\
                "answer":"","rule":"the grader failed: 7 is too hard","reward":0.0,\
                "grader":"even/1"},"attempts":[],"ending":"FINISHED","tokens":4,"prompt":null,\
                "trace":null}\
                """;
        ProblemResult result = ResultJson.read(json);
        assertEquals(new Verdict.GraderFailed("7 is too hard"), result.answer().verdict());
        assertTrue(result.answer().failed());
        assertEquals(json, ResultJson.write(result));
        ProblemResult unsure =
                ResultJson.read(json.replace("the grader failed: 7 is too hard", "no number"));
        assertEquals(new Verdict.NoAnswer("no number"), unsure.answer().verdict());
        assertFalse(unsure.answer().failed());
    }

    @Test
    void results_hold_the_names_that_digests_cover() {
        SearchTrace trace =
                new SearchTrace(
                        "step-beam 2x2",
                        Arrays.stream(NodeStatus.values())
                                .map(
                                        status ->
                                                new Node(
                                                        0,
                                                        SearchTrace.NO_PARENT,
                                                        "1",
                                                        1,
                                                        OptionalDouble.empty(),
                                                        status))
                                .toList(),
                        0);
        SearchResult found = results(BEAM).getFirst();
        ProblemResult result =
                new ResultGrader(new EvenGrader())
                        .grade(
                                List.of(
                                        new SearchResult(
                                                found.problem(),
                                                found.answer(),
                                                found.ending(),
                                                found.attempts(),
                                                found.tokensSpent(),
                                                trace)),
                                Set.of(found.problem().id()))
                        .getFirst();
        String json = ResultJson.write(result);
        assertTrue(
                json.contains(
                        "{\"order\":0,\"parent\":-1,\"text\":\"1\",\"tokens\":1,\"value\":null,"
                                + "\"fate\":\"DROPPED\"}"),
                json);
        assertEquals(
                List.of("KEPT", "DROPPED", "FINISHED", "CUT", "MERGED"),
                Pattern.compile("\"fate\":\"(\\w+)\"")
                        .matcher(json)
                        .results()
                        .map(match -> match.group(1))
                        .toList());
        assertEquals(result, ResultJson.read(json));
    }

    @Test
    void damaged_json_is_an_error_that_quotes_it() {
        IllegalArgumentException damaged =
                assertThrows(IllegalArgumentException.class, () -> ResultJson.read("{\"pro"));
        assertTrue(damaged.getMessage().contains("{\"pro"));
    }
}
