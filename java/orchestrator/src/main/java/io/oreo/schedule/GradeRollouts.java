package io.oreo.schedule;

import static java.util.Objects.requireNonNull;

import io.oreo.dataset.DataReport;
import io.oreo.dataset.GradeShards;
import io.oreo.dataset.ShardInfo;
import io.oreo.grading.Grader;
import io.oreo.run.Journal;
import io.oreo.run.RunEvent;
import io.oreo.run.RunException;
import io.oreo.run.RunListener;
import io.oreo.task.Split;
import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Trajectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Grades all rollouts of an iteration, batch by batch. */
final class GradeRollouts implements Phase {

    private final Plan plan;
    private final Journal journal;
    private final RunListener listener;
    private final int iteration;

    GradeRollouts(Plan plan, Journal journal, RunListener listener) {
        this.plan = plan;
        this.journal = journal;
        this.listener = listener;
        this.iteration = journal.state().iteration();
    }

    @Override
    public void run() {
        Map<Integer, RunEvent.RolloutsStored> batches = journal.state().rollouts(iteration);
        Map<Integer, RunEvent.GradesStored> graded = journal.state().grades(iteration);
        Map<ProblemId, Problem> problems =
                plan.problems(Split.ROLLOUT).stream()
                        .collect(Collectors.toMap(Problem::id, Function.identity()));
        Optional<Grader> grader = plan.interaction().grader();
        listener.started("Grade rollouts", "batches", graded.size(), batches.size());
        batches.forEach(
                (number, stored) -> {
                    if (!graded.containsKey(number)) {
                        grader.ifPresentOrElse(
                                by -> grade(stored, problems, by), () -> keep(stored));
                    }
                });
        List<String> authors = Chains.authors(plan.settings(), iteration);
        Map<String, String> reports = new TreeMap<>();
        StringJoiner said = new StringJoiner("; ");
        for (String author : authors) {
            List<Trajectory> rollouts = Rollouts.of(plan.settings(), journal, iteration, author);
            DataReport report = DataReport.of("rollouts of iteration " + iteration, rollouts);
            report.requireDroppedAtMost(plan.settings().collect().maxDropped());
            reports.put(author, Journal.json(report));
            String whose = authors.size() == 1 ? "" : author + ": ";
            said.add(whose + summary(rollouts, report));
        }
        String main = authors.getFirst();
        String ofMain = requireNonNull(reports.remove(main));
        journal.append(new RunEvent.RolloutsGraded(iteration, ofMain, reports));
        listener.finished(said.toString());
    }

    /** What was imported brought its rewards, and an episode says itself how it ended. */
    private void keep(RunEvent.RolloutsStored stored) {
        journal.append(
                new RunEvent.GradesStored(
                        iteration, stored.batch(), stored.shard(), stored.digest(), stored.rows()));
        listener.advanced(1, "");
    }

    private void grade(
            RunEvent.RolloutsStored stored, Map<ProblemId, Problem> problems, Grader grader) {
        List<Trajectory> rollouts = Rollouts.read(journal, stored.shard(), stored.digest());
        List<Grader.Answered> answered = new ArrayList<>(rollouts.size());
        for (Trajectory rollout : rollouts) {
            Problem problem = problems.get(rollout.problem());
            if (problem == null) {
                throw new RunException(
                        ("shard %s has an attempt at problem %s, which the task no longer knows;"
                                        + " its data changed: start a run of another name")
                                .formatted(stored.shard(), rollout.problem()));
            }
            answered.add(new Grader.Answered(problem, rollout.response()));
        }
        List<Outcome> outcomes = grader.grade(answered);
        List<Trajectory> graded = new ArrayList<>(rollouts.size());
        for (int i = 0; i < rollouts.size(); i++) {
            graded.add(grade(rollouts.get(i), outcomes.get(i)));
        }
        Path file = file(stored.batch());
        ShardInfo shard = GradeShards.write(graded, file);
        journal.append(
                new RunEvent.GradesStored(
                        iteration,
                        stored.batch(),
                        journal.relative(file),
                        shard.contentDigest(),
                        shard.rows()));
        listener.advanced(1, "");
    }

    private Path file(int batch) {
        return journal.folder()
                .resolve("shards")
                .resolve("iteration-" + iteration)
                .resolve("grades-%05d.parquet".formatted(batch));
    }

    private static Trajectory grade(Trajectory rollout, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Graded grade -> rollout.graded(grade);
            case Outcome.Broken(String why) -> rollout.broken(why);
            case Outcome.Ungraded _ -> rollout.broken("the grader gave no grade");
        };
    }

    private static String summary(List<Trajectory> all, DataReport report) {
        long correct = all.stream().filter(Trajectory::isCorrect).count();
        return "%,d rollouts, %.1f %% correct, %,d truncated, %,d broken"
                .formatted(
                        all.size(),
                        100.0 * correct / all.size(),
                        report.truncated(),
                        report.droppedCount());
    }
}
