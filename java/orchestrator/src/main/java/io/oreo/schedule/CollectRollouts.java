package io.oreo.schedule;

import io.oreo.dataset.ShardInfo;
import io.oreo.dataset.TrajectoryShards;
import io.oreo.interaction.Interaction;
import io.oreo.interaction.Interaction.Attempted;
import io.oreo.interaction.Interaction.Start;
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
import java.util.stream.IntStream;

/**
 * Lets the last policies attempt the rollout problems, each chain's in turn.
 *
 * <p>The plan, not the workers, composes the batches: attempt by attempt in the order of the
 * problems. So a batch can be repeated by any worker, at any time, with the same result.
 */
final class CollectRollouts implements Phase {

    private final RunContext run;
    private final int iteration;
    private final List<String> authors;
    private final Sampler sampler;

    /** Attempts that are sampled together, and the training whose policy samples them. */
    private record Batch(int number, String author, List<Start> attempts) {}

    /** A batch that is on disk. */
    private record Stored(Batch batch, ShardInfo shard, long tokens) {}

    CollectRollouts(RunContext run) {
        this.run = run;
        this.iteration = run.state().iteration();
        this.authors = Chains.authors(run.settings(), iteration);
        CollectSettings collect = run.settings().collect();
        this.sampler = new Sampler(collect.temperature(), collect.topP(), collect.topK());
    }

    @Override
    public void run() {
        Prompts prompts = new Prompts(run);
        List<Prompt> asked = prompts.encode(prompts.problems(Split.ROLLOUT));
        int batches = 0;
        for (String author : authors) {
            List<Batch> planned = plan(author, asked, batches);
            collect(author, planned);
            batches += planned.size();
        }
        run.journal().append(new RunEvent.RolloutsCollected(iteration, batches));
    }

    private void collect(String author, List<Batch> planned) {
        Map<Integer, RunEvent.RolloutsStored> stored = run.state().rollouts(iteration);
        List<Batch> missing =
                planned.stream().filter(batch -> !stored.containsKey(batch.number())).toList();
        long total = planned.stream().mapToLong(batch -> batch.attempts().size()).sum();
        long left = missing.stream().mapToLong(batch -> batch.attempts().size()).sum();
        run.listener().started("Collect rollouts of " + author, "rollouts", total - left, total);
        run.pools().rollouts().forEach(missing, this::collect, this::record);
        run.listener().finished("%,d rollouts".formatted(total));
    }

    /** The main chain's stream is the iteration's own, so other methods do not alter it. */
    private Seed seed(String author) {
        Seed seed = run.seed().child("rollouts").child(iteration);
        return author.equals(authors.getFirst()) ? seed : seed.child(author);
    }

    private List<Batch> plan(String author, List<Prompt> asked, int first) {
        Seed seed = seed(author);
        List<Start> attempts = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            for (int sample = 0; sample < run.settings().collect().samples(); sample++) {
                String id = "i%d-p%06d-s%d".formatted(iteration, i, sample);
                attempts.add(new Start(id, asked.get(i), seed.child(id)));
            }
        }
        int size = run.settings().collect().batchSize();
        return IntStream.range(0, Math.ceilDiv(attempts.size(), size))
                .mapToObj(
                        n ->
                                new Batch(
                                        first + n,
                                        author,
                                        List.copyOf(
                                                attempts.subList(
                                                        n * size,
                                                        Math.min(
                                                                attempts.size(), (n + 1) * size)))))
                .toList();
    }

    private Stored collect(Worker worker, Batch batch) {
        RunEvent.TrainingFinished author = TrainingJobs.finished(run, batch.author());
        ModelLoad policy = run.models().policy(author);
        if (authors.size() > 1) {
            run.models()
                    .unloadOthers(
                            worker, run.state().trainings().values(), Set.of(policy.modelId()));
        }
        List<Attempted> made =
                run.interaction()
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
        run.journal()
                .append(
                        new RunEvent.RolloutsStored(
                                iteration,
                                stored.batch().number(),
                                run.relative(stored.shard().path()),
                                stored.shard().contentDigest(),
                                stored.shard().rows()));
        run.listener()
                .advanced(
                        stored.shard().rows(),
                        "%.0f tokens each"
                                .formatted((double) stored.tokens() / stored.shard().rows()));
    }

    private Path file(Batch batch) {
        return run.folder()
                .resolve("shards")
                .resolve("iteration-" + iteration)
                .resolve("rollouts-%05d.parquet".formatted(batch.number()));
    }

    private Trajectory trajectory(RunEvent.TrainingFinished author, Start start, Attempted made) {
        Trajectory ungraded =
                new Trajectory(
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
                        run.state().startModel().orElseThrow().facts().tokenizerKey());
        return switch (made.outcome()) {
            case Outcome.Graded grade -> ungraded.graded(grade);
            case Outcome.Broken(String why) -> ungraded.broken(why);
            case Outcome.Ungraded _ -> ungraded;
        };
    }
}
