package io.oreo.dataset;

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

    /** A right and a wrong attempt at the same problem. */
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
        return select(attempts, group -> concat(group.right, group.wrong));
    }

    /** Right attempts: what rejection sampling imitates. */
    public static Selection right(List<Trajectory> attempts) {
        return select(attempts, Group::right);
    }

    /**
     * A few attempts a problem: at most {@code maxWrong} wrong ones, and at most {@code maxRight}
     * right ones, no more right than wrong, but one right one where there is any.
     */
    public static Selection balanced(
            List<Trajectory> attempts, int maxRight, int maxWrong, Seed seed) {
        if (maxRight < 1 || maxWrong < 0) {
            throw new IllegalArgumentException(
                    "at most %d right (>= 1) and %d wrong (>= 0) a problem"
                            .formatted(maxRight, maxWrong));
        }
        return select(
                attempts,
                group -> {
                    SplittableRandom random = seed.child(group.problem.value()).random();
                    List<Trajectory> wrong = draw(group.wrong, maxWrong, random);
                    int rightLimit = Math.min(maxRight, Math.max(1, wrong.size()));
                    return concat(draw(group.right, rightLimit, random), wrong);
                });
    }

    /**
     * At most {@code maxPairs} different pairs a problem. Pairs walk both shuffled lists in step,
     * so that they use as many different attempts as they can.
     */
    public static Pairs pairs(List<Trajectory> attempts, int maxPairs, Seed seed) {
        if (maxPairs < 1) {
            throw new IllegalArgumentException("at most " + maxPairs + " pairs a problem (>= 1)");
        }
        List<Pair> pairs = new ArrayList<>();
        int without = 0;
        List<Group> groups = groups(attempts);
        for (Group group : groups) {
            SplittableRandom random = seed.child(group.problem.value()).random();
            List<Trajectory> right = draw(group.right, group.right.size(), random);
            List<Trajectory> wrong = draw(group.wrong, group.wrong.size(), random);
            int count = Math.min(maxPairs, right.size() * wrong.size());
            for (int i = 0; i < count; i++) {
                // After each full round of both lists one of them is turned by one place.
                int turn = i / leastCommonMultiple(right.size(), wrong.size());
                pairs.add(
                        new Pair(
                                right.get(i % right.size()), wrong.get((i + turn) % wrong.size())));
            }
            without += count == 0 ? 1 : 0;
        }
        return new Pairs(pairs, counts(groups, attempts.size(), pairs.size(), without));
    }

    private interface Choice {
        List<Trajectory> from(Group group);
    }

    /** Attempts at one problem. */
    private record Group(ProblemId problem, List<Trajectory> right, List<Trajectory> wrong) {}

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
            if (attempt.isRight()) {
                group.right.add(attempt);
            } else if (attempt.isWrong()) {
                group.wrong.add(attempt);
            }
        }
        return List.copyOf(groups.values());
    }

    private static SelectionCounts counts(
            List<Group> groups, int attempts, int taken, int without) {
        int right = groups.stream().mapToInt(group -> group.right.size()).sum();
        int wrong = groups.stream().mapToInt(group -> group.wrong.size()).sum();
        return new SelectionCounts(
                attempts, attempts - right - wrong, right, wrong, taken, groups.size(), without);
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
