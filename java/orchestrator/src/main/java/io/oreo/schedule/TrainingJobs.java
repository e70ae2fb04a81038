package io.oreo.schedule;

import io.oreo.dataset.BatchPlan;
import io.oreo.dataset.Selections;
import io.oreo.schedule.settings.ComputeSettings;
import io.oreo.schedule.settings.LoraSettings;
import io.oreo.schedule.settings.OptimiserSettings;
import io.oreo.schedule.settings.OreoSettings;
import io.oreo.schedule.settings.RunSettings;
import io.oreo.schedule.settings.TrainSettings;
import io.oreo.trajectory.Seed;
import io.oreo.trajectory.Trajectory;
import io.oreo.worker.ModelSource;
import io.oreo.worker.Objective;
import io.oreo.worker.TrainingSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What is trained in an iteration, and from where: the settings as jobs. */
final class TrainingJobs {

    static final String SFT = "sft";
    static final String OREO = "oreo";
    static final String REJECTION = "rejection";

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
                : Stream.concat(Stream.of(settings.algorithm()), settings.baselines().stream())
                        .map(algorithm -> name(algorithm, iteration))
                        .toList();
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
            return job(
                    name,
                    new Course(run.settings().sft(), 0, startModel()),
                    Rollouts.demonstrations(run));
        }
        List<Trajectory> rollouts = Rollouts.of(run, iteration);
        ModelSource start = run.models().policy(previousPolicy(run, iteration)).source();
        return switch (algorithmOf(name)) {
            case OREO ->
                    job(
                            name,
                            new Course(
                                    run.settings().oreo().training(),
                                    run.settings().oreo().criticWarmupEpochs(),
                                    start),
                            Selections.graded(rollouts).trajectories());
            case REJECTION ->
                    job(
                            name,
                            new Course(run.settings().rejection(), 0, start),
                            Selections.right(rollouts).trajectories());
            default -> throw new RunException("no algorithm is called '" + name + "'");
        };
    }

    /** How long a training takes and where it starts. */
    private record Course(TrainSettings settings, int warmupEpochs, ModelSource start) {}

    private TrainingJob job(String name, Course course, List<Trajectory> data) {
        if (data.isEmpty()) {
            throw new RunException(
                    ("training %s has nothing to learn from: no rollout of iteration %d is right;"
                                    + " sample more (collect.samples) or train SFT longer")
                            .formatted(name, iteration));
        }
        Seed seed = run.seed().child("training").child(name);
        BatchPlan plan =
                new BatchPlan(
                        TrainingJob.lengths(data),
                        course.settings().batchSize(),
                        course.settings().epochs() + course.warmupEpochs(),
                        seed.child("batches"));
        int warmupBatches = course.warmupEpochs() * plan.batchesPerEpoch();
        TrainingSpec spec =
                new TrainingSpec(
                        startingModels(name, course.start()),
                        objective(name, warmupBatches),
                        optimiser(course.settings().optimiser()),
                        optimiser(run.settings().oreo().critic()),
                        plan.batches(),
                        compute(run.settings().compute()),
                        seed.child("worker").value(),
                        run.folder().resolve("training").resolve(name),
                        referenceCache());
        return new TrainingJob(name, spec, data, plan, course.settings().checkpointEvery());
    }

    private TrainingSpec.Models startingModels(String name, ModelSource policy) {
        boolean oreo = algorithmOf(name).equals(OREO);
        OreoSettings settings = run.settings().oreo();
        return new TrainingSpec.Models(
                policy,
                Optional.empty(),
                criticStart(name),
                oreo ? lora(settings.policyLora()) : Optional.empty(),
                oreo ? lora(settings.criticLora()) : Optional.empty());
    }

    private static Optional<TrainingSpec.Lora> lora(LoraSettings settings) {
        return settings.enabled()
                ? Optional.of(
                        new TrainingSpec.Lora(
                                settings.rank(),
                                settings.alpha(),
                                settings.dropout(),
                                settings.targetModules()))
                : Optional.empty();
    }

    /** The last iteration's critic, where it is to be continued. */
    private Optional<ModelSource> criticStart(String name) {
        if (!algorithmOf(name).equals(OREO)
                || iteration < 2
                || !run.settings().oreo().continueCritic()) {
            return Optional.empty();
        }
        return run.state()
                .training(name(OREO, iteration - 1))
                .flatMap(run.models()::critic)
                .map(critic -> critic.source());
    }

    private Objective objective(String name, int warmupBatches) {
        OreoSettings oreo = run.settings().oreo();
        return algorithmOf(name).equals(OREO)
                ? new Objective.Oreo(
                        Objective.Level.valueOf(oreo.level().toUpperCase(Locale.ROOT)),
                        oreo.beta(),
                        oreo.alpha(),
                        oreo.lambda(),
                        warmupBatches)
                : new Objective.Sft();
    }

    private Optional<Path> referenceCache() {
        return run.settings().compute().referenceCache()
                ? Optional.of(run.folder().resolve("cache"))
                : Optional.empty();
    }

    private ModelSource startModel() {
        return run.models().source(run.state().startModel().orElseThrow().directory());
    }

    private static TrainingSpec.Optimiser optimiser(OptimiserSettings settings) {
        return new TrainingSpec.Optimiser(
                settings.learningRate(),
                settings.weightDecay(),
                settings.beta1(),
                settings.beta2(),
                settings.epsilon(),
                settings.maxGradientNorm(),
                settings.schedule(),
                settings.warmupRatio());
    }

    private static TrainingSpec.Compute compute(ComputeSettings settings) {
        return new TrainingSpec.Compute(
                settings.microBatchTokens(),
                settings.projectionChunk(),
                settings.precision().isBlank()
                        ? Optional.empty()
                        : Optional.of(settings.precision()),
                settings.packing(),
                settings.gradientCheckpointing());
    }

    private static String name(String algorithm, int iteration) {
        return algorithm + "-" + iteration;
    }

    private static String algorithmOf(String training) {
        int dash = training.lastIndexOf('-');
        return dash < 0 ? training : training.substring(0, dash);
    }
}
