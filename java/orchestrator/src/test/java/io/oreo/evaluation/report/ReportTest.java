package io.oreo.evaluation.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.oreo.evaluation.AttemptResult;
import io.oreo.evaluation.ProblemResult;
import io.oreo.evaluation.figures.Inputs;
import io.oreo.evaluation.figures.ReportInput;
import io.oreo.evaluation.figures.ReportInput.EvaluationResult;
import io.oreo.evaluation.figures.ReportInput.Point;
import io.oreo.testing.Golden;
import io.oreo.trajectory.Verdict;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class ReportTest {

    private static final ReportInput INPUT = Inputs.run(1, 40);
    private static final Report REPORT = Report.of(INPUT);

    private static JsonNode json(Report report) throws IOException {
        return new JsonMapper().readTree(report.json());
    }

    @Test
    void the_json_and_the_table_are_as_reviewed() throws IOException {
        Golden.check("report.json", REPORT.json());
        Golden.check("report.txt", REPORT.terminal());
    }

    @Test
    void the_digest_has_64_digits_and_repeats() {
        assertTrue(REPORT.digest().matches("[0-9a-f]{64}"));
        assertEquals(REPORT, Report.of(Inputs.run(1, 40)));
        assertTrue(REPORT.json().contains(REPORT.digest()));
        assertTrue(REPORT.html().contains(REPORT.digest()));
        assertTrue(REPORT.terminal().contains(REPORT.digest()));
    }

    /** Every field of a result counts. */
    @Test
    void the_digest_changes_with_any_result() {
        List<UnaryOperator<ProblemResult>> changes =
                List.of(
                        r -> with(r, r.answer(), r.attempts(), r.tokensSpent() + 1),
                        r -> with(r, changed(r.answer(), 0.75), r.attempts(), r.tokensSpent()),
                        r ->
                                with(
                                        r,
                                        r.answer(),
                                        List.of(changed(r.answer(), r.answer().reward() + 1e-9)),
                                        r.tokensSpent()));
        for (UnaryOperator<ProblemResult> change : changes) {
            assertNotEquals(REPORT.digest(), Report.of(withLast(INPUT, change)).digest());
        }
    }

    private static ProblemResult with(
            ProblemResult r, AttemptResult answer, List<AttemptResult> attempts, long tokens) {
        return new ProblemResult(
                r.problem(),
                r.group(),
                answer,
                attempts,
                r.ending(),
                tokens,
                r.prompt(),
                r.trace());
    }

    private static AttemptResult changed(AttemptResult a, double reward) {
        return new AttemptResult(
                a.order(),
                a.response(),
                a.finishReason(),
                a.tokens(),
                a.steps(),
                a.value(),
                a.verdict(),
                reward,
                a.grader(),
                Optional.empty());
    }

    /** The input with its very last result changed. */
    private static ReportInput withLast(ReportInput input, UnaryOperator<ProblemResult> change) {
        List<EvaluationResult> evaluations = new ArrayList<>(input.evaluations());
        EvaluationResult last = evaluations.removeLast();
        List<ProblemResult> results = new ArrayList<>(last.results());
        results.add(change.apply(results.removeLast()));
        evaluations.add(
                new EvaluationResult(
                        last.iteration(),
                        last.name(),
                        last.policy(),
                        last.critic(),
                        last.search(),
                        results,
                        last.allStepsCorrect()));
        return with(input, evaluations, input.environment(), input.curves());
    }

    private static ReportInput with(
            ReportInput input,
            List<EvaluationResult> evaluations,
            Map<String, String> environment,
            Map<String, Map<String, List<Point>>> curves) {
        return new ReportInput(
                input.run(),
                input.seed(),
                input.settings(),
                environment,
                input.trainings(),
                evaluations,
                curves,
                input.dataReports(),
                input.selections(),
                input.probes(),
                List.of());
    }

    @Test
    void the_digest_changes_with_a_measurement_but_not_with_the_machine() {
        Map<String, Map<String, List<Point>>> curves = new TreeMap<>(INPUT.curves());
        curves.put("sft", Map.of("policy_loss", List.of(new Point(0, 0.5))));
        ReportInput measured = with(INPUT, INPUT.evaluations(), INPUT.environment(), curves);
        assertNotEquals(REPORT.digest(), Report.of(measured).digest());
        Map<String, String> other = Map.of("workers 1 device", "cuda");
        ReportInput moved = with(INPUT, INPUT.evaluations(), other, INPUT.curves());
        assertEquals(REPORT.digest(), Report.of(moved).digest());
        assertNotEquals(REPORT.json(), Report.of(moved).json());
    }

    @Test
    void a_measurement_that_is_no_number_is_null_in_the_json() throws IOException {
        List<Point> points = List.of(new Point(0, 0.5), new Point(1, Double.NaN));
        Map<String, Map<String, List<Point>>> curves = Map.of("sft", Map.of("kl", points));
        Report report = Report.of(with(INPUT, INPUT.evaluations(), INPUT.environment(), curves));
        JsonNode kl = json(report).get("curves").get("sft").get("kl");
        assertEquals(0.5, kl.get(0).get(1).asDouble());
        assertTrue(kl.get(1).get(1).isNull());
    }

    @Test
    void figures_do_not_depend_on_the_language_of_the_machine() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertEquals(REPORT, Report.of(INPUT));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void each_policy_is_compared_with_its_start_and_its_rivals_and_each_search_with_greedy()
            throws IOException {
        List<String> pairs = new ArrayList<>();
        for (JsonNode c : json(Report.of(Inputs.run(2, 20))).get("comparisons")) {
            pairs.add(c.get("first").asText() + " : " + c.get("second").asText());
        }
        assertEquals(
                List.of(
                        "oreo-1/greedy : sft/greedy",
                        "oreo-1/greedy : rejection-1/greedy",
                        "rejection-1/greedy : sft/greedy",
                        "oreo-1/sample : sft/sample",
                        "oreo-1/sample : rejection-1/sample",
                        "rejection-1/sample : sft/sample",
                        "oreo-2/greedy : oreo-1/greedy",
                        "oreo-2/greedy : rejection-2/greedy",
                        "rejection-2/greedy : rejection-1/greedy",
                        "oreo-2/sample : oreo-1/sample",
                        "oreo-2/sample : rejection-2/sample",
                        "rejection-2/sample : rejection-1/sample",
                        "sft/best-of-8 by oreo-1 : sft/greedy",
                        "sft/step-beam 4x4 by oreo-1 : sft/greedy",
                        "oreo-1/step-beam 4x4 by oreo-1 : oreo-1/greedy",
                        "oreo-1/best-of-8 by oreo-2 : oreo-1/greedy",
                        "oreo-1/step-beam 4x4 by oreo-2 : oreo-1/greedy",
                        "oreo-2/step-beam 4x4 by oreo-2 : oreo-2/greedy",
                        "sft/sample : sft/greedy",
                        "oreo-1/sample : oreo-1/greedy",
                        "rejection-1/sample : rejection-1/greedy",
                        "oreo-2/sample : oreo-2/greedy",
                        "rejection-2/sample : rejection-2/greedy"),
                pairs);
    }

    @Test
    void a_method_is_the_name_of_its_training_without_the_iteration() {
        ReportInput input =
                trained(
                        List.of(
                                List.of("sft-2"),
                                List.of("no-kto-1", "k-2-1"),
                                List.of("no-kto-2", "k-2-2")));
        assertEquals(List.of("sft-2", "no-kto", "k-2"), input.methods());
        assertEquals("k-2", input.method("k-2-1"));
        assertEquals("somebody-1", input.method("somebody-1"), "no training of the run");
    }

    private static ReportInput trained(List<List<String>> trainings) {
        return new ReportInput(
                "new", 1, Map.of(), Map.of(), trainings, List.of(), Map.of(), Map.of(), Map.of(),
                List.of(), List.of());
    }

    @Test
    void a_run_under_way_is_compared_on_the_problems_that_both_have_tried() throws IOException {
        List<EvaluationResult> evaluations = new ArrayList<>(INPUT.evaluations());
        evaluations.set(1, first(evaluations.get(1), 10));
        evaluations.set(2, first(evaluations.get(2), 0));
        ReportInput partial = with(INPUT, evaluations, INPUT.environment(), INPUT.curves());
        JsonNode comparisons = json(Report.of(partial)).get("comparisons");
        assertEquals("oreo-1/greedy", comparisons.get(0).get("first").asText());
        assertEquals(10, comparisons.get(0).get("n").asInt());
        for (JsonNode comparison : comparisons) {
            assertNotEquals("rejection-1/greedy", comparison.get("second").asText());
        }
    }

    private static EvaluationResult first(EvaluationResult e, int count) {
        return new EvaluationResult(
                e.iteration(),
                e.name(),
                e.policy(),
                e.critic(),
                e.search(),
                e.results().subList(0, count),
                OptionalInt.empty());
    }

    @Test
    void the_time_of_each_phase_and_of_all_stands_in_the_page_and_in_the_json() throws IOException {
        JsonNode json = json(REPORT);
        assertEquals(3, json.get("times").size());
        assertEquals("training", json.get("times").get(1).get("phase").asText());
        assertEquals(125, json.get("times").get(1).get("seconds").asDouble());
        assertEquals(4128.75, json.get("seconds").asDouble());
        for (String time : List.of("3.3 s", "2 min 5 s", "1 h 6 min", "1 h 8 min")) {
            assertTrue(REPORT.html().contains(">%s</td>".formatted(time)), time);
        }
        Report withoutTimes =
                Report.of(with(INPUT, INPUT.evaluations(), INPUT.environment(), INPUT.curves()));
        assertEquals(REPORT.digest(), withoutTimes.digest(), "times are no results");
    }

    /** The longest is 8 characters, for which there is room beside the axis. */
    @Test
    void figures_beside_an_axis_are_true_and_short() {
        Map<Double, String> expected =
                Map.of(
                        0.0, "0", 0.05, "0.05", -0.0005, "-5e-4", 0.00015, "1.5e-4", 1000.0,
                        "1,000", 15_000.0, "15,000", 2e6, "2e6", -20.0, "-20", 0.0015, "0.0015");
        expected.forEach((value, text) -> assertEquals(text, TrainingCharts.number(value)));
    }

    @Test
    void what_a_training_learned_from_is_shown_but_is_no_result() throws IOException {
        JsonNode counts = json(REPORT).get("selections").get("dpo-1").get("counts");
        assertEquals(740, counts.get("problemsWithout").asInt());
        assertTrue(REPORT.html().contains("selected for dpo-1"));
        ReportInput without =
                new ReportInput(
                        INPUT.run(),
                        INPUT.seed(),
                        INPUT.settings(),
                        INPUT.environment(),
                        INPUT.trainings(),
                        INPUT.evaluations(),
                        INPUT.curves(),
                        INPUT.dataReports(),
                        Map.of(),
                        INPUT.probes(),
                        INPUT.times());
        assertEquals(REPORT.digest(), Report.of(without).digest());
    }

    @Test
    void a_run_without_a_single_result_still_has_a_report() throws IOException {
        ReportInput empty = trained(List.of());
        assertEquals(0, json(Report.of(empty)).get("evaluations").size());
        assertTrue(Report.of(empty).html().contains("<h1>new</h1>"));
    }

    @Test
    void the_value_of_k_attempts_lies_between_one_attempt_and_any_of_them() throws IOException {
        JsonNode value = json(Report.of(Inputs.run(1, 200))).get("value").get(0);
        assertEquals(4, value.get("best_of").size());
        assertTrue(
                value.get("best_of").get("8").asDouble()
                        <= value.get("pass_at").get("8").asDouble());
        assertEquals(
                value.get("pass_at").get("1").asDouble(),
                value.get("majority_at").get("1").asDouble(),
                1e-9);
        double gain = value.get("gain_over_one_attempt").get("estimate").asDouble();
        double expected =
                value.get("best_of").get("8").asDouble() - value.get("pass_at").get("1").asDouble();
        assertEquals(expected, gain, 1e-9);
    }

    @Test
    void answers_that_the_grader_failed_on_are_counted() throws IOException {
        UnaryOperator<ProblemResult> fail =
                r -> {
                    AttemptResult a = r.answer();
                    Verdict none = new Verdict.GraderFailed("it died");
                    AttemptResult failed =
                            new AttemptResult(
                                    0,
                                    a.response(),
                                    a.finishReason(),
                                    a.tokens(),
                                    a.steps(),
                                    a.value(),
                                    none,
                                    0,
                                    a.grader(),
                                    Optional.empty());
                    return with(r, failed, r.attempts(), r.tokensSpent());
                };
        JsonNode evaluations = json(Report.of(withLast(INPUT, fail))).get("evaluations");
        JsonNode last = evaluations.get(evaluations.size() - 1);
        assertEquals(1, last.get("grader_failures").asInt());
        assertEquals(1, last.get("no_answer").asInt());
    }

    @Test
    void the_page_loads_nothing_runs_nothing_and_shows_texts_as_texts() {
        String html = REPORT.html();
        for (String forbidden : List.of("<script", "http:", "https:", "src=", "url(", "<b>pens")) {
            assertFalse(html.contains(forbidden), forbidden);
        }
        assertTrue(html.contains("&lt;b&gt;pens&lt;/b&gt;"));
        assertTrue(html.contains("prefers-color-scheme: dark"));
        assertFalse(html.contains("NaN") || html.contains("Infinity"));
        for (String section :
                List.of("What came out", "Accuracy", "Value against", "step by step", "Data")) {
            assertTrue(html.contains(section), section);
        }
    }

    @Test
    void every_drawing_is_well_formed() throws Exception {
        Map<String, Integer> elements = new HashMap<>();
        String html = REPORT.html();
        int start = html.indexOf("<svg");
        while (start >= 0) {
            int end = html.indexOf("</svg>", start) + "</svg>".length();
            DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(html.substring(start, end))));
            elements.merge("svg", 1, Integer::sum);
            start = html.indexOf("<svg", end);
        }
        assertTrue(elements.getOrDefault("svg", 0) > 10, "drawings: " + elements);
    }
}
