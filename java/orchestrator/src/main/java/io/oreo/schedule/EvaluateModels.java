package io.oreo.schedule;

import io.oreo.evaluation.ProblemResult;
import io.oreo.evaluation.ResultGrader;
import io.oreo.evaluation.ResultJson;
import io.oreo.grading.Grader;
import io.oreo.interaction.Interaction;
import io.oreo.run.Journal;
import io.oreo.run.RunEvent;
import io.oreo.run.RunListener;
import io.oreo.schedule.RunContext.Pools;
import io.oreo.schedule.settings.EvaluationSettings;
import io.oreo.search.SearchResult;
import io.oreo.search.strategy.StrategyTable;
import io.oreo.store.RunStore.ResultRow;
import io.oreo.store.RunStore.Rows;
import io.oreo.task.Split;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Prompt;
import io.oreo.trajectory.Seed;
import io.oreo.trajectory.Trajectory;
import io.oreo.worker.ModelLoad;
import io.oreo.worker.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/**
 * Tries the policies of an iteration on the test problems.
 *
 * <p>Problems are solved in units of fixed composition, each in lock step by one worker, and a unit
 * is durable as a whole. So a unit can be repeated by any worker with the same result.
 */
final class EvaluateModels implements Phase {

    private final Plan plan;
    private final Journal journal;
    private final Pools pools;
    private final RunListener listener;
    private final Models models;
    private final EvaluationSettings settings;

    /** Problems that are solved together. */
    private record Unit(int number, List<Prompt> prompts) {}

    /** A unit whose answers await their verdicts. */
    private record Solved(Unit unit, List<SearchResult> results, Grader grader) {}

    EvaluateModels(Plan plan, Journal journal, Pools pools, RunListener listener) {
        this.plan = plan;
        this.journal = journal;
        this.pools = pools;
        this.listener = listener;
        this.models = new Models(journal.folder(), plan.settings().model());
        this.settings = plan.settings().evaluation();
    }

    @Override
    public void run() {
        if (plan.settings().task().test() > 0) {
            evaluateAll();
        }
        journal.append(new RunEvent.ModelsEvaluated(journal.state().iteration()));
    }

    private void evaluateAll() {
        List<Unit> units = List.of();
        for (PlannedEvaluation evaluation : PlannedEvaluation.of(plan, journal.state())) {
            if (units.isEmpty()) {
                units = units();
            }
            evaluate(evaluation, units);
        }
    }

    private List<Unit> units() {
        List<Prompt> all = new Prompts(plan, journal, pools).encode(plan.problems(Split.TEST));
        List<Unit> units = new ArrayList<>();
        all.stream()
                .gather(Gatherers.windowFixed(settings.unitSize()))
                .forEach(prompts -> units.add(new Unit(units.size(), prompts)));
        return units;
    }

    private void evaluate(PlannedEvaluation evaluation, List<Unit> units) {
        List<Unit> missing =
                units.stream()
                        .filter(
                                unit ->
                                        !journal.state()
                                                .isEvaluated(
                                                        evaluation.iteration(),
                                                        evaluation.name(),
                                                        unit.number()))
                        .toList();
        if (missing.isEmpty()) {
            return;
        }
        long total = count(units);
        listener.started(
                "Evaluate " + evaluation.name(), "problems", total - count(missing), total);
        pools.rollouts()
                .forEach(
                        missing,
                        (worker, unit) -> solve(worker, evaluation, unit),
                        solved -> record(evaluation, solved));
        listener.finished(summary(evaluation));
    }

    private Solved solve(Worker worker, PlannedEvaluation evaluation, Unit unit) {
        unloadOthers(worker, evaluation);
        Interaction.Solved solved =
                plan.interaction()
                        .solve(
                                new Interaction.Models(
                                        worker,
                                        models.policy(evaluation.policy()),
                                        evaluation.critic().flatMap(models::critic)),
                                unit.prompts(),
                                new Interaction.Search(
                                        evaluation.strategy(),
                                        seed(evaluation),
                                        settings.batchSize(),
                                        evaluation.tokenBudget()));
        return new Solved(unit, solved.results(), solved.grader());
    }

    private Seed seed(PlannedEvaluation evaluation) {
        return plan.seed().child("evaluation").child(evaluation.strategy().label());
    }

    private void unloadOthers(Worker worker, PlannedEvaluation evaluation) {
        models.unloadOthers(
                worker,
                journal.state().trainings().values(),
                Stream.concat(
                                Stream.of(models.policy(evaluation.policy())),
                                evaluation.critic().flatMap(models::critic).stream())
                        .map(ModelLoad::modelId)
                        .collect(Collectors.toSet()));
    }

    private void record(PlannedEvaluation evaluation, Solved solved) {
        Unit unit = solved.unit();
        List<ProblemResult> graded =
                new ResultGrader(solved.grader())
                        .grade(solved.results(), unit.number() == 0 ? traced(unit) : Set.of());
        List<ResultRow> rows = new ArrayList<>(graded.size());
        for (int place = 0; place < graded.size(); place++) {
            rows.add(row(evaluation, unit.number(), place, graded.get(place)));
        }
        journal.append(
                new RunEvent.UnitEvaluated(
                        evaluation.iteration(),
                        evaluation.name(),
                        unit.number(),
                        Optional.of(StrategyTable.write(evaluation.strategy()))),
                new Rows(List.of(), rows));
        long correct = graded.stream().filter(ProblemResult::correct).count();
        listener.advanced(
                graded.size(),
                "%.1f %% correct of the last %d"
                        .formatted(100.0 * correct / graded.size(), graded.size()));
    }

    private Set<ProblemId> traced(Unit unit) {
        return unit.prompts().stream()
                .map(Prompt::problem)
                .map(Problem::id)
                .limit(settings.traces())
                .collect(Collectors.toSet());
    }

    private static ResultRow row(
            PlannedEvaluation evaluation, int unit, int place, ProblemResult result) {
        return new ResultRow(
                evaluation.iteration(),
                evaluation.name(),
                unit,
                place,
                result.problem().value(),
                result.group(),
                result.answer().verdict().label(),
                result.answer().reward(),
                result.tokensSpent(),
                ResultJson.write(result));
    }

    private String summary(PlannedEvaluation evaluation) {
        List<ResultRow> rows =
                journal.results().stream()
                        .filter(row -> row.evaluation().equals(evaluation.name()))
                        .toList();
        long correct = rows.stream().filter(row -> row.reward() >= Trajectory.CORRECT_FROM).count();
        return "%,d of %,d correct (%.1f %%)"
                .formatted(correct, rows.size(), 100.0 * correct / rows.size());
    }

    private static long count(List<Unit> units) {
        return units.stream().mapToLong(unit -> unit.prompts().size()).sum();
    }
}
