package io.oreo.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.dataset.Selections;
import io.oreo.run.Journal;
import io.oreo.trajectory.ActionMask;
import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.Origin;
import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Seed;
import io.oreo.trajectory.TokenSequence;
import io.oreo.trajectory.Trajectory;
import io.oreo.trajectory.Verdict;
import io.oreo.worker.Trainer.PreferencePair;
import io.oreo.worker.Trainer.TrainingBatch;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainingDataTest {

    private static final List<Trajectory> ROLLOUTS =
            List.of(
                    attempt("a-right", "a", 3, 1),
                    attempt("a-wrong", "a", 5, 0),
                    attempt("a-wrong-too", "a", 4, 0),
                    attempt("b-right", "b", 2, 1));

    @Test
    void a_pair_is_as_long_as_its_longer_side_and_a_sequence_of_two_pairs_is_sent_once() {
        TrainingData data = TrainingData.Preferences.of(Selections.pairs(ROLLOUTS, 6, new Seed(1)));
        assertEquals(2, data.size());
        assertEquals(
                List.of(4, 5),
                data.lengths().stream().sorted().boxed().toList(),
                "prompts are in the length");

        TrainingBatch batch = data.batch(7, IntVector.of(1, 0));

        assertEquals(7, batch.number());
        assertEquals(3, batch.sequences().size());
        assertEquals(2, batch.pairs().size());
        for (PreferencePair pair : batch.pairs()) {
            assertEquals("a-right", batch.sequences().get(pair.chosen()).id());
            assertTrue(batch.sequences().get(pair.rejected()).id().startsWith("a-wrong"));
        }
        assertEquals(2, batch.pairs().stream().map(PreferencePair::rejected).distinct().count());
    }

    @Test
    void sequences_keep_their_places_and_have_no_pairs() {
        TrainingData data = TrainingData.Sequences.of(Selections.graded(ROLLOUTS));

        TrainingBatch batch = data.batch(0, IntVector.of(3, 1));

        assertEquals("b-right", batch.sequences().getFirst().id());
        assertEquals("a-wrong", batch.sequences().getLast().id());
        assertEquals(List.of(), batch.pairs());
    }

    @Test
    void the_report_counts_problems_without_a_pair() {
        TrainingData data = TrainingData.Preferences.of(Selections.pairs(ROLLOUTS, 1, new Seed(1)));

        assertEquals("pairs", data.report().unit());
        assertEquals(1, data.report().counts().taken());
        assertEquals(2, data.report().counts().problems());
        assertEquals(1, data.report().counts().problemsWithout());
        assertTrue(Journal.json(data.report()).contains("\"problemsWithout\":1"));
    }

    private static Trajectory attempt(String id, String problem, int tokens, double reward) {
        Verdict verdict =
                reward > 0 ? new Verdict.Correct("4", "last") : new Verdict.Incorrect("5", "last");
        return new Trajectory(
                        id,
                        new ProblemId(problem),
                        Origin.ROLLOUT,
                        Optional.empty(),
                        new TokenSequence(
                                IntVector.of(new int[tokens]),
                                ActionMask.afterPrompt(1, tokens - 1),
                                IntVector.of(tokens),
                                List.of(),
                                Optional.empty()),
                        "4",
                        Optional.empty(),
                        0,
                        FinishReason.END_TOKEN,
                        new Outcome.Ungraded(),
                        "tokenizer")
                .graded(new Outcome.Graded(verdict, reward, "grader/1"));
    }
}
