package io.oreo.app.cli.model;

import io.oreo.evaluation.probe.Probe;
import io.oreo.run.RunException;
import io.oreo.schedule.Prompts.Answer;
import io.oreo.schedule.RunContext;
import io.oreo.schedule.TrainingJobs;
import io.oreo.schedule.ValueProbing;
import io.oreo.schedule.ValueProbing.Labelled;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.ProblemId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Scores solutions whose steps somebody has labelled with the models of a run. */
final class Diagnosing {

    private final RunContext run;

    public Diagnosing(RunContext run) {
        this.run = run;
    }

    /**
     * A solution with its labels.
     *
     * @param question as the policy reads it
     * @param solution all steps, as a policy would write them
     * @param correct whether its answer is correct
     * @param correctSteps steps before the first incorrect one, all of them if none is incorrect
     */
    public record Solution(String question, String solution, boolean correct, int correctSteps) {}

    /**
     * What the models of the last trained iteration say of the states of the solutions.
     *
     * @throws RunException if the run has trained nothing on rollouts
     */
    public Probe score(String name, List<Solution> solutions) {
        if (!run.plan().interaction().oneResponse()) {
            throw new RunException("the problems of this run are games, not questions");
        }
        int iteration = run.state().iteration();
        while (iteration > 0 && !trained(iteration)) {
            iteration--;
        }
        if (iteration == 0) {
            throw new RunException(
                    "this run has trained nothing on rollouts yet; carry it on with: make resume");
        }
        return new ValueProbing(run.plan(), run.journal(), run.pools(), run.listener(), iteration)
                .probe(name, solutions.stream().map(Diagnosing::labelled).toList());
    }

    private boolean trained(int iteration) {
        return TrainingJobs.names(run.plan().settings(), iteration).stream()
                .allMatch(name -> run.state().training(name).isPresent());
    }

    private static Labelled labelled(Solution solution) {
        // Attempts at one question belong together, whoever wrote them.
        Problem problem =
                new Problem(
                        new ProblemId(solution.question()),
                        solution.question(),
                        "",
                        Optional.empty(),
                        Problem.ONE_GROUP,
                        "{}");
        return new Labelled(
                new Answer.Text(problem, solution.solution(), true),
                solution.correct() ? 1 : 0,
                OptionalInt.of(solution.correctSteps()));
    }
}
