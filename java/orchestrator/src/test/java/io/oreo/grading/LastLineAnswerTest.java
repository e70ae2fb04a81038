package io.oreo.grading;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.oreo.grading.math.Decision;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LastLineAnswerTest {

    @Test
    void the_number_of_the_last_line_is_the_answer() {
        assertEquals(Optional.of(new FoundAnswer("7", "A:")), LastLineAnswer.find("3+4=7\nA: 7"));
        assertEquals(Optional.of(new FoundAnswer("12", "A:")), LastLineAnswer.find("A: 12\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A:", "A: ", "A: 7 8", "A: -7", "A: 7\n3+4=7", "B: 7", "xA: 7"})
    void anything_else_is_no_answer(String response) {
        assertEquals(Optional.empty(), LastLineAnswer.find(response));
    }

    @Test
    void parity_is_one_of_two_words() {
        assertEquals(
                Optional.of(new FoundAnswer("odd", "A:")),
                LastLineAnswer.findParity("3+4=7\nA: odd\n"));
        assertEquals(Optional.empty(), LastLineAnswer.findParity("A: 7"));
        assertEquals(Optional.empty(), LastLineAnswer.findParity("A: oddly"));
        assertEquals(Optional.empty(), LastLineAnswer.find("A: odd"));
        assertEquals(Decision.DIFFERENT, LastLineAnswer.compare("odd", "even"));
    }

    @Test
    void digits_are_compared_exactly() {
        assertEquals(Decision.SAME, LastLineAnswer.compare("7", "7"));
        assertEquals(Decision.DIFFERENT, LastLineAnswer.compare("07", "7"));
    }
}
