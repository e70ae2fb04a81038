package io.oreo.grading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.oreo.grading.math.Decision;
import io.oreo.grading.math.MathComparison;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that look like the reference and differ, beside others that are it in another form. */
class LookAlikesTest {

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvFileSource(resources = "look-alikes.csv", delimiter = ';')
    void what_looks_alike_is_told_apart(String reference, String answer, Decision expected) {
        assertEquals(expected, MathComparison.compare(answer, reference));
    }

    /** The answer in a sentence that names other numbers or choices as well. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    The answer is 42, not 43.;                             43
                    The answer is not 42.;                                 42
                    The answer is not 42 but 43.;                          42
                    The answer is 42 rather than 43.;                      43
                    So it isn't 42, it is 43.;                             42
                    The answer is 42 marbles in 2 bags.;                   2
                    My answer: 40. No, wait. Answer: 42;                   40
                    In the end Ann has **42** marbles in 3 bags.;          3
                    The answer is (C), since (B) is too small.;            B
                    Choice (B) looks good but the answer is (D).;          B
                    Option B is correct.;                                  C
                    <think>so \\boxed{9}</think>The answer is \\boxed{11}.; 9
                    <answer>11</answer> after 9 steps;                     9
                    Answer: $\\boxed{42}$. Check: 42 - 12 = 30;            30
                    """)
    void another_number_of_the_sentence_is_not_the_answer(String response, String other) {
        FoundAnswer found = AnswerFinder.find(response).orElseThrow();
        assertNotEquals(Decision.SAME, MathComparison.compare(found.text(), other));
    }

    /** Each would cost seconds, all memory or the stack, if it were worked out. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "9^{9^{9^{9}}}",
                "2^{2^{2^{2^{2^{2}}}}}",
                "((((99^{99})^{99})^{99})^{99})^{99}",
                "1e999999999",
                "0.\\overline{REPEAT}",
                "REPEAT",
                "REPEAT/REPEAT",
                "\\frac{REPEAT}{3}",
                "(x+1)^{REPEAT}",
                "x \\pmod{REPEAT}",
                "REPEAT:3",
                "REPEAT ft 6 in"
            })
    void a_bomb_is_left_open_at_once(String bomb) {
        String text = bomb.replace("REPEAT", "7".repeat(200_000));
        String brackets = "(".repeat(3_000) + bomb + ")".repeat(3_000);
        assertTimeoutPreemptively(
                Duration.ofSeconds(3),
                () -> {
                    assertNotEquals(Decision.SAME, MathComparison.compare(text, "1"));
                    assertNotEquals(Decision.SAME, MathComparison.compare("1", text));
                    assertNotEquals(Decision.SAME, MathComparison.compare(brackets, "1"));
                    assertEquals(Decision.SAME, MathComparison.compare(text, text));
                });
    }
}
