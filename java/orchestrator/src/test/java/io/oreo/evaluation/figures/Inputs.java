package io.oreo.evaluation.figures;

import io.oreo.evaluation.AttemptResult;
import io.oreo.evaluation.ProblemResult;
import io.oreo.evaluation.figures.ReportInput.EvaluationResult;
import io.oreo.evaluation.figures.ReportInput.PhaseTime;
import io.oreo.evaluation.figures.ReportInput.Point;
import io.oreo.evaluation.probe.Probe;
import io.oreo.evaluation.probe.ProbeSource;
import io.oreo.evaluation.probe.ProbedAttempt;
import io.oreo.search.SearchResult;
import io.oreo.search.SearchTrace;
import io.oreo.search.SearchTrace.Node;
import io.oreo.search.SearchTrace.NodeStatus;
import io.oreo.search.strategy.BestOfN;
import io.oreo.search.strategy.Greedy;
import io.oreo.search.strategy.Sample;
import io.oreo.search.strategy.SearchStrategy;
import io.oreo.search.strategy.StepBeam;
import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Seed;
import io.oreo.trajectory.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Results of a run that never was, drawn from known chances. */
public final class Inputs {

    private static final SearchTrace TRACE =
            new SearchTrace(
                    "step-beam 2x2",
                    List.of(
                            node(0, -1, "3 * 4 = 2 (mod 10)\n", 0.81, NodeStatus.KEPT),
                            node(1, -1, "3 * 4 = 3 (mod 10)\n", 0.34, NodeStatus.KEPT),
                            node(2, 0, "2 + 9 = 1 (mod 10)\n", 0.88, NodeStatus.KEPT),
                            new Node(
                                    3,
                                    0,
                                    "2 + 9 = 1 (mod 10)\n",
                                    8,
                                    OptionalDouble.empty(),
                                    NodeStatus.DUPLICATE),
                            node(4, 1, "3 + 9 = 2 (mod 10)\n", 0.29, NodeStatus.PRUNED),
                            node(5, 2, "A: 1", 0.93, NodeStatus.FINISHED),
                            node(6, 2, "A: <b>&\"7", 0.12, NodeStatus.FINISHED)),
                    5);

    private Inputs() {}

    private static Node node(int order, int parent, String text, double value, NodeStatus status) {
        return new Node(order, parent, text, 8, OptionalDouble.of(value), status);
    }

    /** A run of so many iterations with so many test problems. */
    public static ReportInput run(int iterations, int problems) {
        List<List<String>> trainings = new ArrayList<>(List.of(List.of("sft")));
        List<EvaluationResult> evaluations = new ArrayList<>();
        evaluations.add(evaluation(0, "sft", new Greedy(), problems, 0.34));
        for (int i = 1; i <= iterations; i++) {
            trainings.add(List.of("oreo-" + i, "rejection-" + i));
            String policy = i == 1 ? "sft" : "oreo-" + (i - 1);
            evaluations.add(evaluation(i, "oreo-" + i, new Greedy(), problems, 0.75 + 0.07 * i));
            evaluations.add(
                    evaluation(i, "rejection-" + i, new Greedy(), problems, 0.68 + 0.03 * i));
            evaluations.add(evaluation(i, policy, new BestOfN(8, 1), problems, 0.47));
            evaluations.add(evaluation(i, policy, new StepBeam(4, 4), problems, 0.51));
            evaluations.add(
                    evaluation(i, "oreo-" + i, new StepBeam(4, 4), problems, 0.76 + 0.07 * i));
        }
        evaluations.add(evaluation(0, "sft", new Sample(1), problems, 0.36));
        for (int i = 1; i <= iterations; i++) {
            evaluations.add(evaluation(i, "oreo-" + i, new Sample(1), problems, 0.7 + 0.07 * i));
            evaluations.add(
                    evaluation(i, "rejection-" + i, new Sample(1), problems, 0.5 + 0.03 * i));
        }
        Map<String, Map<String, List<Point>>> curves = new TreeMap<>();
        for (List<String> some : trainings) {
            some.forEach(training -> curves.put(training, curves(training)));
        }
        return new ReportInput(
                "arithmetic",
                1,
                Map.of("iterations", "" + iterations, "oreo.beta", "0.03"),
                Map.of("workers 1 device", "cpu", "workers 1 threads", "1"),
                trainings,
                evaluations,
                curves,
                Map.of(
                        "rollouts of iteration 1",
                        """
                        {"rows": 10000, "attempts": 10000, "used": 9998, "truncated": 12,
                         "dropped": {"BROKEN": {"count": 2, "examples":
                           [{"where": "rollouts", "line": 17, "what": "the grader died"}]}}}
                        """),
                Map.of(
                        "dpo-1",
                        """
                        {"unit": "pairs", "counts": {"attempts": 10000, "taken": 5120,
                         "problems": 2500, "problemsWithout": 740}}
                        """),
                probes(iterations, problems),
                List.of(
                        new PhaseTime("preparing", 0, 3.25),
                        new PhaseTime("training", 0, 125),
                        new PhaseTime("training", 1, 4000.5)));
    }

    /** Attempts of four to six steps, whose correct ones V tells better from step to step. */
    private static List<Probe> probes(int iterations, int problems) {
        List<Probe> probes = new ArrayList<>();
        for (int i = 1; i <= iterations; i++) {
            String policy = i == 1 ? "sft" : "oreo-" + (i - 1);
            SplittableRandom random = new Seed(7).child(i).random();
            List<ProbedAttempt> attempts = new ArrayList<>();
            for (int attempt = 0; attempt < 8 * problems; attempt++) {
                attempts.add(probed(attempt / 8, random));
            }
            probes.add(
                    new Probe(
                            i,
                            "%s/best-of-8 by oreo-%d".formatted(policy, i),
                            policy,
                            List.of(
                                    new ProbeSource(ProbeSource.Kind.EXPLICIT, "oreo-" + i),
                                    new ProbeSource(ProbeSource.Kind.IMPLICIT, "oreo-" + i),
                                    new ProbeSource(ProbeSource.Kind.IMPLICIT, "rejection-" + i)),
                            Map.of("oreo-" + i, 0.03),
                            attempts,
                            3));
        }
        return probes;
    }

    private static ProbedAttempt probed(int problem, SplittableRandom random) {
        int steps = random.nextInt(4, 7);
        boolean correct = random.nextDouble() < 0.47;
        int correctSteps = correct ? steps : random.nextInt(steps);
        List<List<Double>> scores = new ArrayList<>();
        for (double noise : new double[] {0.15, 0.4, 0.8}) {
            List<Double> one = new ArrayList<>();
            for (int state = 0; state <= steps; state++) {
                double told = state > correctSteps ? 0.2 : 0.5 + 0.05 * state;
                one.add(told + noise * (random.nextDouble() - 0.5));
            }
            scores.add(one);
        }
        return new ProbedAttempt(
                new ProblemId("problem-" + problem),
                correct ? 1 : 0,
                OptionalInt.of(correctSteps),
                scores);
    }

    private static Map<String, List<Point>> curves(String training) {
        Map<String, List<Point>> curves = new TreeMap<>();
        List<String> names =
                training.startsWith("oreo")
                        ? List.of("policy_loss", "value_loss", "kl", "entropy", "first_value")
                        : List.of("policy_loss");
        for (String name : names) {
            SplittableRandom random = new Seed(9).child(training + name).random();
            List<Point> points = new ArrayList<>();
            for (int batch = 0; batch < 120; batch++) {
                double value = 0.25 * StrictMath.exp(-batch / 40.0) + 0.05 * random.nextDouble();
                points.add(new Point(batch, value));
            }
            curves.put(name, points);
        }
        return curves;
    }

    private static EvaluationResult evaluation(
            int iteration, String policy, SearchStrategy search, int problems, double chance) {
        String strategy = search.label();
        boolean asksCritic = search.needsValue();
        Optional<String> critic = asksCritic ? Optional.of("oreo-" + iteration) : Optional.empty();
        String name = policy + "/" + strategy + critic.map(c -> " by " + c).orElse("");
        SplittableRandom random = new Seed(5).child(name).random();
        List<ProblemResult> results = new ArrayList<>();
        for (int i = 0; i < problems; i++) {
            results.add(result(i, search, chance, random));
        }
        long correct = results.stream().filter(ProblemResult::correct).count();
        return new EvaluationResult(
                iteration,
                name,
                policy,
                critic,
                search,
                results,
                OptionalInt.of(Math.toIntExact(correct * 3 / 4)));
    }

    private static ProblemResult result(
            int number, SearchStrategy search, double chance, SplittableRandom random) {
        String strategy = search.label();
        double ease = new Seed(3).child(number).random().nextDouble();
        double own = StrictMath.pow(ease, 1 / chance - 1);
        boolean several = strategy.startsWith("best-of");
        List<AttemptResult> attempts = new ArrayList<>();
        for (int order = 0; order < (several ? 8 : 1); order++) {
            boolean correct = random.nextDouble() < (several ? own * 0.8 : own);
            double value =
                    (correct ? 0.55 : 0.3) + 0.4 * (random.nextDouble() - 0.5) + 0.2 * (own - 0.5);
            attempts.add(attempt(order, correct, !search.needsValue(), value));
        }
        AttemptResult answer =
                attempts.stream()
                        .max((a, b) -> Double.compare(a.value().orElse(0), b.value().orElse(0)))
                        .orElseThrow();
        boolean traced = strategy.startsWith("step-beam") && number < 3;
        return new ProblemResult(
                new ProblemId("problem-" + number),
                "all",
                answer,
                attempts,
                SearchResult.Ending.FINISHED,
                40L * attempts.size(),
                traced
                        ? Optional.of("Ann has 3 boxes of 4 <b>pens</b> and finds 9 more.")
                        : Optional.empty(),
                traced ? Optional.of(TRACE) : Optional.empty());
    }

    private static AttemptResult attempt(int order, boolean correct, boolean greedy, double value) {
        String answer = correct ? "1" : "" + (2 + order % 3);
        return new AttemptResult(
                order,
                "3 * 4 = 2\nA: " + answer,
                FinishReason.END_TOKEN,
                40,
                3,
                greedy ? OptionalDouble.empty() : OptionalDouble.of(value),
                correct ? new Verdict.Correct(answer, "A:") : new Verdict.Incorrect(answer, "A:"),
                correct ? 1 : 0,
                "arithmetic/1",
                Optional.empty());
    }
}
