package io.oreo.dataset;

import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Seed;
import io.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Picks from graded trajectories what an algorithm learns from (data rules of the paper's appendix;
 * DPO arXiv 2305.18290, KTO arXiv 2402.01306).
 *
 * <p>All functions are pure. Draws for a problem come from the seed and the problem's id, so adding
 * a problem changes nothing for the others. Broken attempts and demonstrations are never selected.
 */
public final class Selections {

    private Selections() {}

    /** Selected trajectories, in the order of the input. */
    public record Selection(List<Trajectory> trajectories, SelectionCounts counts) {
        public Selection {
            trajectories = List.copyOf(trajectories);
        }
    }

    /** A correct and an incorrect attempt at the same problem. */
    public record Pair(Trajectory chosen, Trajectory rejected) {
        public Pair {
            if (!chosen.problem().equals(rejected.problem())) {
                throw new IllegalArgumentException("a pair of different problems");
            }
        }
    }

    /** Pairs, problem by problem. */
    public record Pairs(List<Pair> pairs, SelectionCounts counts) {
        public Pairs {
            pairs = List.copyOf(pairs);
        }
    }

    /** All demonstrations, counted: what SFT imitates. */
    public static Selection demonstrations(List<Trajectory> demonstrations) {
        List<Group> groups = groups(demonstrations);
        return new Selection(
                demonstrations, counts(groups, demonstrations.size(), demonstrations.size(), 0));
    }

    /** All graded attempts: what OREO and DQO learn from. */
    public static Selection graded(List<Trajectory> attempts) {
        return select(attempts, group -> concat(group.correct, group.incorrect));
    }

    /** Correct attempts: what rejection sampling imitates. */
    public static Selection correct(List<Trajectory> attempts) {
        return select(attempts, Group::correct);
    }

    /** Correct attempts and those without a reward: what SFT imitates of given trajectories. */
    public static Selection imitated(List<Trajectory> attempts) {
        List<Trajectory> taken =
                attempts.stream()
                        .filter(
                                each ->
                                        each.isCorrect()
                                                || each.outcome() instanceof Outcome.Ungraded)
                        .toList();
        List<Group> groups = groups(attempts);
        int gave = (int) taken.stream().map(Trajectory::problem).distinct().count();
        return new Selection(
                taken, counts(groups, attempts.size(), taken.size(), groups.size() - gave));
    }

    /**
     * A few attempts per problem: at most {@code maxIncorrect} incorrect ones, and at most {@code
     * maxCorrect} correct ones, no more correct than incorrect, but one correct one where there is
     * any.
     */
    public static Selection balanced(
            List<Trajectory> attempts, int maxCorrect, int maxIncorrect, Seed seed) {
        if (maxCorrect < 1 || maxIncorrect < 0) {
            throw new IllegalArgumentException(
                    "at most %d correct (>= 1) and %d incorrect (>= 0) per problem"
                            .formatted(maxCorrect, maxIncorrect));
        }
        return select(
                attempts,
                group -> {
                    SplittableRandom random = seed.child(group.problem.value()).random();
                    List<Trajectory> incorrect = draw(group.incorrect, maxIncorrect, random);
                    int correctLimit = Math.min(maxCorrect, Math.max(1, incorrect.size()));
                    return concat(draw(group.correct, correctLimit, random), incorrect);
                });
    }

    /**
     * At most {@code maxPairs} different pairs per problem. Pairs walk both shuffled lists in step,
     * so that they use as many different attempts as they can.
     */
    public static Pairs pairs(List<Trajectory> attempts, int maxPairs, Seed seed) {
        if (maxPairs < 1) {
            throw new IllegalArgumentException("at most " + maxPairs + " pairs per problem (>= 1)");
        }
        List<Pair> pairs = new ArrayList<>();
        int without = 0;
        List<Group> groups = groups(attempts);
        for (Group group : groups) {
            SplittableRandom random = seed.child(group.problem.value()).random();
            List<Trajectory> correct = draw(group.correct, group.correct.size(), random);
            List<Trajectory> incorrect = draw(group.incorrect, group.incorrect.size(), random);
            int count = Math.min(maxPairs, correct.size() * incorrect.size());
            for (int i = 0; i < count; i++) {
                // After each full round of both lists one of them is turned by one place.
                int turn = i / leastCommonMultiple(correct.size(), incorrect.size());
                pairs.add(
                        new Pair(
                                correct.get(i % correct.size()),
                                incorrect.get((i + turn) % incorrect.size())));
            }
            without += count == 0 ? 1 : 0;
        }
        return new Pairs(pairs, counts(groups, attempts.size(), pairs.size(), without));
    }

    private interface Choice {
        List<Trajectory> from(Group group);
    }

    /** Attempts at one problem. */
    private record Group(ProblemId problem, List<Trajectory> correct, List<Trajectory> incorrect) {}

    private static Selection select(List<Trajectory> attempts, Choice choice) {
        List<Group> groups = groups(attempts);
        // By identity of place, not by value: the order of the input is kept.
        HashSet<String> taken = new HashSet<>();
        int without = 0;
        for (Group group : groups) {
            List<Trajectory> chosen = choice.from(group);
            chosen.forEach(trajectory -> taken.add(trajectory.id()));
            without += chosen.isEmpty() ? 1 : 0;
        }
        List<Trajectory> selected =
                attempts.stream().filter(trajectory -> taken.contains(trajectory.id())).toList();
        return new Selection(selected, counts(groups, attempts.size(), selected.size(), without));
    }

    private static List<Group> groups(List<Trajectory> attempts) {
        Map<ProblemId, Group> groups = new LinkedHashMap<>();
        HashSet<String> ids = new HashSet<>();
        for (Trajectory attempt : attempts) {
            if (!ids.add(attempt.id())) {
                throw new IllegalArgumentException(
                        "two trajectories have the id '" + attempt.id() + "'");
            }
            Group group =
                    groups.computeIfAbsent(
                            attempt.problem(),
                            problem -> new Group(problem, new ArrayList<>(), new ArrayList<>()));
            if (attempt.isCorrect()) {
                group.correct.add(attempt);
            } else if (attempt.isIncorrect()) {
                group.incorrect.add(attempt);
            }
        }
        return List.copyOf(groups.values());
    }

    private static SelectionCounts counts(
            List<Group> groups, int attempts, int taken, int without) {
        int correct = groups.stream().mapToInt(group -> group.correct.size()).sum();
        int incorrect = groups.stream().mapToInt(group -> group.incorrect.size()).sum();
        return new SelectionCounts(
                attempts,
                attempts - correct - incorrect,
                correct,
                incorrect,
                taken,
                groups.size(),
                without);
    }

    /** Some of the list, without repetition, in random order. */
    private static List<Trajectory> draw(
            List<Trajectory> from, int count, SplittableRandom random) {
        record Drawn(Trajectory trajectory, long key) {}
        return from.stream()
                .map(trajectory -> new Drawn(trajectory, random.nextLong()))
                .sorted(Comparator.comparingLong(Drawn::key))
                .limit(count)
                .map(Drawn::trajectory)
                .toList();
    }

    private static List<Trajectory> concat(List<Trajectory> first, List<Trajectory> second) {
        List<Trajectory> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }

    private static int leastCommonMultiple(int a, int b) {
        int x = a;
        int y = b;
        while (y != 0) {
            int rest = x % y;
            x = y;
            y = rest;
        }
        return a / x * b;
    }
}
