package io.oreo.dataset;

import io.oreo.trajectory.ActionMask;
import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.FloatVector;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.ModelVersion;
import io.oreo.trajectory.Origin;
import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Reward;
import io.oreo.trajectory.Sampler;
import io.oreo.trajectory.TokenSequence;
import io.oreo.trajectory.Trajectory;
import io.oreo.trajectory.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Trajectories of every kind, with awkward texts and numbers, drawn from a random stream. */
final class RandomTrajectories {

    private static final List<String> TEXTS =
            List.of("a", "", "é\n\"'\\\t", "日本語", "\uD83D\uDE00", "NULL", "0", " ", "\u0000x");

    private final Random random;

    RandomTrajectories(Random random) {
        this.random = random;
    }

    List<Trajectory> trajectories(int count) {
        List<Trajectory> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(trajectory("t" + i));
        }
        return all;
    }

    private Trajectory trajectory(String id) {
        return new Trajectory(
                id + text(),
                new ProblemId("p" + text()),
                one(List.of(Origin.values())),
                maybe(new ModelVersion("m" + text(), "k" + text())),
                tokens(1 + random.nextInt(4), random.nextInt(6)),
                text(),
                maybe(new Sampler(random.nextDouble(), 1 - random.nextDouble(), random.nextInt(9))),
                random.nextLong(),
                one(List.of(FinishReason.values())),
                outcome(),
                "key" + text());
    }

    private TokenSequence tokens(int prompt, int more) {
        int size = prompt + more;
        int[] ids = new int[size];
        boolean[] actions = new boolean[size];
        float[] logProbs = new float[size];
        List<Integer> ends = new ArrayList<>();
        List<Reward> rewards = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            ids[i] = random.nextInt(200_000);
            actions[i] = i >= prompt && random.nextBoolean();
            logProbs[i] = actions[i] ? -random.nextFloat() : 0;
            if (actions[i] && random.nextBoolean()) {
                rewards.add(new Reward(i, random.nextGaussian()));
            }
        }
        if (more > 0) {
            ends.add(size);
        }
        return new TokenSequence(
                IntVector.of(ids),
                ActionMask.of(actions),
                IntVector.of(ends),
                rewards,
                maybe(FloatVector.of(logProbs)));
    }

    private Outcome outcome() {
        return switch (random.nextInt(6)) {
            case 0 -> new Outcome.Ungraded();
            case 1 -> new Outcome.Broken(text());
            case 2 -> grade(new Verdict.Correct(text(), text()));
            case 3 -> grade(new Verdict.Incorrect(text(), text()));
            case 4 -> grade(new Verdict.NoAnswer(text()));
            default -> grade(new Verdict.TimedOut(text(), text()));
        };
    }

    private Outcome grade(Verdict verdict) {
        return new Outcome.Graded(verdict, random.nextGaussian(), "grader" + text());
    }

    private String text() {
        return one(TEXTS);
    }

    private <T> Optional<T> maybe(T value) {
        return random.nextBoolean() ? Optional.of(value) : Optional.empty();
    }

    private <T> T one(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
