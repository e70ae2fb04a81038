package io.oreo.schedule;

import io.oreo.dataset.ShardInfo;
import io.oreo.dataset.TrajectoryShards;
import io.oreo.schedule.settings.CollectSettings;
import io.oreo.search.ActionChoice;
import io.oreo.search.EpisodePath;
import io.oreo.search.PlayedEpisode;
import io.oreo.search.SearchInput;
import io.oreo.task.Split;
import io.oreo.trajectory.ActionMask;
import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.FloatVector;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.Origin;
import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.Prompt;
import io.oreo.trajectory.Sampler;
import io.oreo.trajectory.Seed;
import io.oreo.trajectory.TokenSequence;
import io.oreo.trajectory.Trajectory;
import io.oreo.worker.Generator;
import io.oreo.worker.Generator.Completion;
import io.oreo.worker.ModelLoad;
import io.oreo.worker.StopRule;
import io.oreo.worker.Worker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Lets the last policy attempt the rollout problems.
 *
 * <p>The plan, not the workers, composes the batches: attempt by attempt in the order of the
 * problems. So a batch can be repeated by any worker, at any time, with the same result.
 */
final class CollectRollouts implements Phase {

    private final RunContext run;
    private final int iteration;
    private final RunEvent.TrainingFinished author;
    private final ModelLoad policy;
    private final Sampler sampler;

    /** One attempt to be made. */
    private record Attempt(Prompt prompt, String id, Seed seed) {}

    /** Attempts that are sampled together. */
    private record Batch(int number, List<Attempt> attempts) {}

    /** A batch that is on disk. */
    private record Stored(Batch batch, ShardInfo shard, long tokens) {}

    CollectRollouts(RunContext run) {
        this.run = run;
        this.iteration = run.state().iteration();
        this.author = TrainingJobs.previousPolicy(run, iteration);
        this.policy = run.models().policy(author);
        CollectSettings collect = run.settings().collect();
        this.sampler = new Sampler(collect.temperature(), collect.topP(), collect.topK());
    }

    @Override
    public void run() {
        List<Batch> batches = plan();
        Map<Integer, RunEvent.RolloutsStored> stored = run.state().rollouts(iteration);
        List<Batch> missing =
                batches.stream().filter(batch -> !stored.containsKey(batch.number())).toList();
        long total = batches.stream().mapToLong(batch -> batch.attempts().size()).sum();
        long done = stored.values().stream().mapToLong(RunEvent.RolloutsStored::rows).sum();
        run.listener().started("Collect rollouts of " + author.training(), "rollouts", done, total);
        run.pools().rollouts().forEach(missing, this::collect, this::record);
        run.journal().append(new RunEvent.RolloutsCollected(iteration, batches.size()));
        run.listener().finished("%,d rollouts".formatted(total));
    }

    private List<Batch> plan() {
        Prompts prompts = new Prompts(run);
        List<Prompt> asked = prompts.encode(prompts.problems(Split.ROLLOUT));
        Seed seed = run.seed().child("rollouts").child(iteration);
        List<Attempt> attempts = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            for (int sample = 0; sample < run.settings().collect().samples(); sample++) {
                String id = "i%d-p%06d-s%d".formatted(iteration, i, sample);
                attempts.add(new Attempt(asked.get(i), id, seed.child(id)));
            }
        }
        int size = run.settings().collect().batchSize();
        return IntStream.range(0, Math.ceilDiv(attempts.size(), size))
                .mapToObj(
                        n ->
                                new Batch(
                                        n,
                                        List.copyOf(
                                                attempts.subList(
                                                        n * size,
                                                        Math.min(
                                                                attempts.size(), (n + 1) * size)))))
                .toList();
    }

    private Stored collect(Worker worker, Batch batch) {
        List<Trajectory> trajectories =
                Games.of(run)
                        .map(games -> played(games, worker, batch))
                        .orElseGet(() -> written(worker, batch));
        long tokens = trajectories.stream().mapToLong(t -> t.tokens().actionMask().count()).sum();
        return new Stored(batch, TrajectoryShards.write(trajectories, file(batch)), tokens);
    }

    private List<Trajectory> written(Worker worker, Batch batch) {
        CollectSettings collect = run.settings().collect();
        StopRule stop =
                new StopRule(
                        false,
                        run.task().stepRule(),
                        collect.maxNewTokens(),
                        run.settings().model().maxLength());
        List<Generator.Item> items =
                batch.attempts().stream()
                        .map(
                                a ->
                                        new Generator.Item(
                                                a.id(), a.prompt().tokenIds(), a.seed().value()))
                        .toList();
        List<Completion> completions =
                worker.generator(policy).generate(new Generator.Batch(items, sampler, stop));
        return IntStream.range(0, items.size())
                .mapToObj(i -> trajectory(batch.attempts().get(i), completions.get(i)))
                .toList();
    }

    /** Episodes bring their outcomes. */
    private List<Trajectory> played(Games games, Worker worker, Batch batch) {
        List<PlayedEpisode> episodes =
                games.play(worker, policy, Optional.empty(), run.settings().collect().batchSize())
                        .play(
                                batch.attempts().stream()
                                        .map(a -> new SearchInput.Start(a.prompt(), a.seed()))
                                        .toList(),
                                ActionChoice.written(sampler));
        return IntStream.range(0, episodes.size())
                .mapToObj(i -> trajectory(batch.attempts().get(i), episodes.get(i)))
                .toList();
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

    private Trajectory trajectory(Attempt attempt, Completion completion) {
        IntVector prompt = attempt.prompt().tokenIds();
        int written = completion.tokenIds().size();
        FloatVector logProbs = FloatVector.of(new float[prompt.size()]).plus(completion.logProbs());
        TokenSequence tokens =
                new TokenSequence(
                        prompt.plus(completion.tokenIds()),
                        ActionMask.afterPrompt(prompt.size(), written),
                        completion.stepEnds(),
                        List.of(),
                        Optional.of(logProbs));
        return trajectory(attempt, tokens, completion.text(), completion.finishReason());
    }

    private Trajectory trajectory(Attempt attempt, PlayedEpisode episode) {
        EpisodePath path = episode.path();
        Trajectory played = trajectory(attempt, path.tokens(), path.text(), path.reason());
        return switch (Games.outcome(episode)) {
            case Outcome.Graded grade -> played.graded(grade);
            case Outcome.Broken(String why) -> played.broken(why);
            case Outcome.Ungraded _ -> played;
        };
    }

    private Trajectory trajectory(
            Attempt attempt, TokenSequence tokens, String text, FinishReason reason) {
        return new Trajectory(
                attempt.id(),
                attempt.prompt().problem().id(),
                Origin.ROLLOUT,
                Optional.of(Models.version(author)),
                tokens,
                text,
                Optional.of(sampler),
                attempt.seed().value(),
                reason,
                new Outcome.Ungraded(),
                run.state().startModel().orElseThrow().facts().tokenizerKey());
    }
}
