package io.oreo.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.FloatVector;
import io.oreo.trajectory.IntVector;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ChoiceTest {

    /** Attempts by their answers and values; an answer in brackets is unfinished. */
    private static List<Attempt> attempts(Object... answersAndValues) {
        List<Attempt> attempts = new ArrayList<>();
        for (int i = 0; i < answersAndValues.length; i += 2) {
            String answer = (String) answersAndValues[i];
            boolean cut = answer.startsWith("[");
            attempts.add(
                    new Attempt(
                            attempts.size(),
                            IntVector.of(2, 3, 0),
                            1,
                            FloatVector.of(0, 0),
                            IntVector.of(3),
                            cut ? answer.substring(1, answer.length() - 1) : answer,
                            cut ? FinishReason.LENGTH : FinishReason.END_TOKEN,
                            OptionalDouble.of((Double) answersAndValues[i + 1])));
        }
        return attempts;
    }

    private static int byMajority(Object... attempts) {
        return Choice.byMajority(attempts(attempts), Searches.LAST_LINE).order();
    }

    private static int byWeightedVote(Object... attempts) {
        return Choice.byWeightedVote(attempts(attempts), Searches.LAST_LINE).order();
    }

    @Test
    void the_highest_value_wins_and_a_tie_goes_to_the_first() {
        assertEquals(1, Choice.byValue(attempts("1", 0.1, "2", 0.7, "3", 0.7)).order());
    }

    @Test
    void an_unfinished_attempt_is_chosen_only_where_none_is_finished() {
        assertEquals(1, Choice.byValue(attempts("[1]", 0.9, "2", -0.5)).order());
        assertEquals(0, Choice.byValue(attempts("[1]", 0.9, "[2]", -0.5)).order());
        assertEquals(2, byMajority("[1]", 0.0, "[1]", 0.0, "2", 0.0));
    }

    @Test
    void the_most_frequent_answer_wins_and_a_tie_goes_to_the_answer_given_first() {
        assertEquals(1, byMajority("1", 0.9, "2", 0.1, "2", 0.2));
        assertEquals(0, byMajority("1", 0.1, "2", 0.9, "2", 0.9, "1", 0.1));
    }

    @Test
    void attempts_without_an_answer_do_not_vote() {
        assertEquals(2, byMajority("", 0.9, "", 0.9, "5", 0.1));
        assertEquals(0, byMajority("", 0.1, "", 0.9));
        assertEquals(1, byWeightedVote("", 0.1, "", 0.9));
    }

    @Test
    void a_weighted_vote_sums_values_and_counts_negative_ones_as_zero() {
        assertEquals(0, byWeightedVote("1", 0.9, "2", 0.4, "2", 0.4));
        assertEquals(2, byWeightedVote("1", 0.7, "2", 0.3, "2", 0.5));
        assertEquals(0, byWeightedVote("1", 0.2, "2", 0.1, "1", -0.9));
        assertEquals(1, byWeightedVote("1", -0.1, "2", -0.1, "2", -0.2), "more votes decide");
    }

    @Test
    void nothing_to_choose_from_is_an_error() {
        assertThrows(IllegalArgumentException.class, () -> Choice.byValue(List.of()));
    }
}
