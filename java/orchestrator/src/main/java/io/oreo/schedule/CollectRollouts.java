package io.oreo.schedule;

import io.oreo.dataset.ShardInfo;
import io.oreo.dataset.TrajectoryShards;
import io.oreo.interaction.Interaction;
import io.oreo.interaction.Interaction.Attempted;
import io.oreo.interaction.Interaction.Start;
import io.oreo.run.Journal;
import io.oreo.run.RunEvent;
import io.oreo.run.RunListener;
import io.oreo.schedule.RunContext.Pools;
import io.oreo.schedule.settings.CollectSettings;
import io.oreo.task.Split;
import io.oreo.trajectory.Origin;
import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.Prompt;
import io.oreo.trajectory.Sampler;
import io.oreo.trajectory.Seed;
import io.oreo.trajectory.Trajectory;
import io.oreo.worker.ModelLoad;
import io.oreo.worker.Worker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;

/**
 * Lets the last policies attempt the rollout problems, each chain's in turn.
 *
 * <p>The plan, not the workers, composes the batches: attempt by attempt in the order of the
 * problems. So a batch can be repeated by any worker, at any time, with the same result.
 */
final class CollectRollouts implements Phase {

    private final Plan plan;
    private final Journal journal;
    private final Pools pools;
    private final RunListener listener;
    private final Models models;
    private final int iteration;
    private final List<String> authors;
    private final Sampler sampler;

    /** Attempts that are sampled together, and the training whose policy samples them. */
    private record Batch(int number, String author, List<Start> attempts) {}

    /** A batch that is on disk. */
    private record Stored(Batch batch, ShardInfo shard, long tokens) {}

    CollectRollouts(Plan plan, Journal journal, Pools pools, RunListener listener) {
        this.plan = plan;
        this.journal = journal;
        this.pools = pools;
        this.listener = listener;
        this.models = new Models(journal.folder(), plan.settings().model());
        this.iteration = journal.state().iteration();
        this.authors = Chains.authors(plan.settings(), iteration);
        CollectSettings collect = plan.settings().collect();
        this.sampler = new Sampler(collect.temperature(), collect.topP(), collect.topK());
    }

    @Override
    public void run() {
        List<Prompt> asked = new Prompts(plan, journal, pools).encode(plan.problems(Split.ROLLOUT));
        int batches = 0;
        for (String author : authors) {
            List<Batch> planned = plan(author, asked, batches);
            collect(author, planned);
            batches += planned.size();
        }
        journal.append(new RunEvent.RolloutsCollected(iteration, batches));
    }

    private void collect(String author, List<Batch> planned) {
        Map<Integer, RunEvent.RolloutsStored> stored = journal.state().rollouts(iteration);
        List<Batch> missing =
                planned.stream().filter(batch -> !stored.containsKey(batch.number())).toList();
        long total = planned.stream().mapToLong(batch -> batch.attempts().size()).sum();
        long left = missing.stream().mapToLong(batch -> batch.attempts().size()).sum();
        listener.started("Collect rollouts of " + author, "rollouts", total - left, total);
        pools.rollouts().forEach(missing, this::collect, this::record);
        listener.finished("%,d rollouts".formatted(total));
    }

    /** The main chain's stream is the iteration's own, so other methods do not alter it. */
    private Seed seed(String author) {
        Seed seed = plan.seed().child("rollouts").child(iteration);
        return author.equals(authors.getFirst()) ? seed : seed.child(author);
    }

    private List<Batch> plan(String author, List<Prompt> asked, int first) {
        Seed seed = seed(author);
        List<Start> attempts = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            for (int sample = 0; sample < plan.settings().collect().samples(); sample++) {
                String id = "i%d-p%06d-s%d".formatted(iteration, i, sample);
                attempts.add(new Start(id, asked.get(i), seed.child(id)));
            }
        }
        List<Batch> batches = new ArrayList<>();
        attempts.stream()
                .gather(Gatherers.windowFixed(plan.settings().collect().batchSize()))
                .forEach(some -> batches.add(new Batch(first + batches.size(), author, some)));
        return batches;
    }

    private Stored collect(Worker worker, Batch batch) {
        RunEvent.TrainingFinished author = journal.state().trained(batch.author());
        ModelLoad policy = models.policy(author);
        if (authors.size() > 1) {
            models.unloadOthers(
                    worker, journal.state().trainings().values(), Set.of(policy.modelId()));
        }
        List<Attempted> made =
                plan.interaction()
                        .attempt(
                                new Interaction.Models(worker, policy, Optional.empty()),
                                batch.attempts(),
                                sampler);
        List<Trajectory> trajectories =
                IntStream.range(0, made.size())
                        .mapToObj(i -> trajectory(author, batch.attempts().get(i), made.get(i)))
                        .toList();
        long tokens = trajectories.stream().mapToLong(t -> t.tokens().actionMask().count()).sum();
        return new Stored(batch, TrajectoryShards.write(trajectories, file(batch)), tokens);
    }

    private void record(Stored stored) {
        journal.append(
                new RunEvent.RolloutsStored(
                        iteration,
                        stored.batch().number(),
                        journal.relative(stored.shard().path()),
                        stored.shard().contentDigest(),
                        stored.shard().rows()));
        listener.advanced(
                stored.shard().rows(),
                "%.0f tokens each".formatted((double) stored.tokens() / stored.shard().rows()));
    }

    private Path file(Batch batch) {
        return journal.folder()
                .resolve("shards")
                .resolve("iteration-" + iteration)
                .resolve("rollouts-%05d.parquet".formatted(batch.number()));
    }

    private Trajectory trajectory(RunEvent.TrainingFinished author, Start start, Attempted made) {
        return new Trajectory(
                        start.id(),
                        start.prompt().problem().id(),
                        Origin.ROLLOUT,
                        Optional.of(Models.version(author)),
                        made.tokens(),
                        made.text(),
                        Optional.of(sampler),
                        start.seed().value(),
                        made.reason(),
                        new Outcome.Ungraded(),
                        journal.state().startModel().orElseThrow().facts().tokenizerKey())
                .with(made.outcome());
    }
}
