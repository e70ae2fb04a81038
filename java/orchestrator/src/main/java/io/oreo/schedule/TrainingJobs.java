package io.oreo.schedule;

import io.oreo.dataset.BatchPlan;
import io.oreo.dataset.SelectionCounts;
import io.oreo.dataset.Selections;
import io.oreo.run.Journal;
import io.oreo.run.RunEvent;
import io.oreo.run.RunException;
import io.oreo.run.RunState;
import io.oreo.schedule.settings.CollectSettings;
import io.oreo.schedule.settings.ComputeSettings;
import io.oreo.schedule.settings.LoraSettings;
import io.oreo.schedule.settings.Method;
import io.oreo.schedule.settings.RunSettings;
import io.oreo.task.TaskKind;
import io.oreo.trajectory.Seed;
import io.oreo.trajectory.Trajectory;
import io.oreo.worker.ModelSource;
import io.oreo.worker.TrainingSpec;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is trained in an iteration, on what, and from where. */
public final class TrainingJobs {

    static final String SFT = "sft";

    private final Plan plan;
    private final Journal journal;
    private final Models models;
    private final int iteration;

    /** Rollouts by the training that sampled them, read once for all methods. */
    private final Map<String, List<Trajectory>> rollouts = new HashMap<>();

    TrainingJobs(Plan plan, Journal journal, int iteration) {
        this.plan = plan;
        this.journal = journal;
        this.models = new Models(journal.folder(), plan.settings().model());
        this.iteration = iteration;
    }

    /**
     * Names of the trainings of an iteration, the one that the next iteration starts from first.
     */
    public static List<String> names(RunSettings settings, int iteration) {
        return iteration == 0
                ? List.of(SFT)
                : settings.method().stream().map(each -> name(each.name(), iteration)).toList();
    }

    /** Weight of the log-ratio by which a training of an iteration learned values, if it did. */
    static Optional<Double> softBellmanBeta(Plan plan, String training, int iteration) {
        return iteration == 0
                ? Optional.empty()
                : method(plan, training, iteration).flatMap(Method::softBellmanBeta);
    }

    private static Optional<Method> method(Plan plan, String training, int iteration) {
        return plan.settings().methods(plan.methods()).stream()
                .filter(each -> name(each.name(), iteration).equals(training))
                .findFirst();
    }

    /** The training of the main method whose policy attempts the problems of an iteration. */
    static RunEvent.TrainingFinished previousPolicy(
            RunSettings settings, RunState state, int iteration) {
        return state.trained(names(settings, iteration - 1).getFirst());
    }

    /** The job of this name. */
    TrainingJob job(String name) {
        if (name.equals(SFT)) {
            ModelSource start =
                    models.source(journal.state().startModel().orElseThrow().directory());
            return job(name, Recipe.sft(plan.settings().sft()), start, demonstrations());
        }
        Method method =
                method(plan, name, iteration)
                        .orElseThrow(() -> new RunException("no method trains '" + name + "'"));
        String author = Chains.author(plan.settings(), method.settings(), iteration);
        ModelSource start = models.policy(journal.state().trained(author)).source();
        return job(name, Recipe.of(method), start, data(method, author));
    }

    private TrainingData demonstrations() {
        return TrainingData.Sequences.of(
                Selections.demonstrations(Rollouts.demonstrations(journal)));
    }

    private TrainingData data(Method method, String author) {
        return switch (method.description().learnsFrom()) {
            case DEMONSTRATIONS ->
                    given()
                            ? TrainingData.Sequences.of(Selections.imitated(kept(author)))
                            : demonstrations();
            case ROLLOUTS -> TrainingData.Sequences.of(Selections.graded(kept(author)));
            case CORRECT -> TrainingData.Sequences.of(Selections.correct(kept(author)));
            case PAIRS ->
                    TrainingData.Preferences.of(
                            Selections.pairs(
                                    kept(author),
                                    method.settings().maxPairs(),
                                    plan.seed().child("pairs").child(iteration)));
        };
    }

    private boolean given() {
        return plan.task().kind() instanceof TaskKind.Given;
    }

    /** The rollouts of an author that are learned from. */
    private List<Trajectory> kept(String author) {
        List<Trajectory> all =
                rollouts.computeIfAbsent(
                        author, each -> Rollouts.of(plan.settings(), journal, iteration, each));
        CollectSettings collect = plan.settings().collect();
        return collect.maxCorrect() == 0
                ? all
                : Selections.balanced(
                                all,
                                collect.maxCorrect(),
                                collect.maxIncorrect(),
                                plan.seed().child("selection").child(iteration))
                        .trajectories();
    }

    private TrainingJob job(String name, Recipe recipe, ModelSource start, TrainingData data) {
        if (data.size() == 0) {
            throw nothing(name, data);
        }
        requireRoom(name, data, plan.settings().compute().microBatchTokens());
        Seed seed = plan.seed().child("training").child(name);
        BatchPlan batches =
                new BatchPlan(
                        data.lengths(),
                        recipe.batchSize(),
                        recipe.epochs() + recipe.warmupEpochs(),
                        seed.child("batches"));
        TrainingSpec spec =
                new TrainingSpec(
                        new TrainingSpec.Models(
                                start,
                                Optional.empty(),
                                criticStart(name, recipe),
                                lora(plan.settings().policyLora()),
                                lora(plan.settings().criticLora())),
                        recipe.objective(),
                        recipe.options(),
                        recipe.warmupEpochs() * batches.batchesPerEpoch(),
                        Trajectory.CORRECT_FROM,
                        recipe.optimiser(),
                        recipe.criticOptimiser(),
                        batches.batches(),
                        compute(plan.settings().compute()),
                        seed.child("worker").value(),
                        directory(journal, name),
                        referenceCache());
        return new TrainingJob(name, spec, data, batches, recipe.checkpointEvery());
    }

    /** What fits into no forward pass is refused before the training, not in the midst of it. */
    private static void requireRoom(String name, TrainingData data, int room) {
        int longest = data.lengths().stream().max().orElse(0);
        int needed = data instanceof TrainingData.Preferences ? 2 * longest : longest;
        if (needed > room) {
            throw new RunException(
                    ("training %s: the longest of its %s takes %,d tokens of a forward pass, but"
                         + " compute.micro_batch_tokens is %,d; raise it, or leave out what is so"
                         + " long (import with --max-length N)")
                            .formatted(name, data.unit(), needed, room));
        }
    }

    private static Optional<TrainingSpec.Lora> lora(LoraSettings lora) {
        return lora.enabled()
                ? Optional.of(
                        new TrainingSpec.Lora(
                                lora.rank(), lora.alpha(), lora.dropout(), lora.targetModules()))
                : Optional.empty();
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

    /** Where a training's checkpoints and final models lie. */
    static Path directory(Journal journal, String name) {
        return journal.folder().resolve("training").resolve(name);
    }

    private RunException nothing(String name, TrainingData data) {
        if (given()) {
            return nothingGiven(name, data);
        }
        String why =
                switch (data) {
                    case TrainingData.Sequences _ -> "no rollout of iteration %d is correct";
                    case TrainingData.Preferences _ ->
                            "no problem of iteration %d has a correct and an incorrect rollout";
                };
        return new RunException(
                "training %s has nothing to learn from: %s; sample more (collect.samples) or train"
                                .formatted(name, why.formatted(iteration))
                        + " SFT longer");
    }

    private static RunException nothingGiven(String name, TrainingData data) {
        SelectionCounts counts = data.counts();
        String why =
                switch (data) {
                    case TrainingData.Sequences _ -> "no trajectory to imitate";
                    case TrainingData.Preferences _ ->
                            "no problem with a correct and an incorrect trajectory";
                };
        return new RunException(
                ("training %s has nothing to learn from: the dataset has %s. Of its %,d"
                     + " trajectories %,d are correct (reward %s or more), %,d incorrect, %,d"
                     + " without a reward; import rewards on that scale, or imitate what has none"
                     + " with --method sft")
                        .formatted(
                                name,
                                why,
                                counts.attempts(),
                                counts.correct(),
                                Trajectory.CORRECT_FROM,
                                counts.incorrect(),
                                counts.ungraded()));
    }

    /** The last iteration's critic, where it is to be continued. */
    private Optional<ModelSource> criticStart(String name, Recipe recipe) {
        if (!recipe.continuesCritic() || iteration < 2) {
            return Optional.empty();
        }
        String method = name.substring(0, name.lastIndexOf('-'));
        return journal.state()
                .training(name(method, iteration - 1))
                .flatMap(models::critic)
                .map(critic -> critic.source());
    }

    private Optional<Path> referenceCache() {
        return plan.settings().compute().referenceCache()
                ? Optional.of(journal.folder().resolve("cache"))
                : Optional.empty();
    }

    /** Name of a method's training in an iteration. */
    static String name(String method, int iteration) {
        return method + "-" + iteration;
    }
}
