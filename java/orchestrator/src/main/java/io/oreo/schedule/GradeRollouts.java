package io.oreo.schedule;

import static java.util.Objects.requireNonNull;

import io.oreo.dataset.DataReport;
import io.oreo.dataset.ShardInfo;
import io.oreo.dataset.TrajectoryShards;
import io.oreo.grading.Grader;
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

    private final RunContext run;
    private final int iteration;

    GradeRollouts(RunContext run) {
        this.run = run;
        this.iteration = run.state().iteration();
    }

    @Override
    public void run() {
        Map<Integer, RunEvent.RolloutsStored> batches = run.state().rollouts(iteration);
        Map<Integer, RunEvent.GradesStored> graded = run.state().grades(iteration);
        Map<ProblemId, Problem> problems =
                new Prompts(run)
                        .problems(Split.ROLLOUT).stream()
                                .collect(Collectors.toMap(Problem::id, Function.identity()));
        Optional<Grader> grader = run.interaction().grader();
        run.listener().started("Grade rollouts", "batches", graded.size(), batches.size());
        batches.forEach(
                (number, stored) -> {
                    if (!graded.containsKey(number)) {
                        grader.ifPresentOrElse(
                                by -> grade(stored, problems, by), () -> keep(stored));
                    }
                });
        List<String> authors = Chains.authors(run.settings(), iteration);
        Map<String, String> reports = new TreeMap<>();
        StringJoiner said = new StringJoiner("; ");
        for (String author : authors) {
            List<Trajectory> rollouts = Rollouts.of(run, iteration, author);
            DataReport report = DataReport.of("rollouts of iteration " + iteration, rollouts);
            report.requireDroppedAtMost(run.settings().collect().maxDropped());
            reports.put(author, Journal.json(report));
            String whose = authors.size() == 1 ? "" : author + ": ";
            said.add(whose + summary(rollouts, report));
        }
        String main = authors.getFirst();
        String ofMain = requireNonNull(reports.remove(main));
        run.journal().append(new RunEvent.RolloutsGraded(iteration, ofMain, reports));
        run.listener().finished(said.toString());
    }

    /** What was imported brought its rewards, and an episode says itself how it ended. */
    private void keep(RunEvent.RolloutsStored stored) {
        run.journal()
                .append(
                        new RunEvent.GradesStored(
                                iteration,
                                stored.batch(),
                                stored.shard(),
                                stored.digest(),
                                stored.rows()));
        run.listener().advanced(1, "");
    }

    private void grade(
            RunEvent.RolloutsStored stored, Map<ProblemId, Problem> problems, Grader grader) {
        List<Trajectory> rollouts = Rollouts.read(run, stored.shard(), stored.digest());
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
        ShardInfo shard = TrajectoryShards.write(graded, file);
        run.journal()
                .append(
                        new RunEvent.GradesStored(
                                iteration,
                                stored.batch(),
                                run.relative(file),
                                shard.contentDigest(),
                                shard.rows()));
        run.listener().advanced(1, "");
    }

    private Path file(int batch) {
        return run.folder()
                .resolve("shards")
                .resolve("iteration-" + iteration)
                .resolve("graded-%05d.parquet".formatted(batch));
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
