package io.oreo.evaluation.statistics;

import io.oreo.trajectory.Seed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Chance that a vote among k attempts gives a correct answer. */
public final class MajorityAtK {

    private static final int DRAWS = 500;

    private MajorityAtK() {}

    /** What an attempt says; the empty answer is none and does not vote. */
    public record Vote(String answer, boolean correct) {}

    /**
     * The mean over votes of k of the n attempts: over all sets of k where there are at most 500,
     * over 500 drawn ones otherwise. Equally frequent answers share the vote evenly.
     *
     * @throws IllegalArgumentException unless 1 &lt;= k &lt;= n
     */
    public static double of(List<Vote> votes, int k, Seed seed) {
        if (k < 1 || k > votes.size()) {
            throw new IllegalArgumentException(
                    "a vote of %d among %d attempts".formatted(k, votes.size()));
        }
        List<int[]> sets = new ArrayList<>();
        if (subsets(votes.size(), k) <= DRAWS) {
            enumerate(new int[k], 0, 0, votes.size(), sets);
        } else {
            draw(votes.size(), k, seed.random(), sets);
        }
        return sets.stream().mapToDouble(set -> vote(votes, set)).average().orElseThrow();
    }

    private static double vote(List<Vote> votes, int[] set) {
        Map<String, Integer> counts = new HashMap<>();
        Set<String> correct = new HashSet<>();
        for (int index : set) {
            Vote vote = votes.get(index);
            if (!vote.answer().isEmpty()) {
                counts.merge(vote.answer(), 1, Integer::sum);
                if (vote.correct()) {
                    correct.add(vote.answer());
                }
            }
        }
        int most = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        List<String> winners =
                counts.keySet().stream().filter(a -> most == counts.getOrDefault(a, 0)).toList();
        return winners.stream().mapToDouble(a -> correct.contains(a) ? 1 : 0).average().orElse(0);
    }

    private static double subsets(int n, int k) {
        double count = 1;
        for (int i = 0; i < k; i++) {
            count = count * (n - i) / (i + 1);
        }
        return count;
    }

    private static void enumerate(int[] set, int filled, int next, int n, List<int[]> sets) {
        if (filled == set.length) {
            sets.add(set.clone());
            return;
        }
        for (int index = next; index <= n - (set.length - filled); index++) {
            set[filled] = index;
            enumerate(set, filled + 1, index + 1, n, sets);
        }
    }

    private static void draw(int n, int k, SplittableRandom random, List<int[]> sets) {
        int[] all = new int[n];
        for (int i = 0; i < n; i++) {
            all[i] = i;
        }
        for (int draw = 0; draw < DRAWS; draw++) {
            int[] set = new int[k];
            for (int i = 0; i < k; i++) {
                int other = i + random.nextInt(n - i);
                int taken = all[other];
                all[other] = all[i];
                all[i] = taken;
                set[i] = taken;
            }
            sets.add(set);
        }
    }
}
