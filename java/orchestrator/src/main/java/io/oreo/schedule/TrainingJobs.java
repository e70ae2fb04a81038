package io.oreo.schedule;

import io.oreo.dataset.BatchPlan;
import io.oreo.dataset.Selections;
import io.oreo.schedule.settings.Algorithm;
import io.oreo.schedule.settings.CollectSettings;
import io.oreo.schedule.settings.Learner;
import io.oreo.schedule.settings.RunSettings;
import io.oreo.trajectory.Seed;
import io.oreo.trajectory.Trajectory;
import io.oreo.worker.ModelSource;
import io.oreo.worker.TrainingSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What is trained in an iteration, on what, and from where. */
final class TrainingJobs {

    static final String SFT = "sft";

    private final RunContext run;
    private final int iteration;

    TrainingJobs(RunContext run, int iteration) {
        this.run = run;
        this.iteration = iteration;
    }

    /**
     * Names of the trainings of an iteration, the one that the next iteration starts from first.
     */
    static List<String> names(RunSettings settings, int iteration) {
        return iteration == 0
                ? List.of(SFT)
                : settings.learners().stream().map(each -> name(each, iteration)).toList();
    }

    /** Weight of the log-ratio by which a training of an iteration learned values, if it did. */
    static Optional<Double> beta(RunSettings settings, String training, int iteration) {
        return settings.learners().stream()
                .filter(each -> iteration > 0 && name(each, iteration).equals(training))
                .findFirst()
                .flatMap(each -> Course.of(each).beta());
    }

    /** The training whose policy attempts the problems of an iteration. */
    static RunEvent.TrainingFinished previousPolicy(RunContext run, int iteration) {
        return run.state()
                .training(names(run.settings(), iteration - 1).getFirst())
                .orElseThrow(
                        () -> new IllegalStateException("iteration " + iteration + " came early"));
    }

    /** The job of this name. */
    TrainingJob job(String name) {
        if (name.equals(SFT)) {
            ModelSource start =
                    run.models().source(run.state().startModel().orElseThrow().directory());
            return job(
                    name,
                    Course.sft(run.settings()),
                    start,
                    TrainingData.Sequences.of(
                            Selections.demonstrations(Rollouts.demonstrations(run))));
        }
        Learner learner =
                run.settings().learners().stream()
                        .filter(each -> name(each, iteration).equals(name))
                        .findFirst()
                        .orElseThrow(() -> new RunException("no algorithm trains '" + name + "'"));
        ModelSource start = run.models().policy(previousPolicy(run, iteration)).source();
        return job(name, Course.of(learner), start, data(learner.algorithm()));
    }

    private TrainingData data(Algorithm algorithm) {
        List<Trajectory> rollouts = kept();
        return switch (algorithm) {
            case OREO, OREO_STEP, OREO_RESPONSE, PCL, DQO, KTO ->
                    TrainingData.Sequences.of(Selections.graded(rollouts));
            case REJECTION -> TrainingData.Sequences.of(Selections.right(rollouts));
            case DPO ->
                    TrainingData.Preferences.of(
                            Selections.pairs(
                                    rollouts,
                                    run.settings().dpo().maxPairs(),
                                    run.seed().child("pairs").child(iteration)));
        };
    }

    /** The rollouts that all algorithms of the iteration share. */
    private List<Trajectory> kept() {
        List<Trajectory> rollouts = Rollouts.of(run, iteration);
        CollectSettings collect = run.settings().collect();
        return collect.maxRight() == 0
                ? rollouts
                : Selections.balanced(
                                rollouts,
                                collect.maxRight(),
                                collect.maxWrong(),
                                run.seed().child("selection").child(iteration))
                        .trajectories();
    }

    private TrainingJob job(String name, Course course, ModelSource start, TrainingData data) {
        if (data.size() == 0) {
            throw nothing(name, data);
        }
        Seed seed = run.seed().child("training").child(name);
        BatchPlan plan =
                new BatchPlan(
                        data.lengths(),
                        course.training().batchSize(),
                        course.training().epochs() + course.warmupEpochs(),
                        seed.child("batches"));
        TrainingSpec spec =
                new TrainingSpec(
                        new TrainingSpec.Models(
                                start,
                                Optional.empty(),
                                criticStart(course),
                                course.policyLora(),
                                course.criticLora()),
                        course.objective(course.warmupEpochs() * plan.batchesPerEpoch()),
                        Course.optimiser(course.training().optimiser()),
                        Course.optimiser(course.critic()),
                        plan.batches(),
                        Course.compute(run.settings().compute()),
                        seed.child("worker").value(),
                        directory(run, name),
                        referenceCache());
        return new TrainingJob(name, spec, data, plan, course.training().checkpointEvery());
    }

    /** Where a training's checkpoints and final models lie. */
    static Path directory(RunContext run, String name) {
        return run.folder().resolve("training").resolve(name);
    }

    private RunException nothing(String name, TrainingData data) {
        String why =
                switch (data) {
                    case TrainingData.Sequences _ -> "no rollout of iteration %d is right";
                    case TrainingData.Preferences _ ->
                            "no problem of iteration %d has a right and a wrong rollout";
                };
        return new RunException(
                "training %s has nothing to learn from: %s; sample more (collect.samples) or train"
                                .formatted(name, why.formatted(iteration))
                        + " SFT longer");
    }

    /** The last iteration's critic, where it is to be continued. */
    private Optional<ModelSource> criticStart(Course course) {
        if (!course.continuesCritic() || iteration < 2) {
            return Optional.empty();
        }
        return course.learner()
                .flatMap(learner -> run.state().training(name(learner, iteration - 1)))
                .flatMap(run.models()::critic)
                .map(critic -> critic.source());
    }

    private Optional<Path> referenceCache() {
        return run.settings().compute().referenceCache()
                ? Optional.of(run.folder().resolve("cache"))
                : Optional.empty();
    }

    private static String name(Learner learner, int iteration) {
        return learner.label() + "-" + iteration;
    }
}
