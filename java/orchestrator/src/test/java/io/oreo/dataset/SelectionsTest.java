package io.oreo.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.dataset.Selections.Pair;
import io.oreo.trajectory.Seed;
import io.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SelectionsTest {

    private static final List<Trajectory> MIXED =
            List.of(
                    SampleTrajectories.graded("a1", "a", 1),
                    SampleTrajectories.graded("b1", "b", 0),
                    SampleTrajectories.attempt("a2", "a").broken("why"),
                    SampleTrajectories.graded("a3", "a", 0),
                    SampleTrajectories.attempt("c1", "c"),
                    SampleTrajectories.graded("a4", "a", 0.5));

    @Test
    void oreo_learns_from_all_graded_attempts() {
        Selections.Selection selection = Selections.graded(MIXED);

        assertEquals(List.of("a1", "b1", "a3", "a4"), ids(selection.trajectories()));
        assertEquals(new SelectionCounts(6, 2, 2, 2, 4, 3, 1), selection.counts());
    }

    @Test
    void sft_imitates_what_is_correct_or_has_no_reward() {
        Selections.Selection selection = Selections.imitated(MIXED);

        assertEquals(List.of("a1", "c1", "a4"), ids(selection.trajectories()));
        assertEquals(new SelectionCounts(6, 2, 2, 2, 3, 3, 1), selection.counts());
    }

    @Test
    void rejection_sampling_imitates_correct_attempts_only() {
        Selections.Selection selection = Selections.correct(MIXED);

        assertEquals(List.of("a1", "a4"), ids(selection.trajectories()));
        assertEquals(2, selection.counts().problemsWithout());
    }

    @Property(tries = 100)
    void pairs_are_different_and_use_as_many_attempts_as_they_can(
            @ForAll @IntRange(max = 6) int correct,
            @ForAll @IntRange(max = 6) int incorrect,
            @ForAll @IntRange(min = 1, max = 40) int maxPairs,
            @ForAll long seed) {
        List<Pair> pairs =
                Selections.pairs(problem("p", correct, incorrect), maxPairs, new Seed(seed))
                        .pairs();

        assertEquals(Math.min(maxPairs, correct * incorrect), pairs.size());
        assertEquals(pairs.size(), pairs.stream().distinct().count());
        assertTrue(
                pairs.stream().allMatch(p -> p.chosen().isCorrect() && p.rejected().isIncorrect()));
        assertEquals(
                Math.min(pairs.size(), correct),
                pairs.stream().map(Pair::chosen).distinct().count());
        assertEquals(
                Math.min(pairs.size(), incorrect),
                pairs.stream().map(Pair::rejected).distinct().count());
    }

    @Property(tries = 100)
    void a_balanced_selection_keeps_its_limits_and_its_order(
            @ForAll @IntRange(max = 8) int correct,
            @ForAll @IntRange(max = 8) int incorrect,
            @ForAll @IntRange(min = 1, max = 5) int maxCorrect,
            @ForAll @IntRange(max = 5) int maxIncorrect,
            @ForAll long seed) {
        List<Trajectory> attempts = problem("p", correct, incorrect);
        List<Trajectory> taken =
                Selections.balanced(attempts, maxCorrect, maxIncorrect, new Seed(seed))
                        .trajectories();
        long takenCorrect = taken.stream().filter(Trajectory::isCorrect).count();
        long takenIncorrect = taken.size() - takenCorrect;

        assertEquals(Math.min(incorrect, maxIncorrect), takenIncorrect);
        assertEquals(
                Math.min(correct, Math.min(maxCorrect, Math.max(1, takenIncorrect))),
                takenCorrect,
                "no more correct than incorrect, but one where there is any");
        assertEquals(attempts.stream().filter(taken::contains).toList(), taken);
    }

    @Property(tries = 50)
    void a_new_problem_changes_nothing_for_the_others(@ForAll long seed) {
        List<Trajectory> before = problem("p", 5, 5);
        List<Trajectory> after =
                Stream.concat(problem("new", 5, 5).stream(), before.stream()).toList();

        assertEquals(
                Selections.pairs(before, 3, new Seed(seed)).pairs(),
                Selections.pairs(after, 3, new Seed(seed)).pairs().stream()
                        .filter(pair -> pair.chosen().problem().value().equals("p"))
                        .toList());
    }

    @Test
    void attempts_of_the_same_id_are_refused() {
        Trajectory twice = SampleTrajectories.graded("a", "p", 1);
        assertThrows(
                IllegalArgumentException.class, () -> Selections.graded(List.of(twice, twice)));
    }

    private static List<Trajectory> problem(String problem, int correct, int incorrect) {
        List<Trajectory> attempts = new ArrayList<>();
        for (int i = 0; i < Math.max(correct, incorrect); i++) {
            if (i < correct) {
                attempts.add(SampleTrajectories.graded(problem + "-right-" + i, problem, 1));
            }
            if (i < incorrect) {
                attempts.add(SampleTrajectories.graded(problem + "-wrong-" + i, problem, 0));
            }
        }
        return attempts;
    }

    private static List<String> ids(List<Trajectory> trajectories) {
        return trajectories.stream().map(Trajectory::id).toList();
    }
}
